using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// Creates a registry so that a lost answer makes neither two nor none: when it is not certain whether the request took effect, the
/// registry is looked up before anything is said. An end of the operation while the request is under way (Ctrl-C, a timeout) waits
/// a few seconds for the answer, since only the answer brings the registry into state.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="time">Times the grace period.</param>
/// <param name="cancellation">Ends the operation.</param>
internal sealed class RegistryCreation(DigitalOceanClient client, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    // The API's times have whole seconds, and its servers need not agree on the last one.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public async Task<Registry> RunAsync(RegistryModel plan)
    {
        var (name, region, tier) = (plan.Name.Value, plan.Region, plan.SubscriptionTierSlug);
        var asked = client.Clock.IsSynchronized ? client.Clock.UtcNow() : (DateTimeOffset?)null;
        cancellation.ThrowIfCancellationRequested();
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var end = cancellation.Register(() => grace.CancelAfter(GracePeriod));
        try
        {
            return await client.Registries.CreateAsync(
                new CreateRegistryRequest { Name = name, Region = region.IsKnown ? region.Value : null, SubscriptionTierSlug = tier.IsKnown ? tier.Value : null },
                grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            return await FindAfterEndAsync(name, asked);
        }
        catch (ApiException failure) when (failure.MayHaveTakenEffect)
        {
            return await ResolveOutcomeAsync(name, asked, failure);
        }
        catch (ApiException failure) when (failure.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            throw await RefusedAsync(name, failure);
        }
    }

    private async Task<Registry> ResolveOutcomeAsync(string name, DateTimeOffset? asked, ApiException failure)
    {
        Registry? found;
        try
        {
            found = await client.Registries.FindAsync(name, cancellation);
        }
        catch (ApiException lookUp)
        {
            throw Uncertain(name, $"{ApiFailure.Explain(failure)}\n\nLooking it up failed as well: {lookUp.ApiMessage}");
        }

        if (found is null) throw failure;
        return IsOurs(found, asked) ? found : throw RegistryName.Exists(name, ApiFailure.Explain(failure));
    }

    /// <summary>The last look at an unanswered request, with a short time of its own since the operation's is over.</summary>
    private async Task<Registry> FindAfterEndAsync(string name, DateTimeOffset? asked)
    {
        const string Unanswered = "The operation was ended before the API had answered the request to create it.";
        using var moment = new CancellationTokenSource(GracePeriod, time);
        try
        {
            return await client.Registries.FindAsync(name, moment.Token) is { } found && IsOurs(found, asked)
                ? found
                : throw Uncertain(name, Unanswered);
        }
        catch (Exception lookUp) when (lookUp is ApiException or OperationCanceledException)
        {
            throw Uncertain(name, $"{Unanswered} Looking it up failed as well.");
        }
    }

    /// <summary>
    /// Whether a registry that is there after an unanswered request can be the one that was asked for: an older one is not, and as long as the
    /// service's time is not known, none is certain to be younger than the request.
    /// </summary>
    private static bool IsOurs(Registry found, DateTimeOffset? asked) =>
        asked is not null && (Rfc3339.Parse(found.CreatedAt) is not { } created || created >= asked - Tolerance);

    private async Task<Exception> RefusedAsync(string name, ApiException failure)
    {
        try
        {
            if (await client.Registries.FindAsync(name, cancellation) is not null) return RegistryName.Exists(name, ApiFailure.Explain(failure));
            return failure.Status is HttpStatusCode.Conflict ? RegistryName.Taken(name, ApiFailure.Explain(failure)) : failure;
        }
        catch (ApiException)
        {
            // The refusal is the news; that it could not be explained further changes nothing about it.
            return failure;
        }
    }

    private static DiagnosticException Uncertain(string name, string why) => new(
        $"It is not known whether the registry \"{name}\" was created",
        $"{why}\n\nRun again when the API answers. If the account has the registry then, import it: terraform import {RegistryResource.Name}.example {name}",
        "name");
}
