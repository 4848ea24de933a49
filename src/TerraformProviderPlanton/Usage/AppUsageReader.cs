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
        var current = new[] { app.Spec, app.ActiveDeployment?.Spec, app.InProgressDeployment?.Spec, app.PendingDeployment?.Spec, app.PinnedDeployment?.Spec };
        await slots.WaitAsync(cancellation);
        try
        {
            var past = await client.Apps.ListSupersededAsync(app.Id, RollbackTargets, cancellation);
            return new([.. UsesOf(app, [.. current, .. past.Select(static deployment => deployment.Spec)])], []);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            // Deleted since the list was read.
            return UsageReading.None;
        }
        catch (ApiException failure)
        {
            return new([.. UsesOf(app, current)], [UnreadSource.Of($"deployments of the app {app.Name}", failure)]);
        }
        finally
        {
            slots.Release();
        }
    }

    private static IEnumerable<ImageUse> UsesOf(App app, IEnumerable<AppSpec?> specs)
    {
        var user = new ImageUser.App(app.Name, app.Id);
        return
            from spec in specs.OfType<AppSpec>()
            from image in spec.Images
            let repository = image.Repository ?? ""
            where image.RegistryType == AppRegistryTypes.Docr && repository.Length > 0
            let digest = NullIfEmpty(image.Digest)
            select new ImageUse(repository, NullIfEmpty(image.Tag) ?? (digest is null ? ImageReference.DefaultTag : null), digest, user);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
