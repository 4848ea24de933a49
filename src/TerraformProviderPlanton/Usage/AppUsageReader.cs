using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Apps;
using Planton.Registry.Images;

namespace TerraformProviderPlanton.Usage;

/// <summary>
/// Reads which images the apps of App Platform use: those of their specs, of their current and upcoming deployments, and of the deployments that a
/// rollback would restore. An app names a repository but no registry, so it is counted for that repository in every registry.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="cancellation">Cancels.</param>
internal sealed class AppUsageReader(DigitalOceanClient client, CancellationToken cancellation)
{
    /// <summary>The number of deployments that App Platform offers for a rollback.</summary>
    private const int RollbackTargets = 10;

    private const int ConcurrentReads = 4;

    /// <summary>Reads the uses. What could not be read is part of the result.</summary>
    public async Task<UsageReading> ReadAsync()
    {
        try
        {
            var apps = await client.Apps.ListAsync(cancellation);
            using var slots = new SemaphoreSlim(ConcurrentReads);
            return UsageReading.Join(await Task.WhenAll(apps.Select(app => ReadAsync(app, slots))));
        }
        catch (ApiException failure)
        {
            return new([], [UnreadSource.Of("apps", failure)]);
        }
    }

    private async Task<UsageReading> ReadAsync(App app, SemaphoreSlim slots)
    {
        var current = new[] { app.ActiveDeployment, app.InProgressDeployment, app.PendingDeployment, app.PinnedDeployment };
        await slots.WaitAsync(cancellation);
        try
        {
            var past = await client.Apps.ListSupersededAsync(app.Id, RollbackTargets, cancellation);
            return Of(app, [.. current, .. past]);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            // Deleted since the list was read. What it used stays protected until the next refresh.
            return Of(app, current);
        }
        catch (ApiException failure)
        {
            var known = Of(app, current);
            return known with { Unread = known.Unread.Add(UnreadSource.Of($"deployments of the app {app.Name}", failure)) };
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>What an app uses. A specification or a repository that the response lacks makes the app unread.</summary>
    private static UsageReading Of(App app, IEnumerable<AppDeployment?> deployments)
    {
        AppSpec?[] specs = [app.Name.Length > 0 ? app.Spec : null, .. deployments.OfType<AppDeployment>().Select(static deployment => deployment.Spec)];
        var images = specs.OfType<AppSpec>().SelectMany(static spec => spec.Images).Where(MayBeHere).ToList();
        var isComplete = !specs.Contains(null) && images.TrueForAll(static image => image.Repository is { Length: > 0 });
        var user = new ImageUser.App(app.Name, app.Id);
        return new(
            [.. images.Where(static image => image.Repository is { Length: > 0 }).Select(image => UseOf(image, user))],
            isComplete ? [] : [UnreadSource.Incomplete($"specification of the app {(app.Name.Length > 0 ? app.Name : app.Id)}")]);
    }

    /// <summary>Whether an image may lie in a registry of the account: a kind of registry that is new, or not stated, may be one.</summary>
    private static bool MayBeHere(AppImage image) => image.RegistryType is not (AppRegistryTypes.DockerHub or AppRegistryTypes.Ghcr);

    private static ImageUse UseOf(AppImage image, ImageUser.App user)
    {
        var digest = NullIfEmpty(image.Digest);
        return new(image.Repository!, NullIfEmpty(image.Tag) ?? (digest is null ? ImageReference.DefaultTag : null), digest, user);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
