using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// Creates a registry so that a lost response cannot result in two registries or none: if it is not certain whether the request took effect, the
/// registry is looked up first. If the operation ends while the request is in progress (Ctrl-C, a timeout), it waits a few seconds for the response,
/// since only the response brings the registry into state.
/// </summary>
/// <param name="time">The clock for the grace period.</param>
internal sealed class RegistryCreation(DigitalOceanClient client, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    // The API's times have whole seconds, and the clocks of its servers may differ slightly.
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
        catch (ApiException failure) when (failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity)
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
            throw Uncertain(name, $"{ApiFailure.Explain(failure)}\n\nLooking up the registry also failed: {lookUp.ApiMessage}");
        }

        if (found is null) throw failure;
        return IsOurs(found, asked) ? found : throw RegistryName.Exists(name, ApiFailure.Quote(failure));
    }

    /// <summary>The final lookup after an unanswered request, with its own short time limit, since the operation's has expired.</summary>
    private async Task<Registry> FindAfterEndAsync(string name, DateTimeOffset? asked)
    {
        const string Unanswered = "The operation ended before the API responded to the request to create the registry.";
        using var moment = new CancellationTokenSource(GracePeriod, time);
        try
        {
            return await client.Registries.FindAsync(name, moment.Token) is { } found && IsOurs(found, asked)
                ? found
                : throw Uncertain(name, Unanswered);
        }
        catch (Exception lookUp) when (lookUp is ApiException or OperationCanceledException)
        {
            throw Uncertain(name, $"{Unanswered} Looking up the registry also failed.");
        }
    }

    /// <summary>
    /// Whether a registry that exists after an unanswered request can be the requested one: an older one cannot, and as long as DigitalOcean's time
    /// is unknown, no registry is certainly newer than the request.
    /// </summary>
    private static bool IsOurs(Registry found, DateTimeOffset? asked) =>
        asked is not null && (Rfc3339.Parse(found.CreatedAt) is not { } created || created >= asked - Tolerance);

    private async Task<Exception> RefusedAsync(string name, ApiException failure)
    {
        try
        {
            if (await client.Registries.FindAsync(name, cancellation) is not null) return RegistryName.Exists(name, ApiFailure.Quote(failure));
            if (failure.Status is HttpStatusCode.Conflict) return RegistryName.Taken(name, ApiFailure.Quote(failure));
            return await client.Registries.ListAsync(cancellation) is { Count: > 0 } others ? TooMany(name, others, failure) : failure;
        }
        catch (ApiException)
        {
            // The refusal is what matters, even if it could not be explained further.
            return failure;
        }
    }

    /// <summary>The refusal of a registry beside others: the API's message need not say that the tier is the reason.</summary>
    private static DiagnosticException TooMany(string name, RegistryList others, ApiException failure) => new(
        $"The API rejected the registry \"{name}\"",
        $"{ApiFailure.Quote(failure)}\n\nThe account already has {(others.Count == 1 ? $"the registry \"{others[0].Name}\"" : $"{others.Count} registries")}. The tiers starter and basic allow one: "
        + "for another one, set subscription_tier_slug = \"professional\", which is billed for the whole account, or use a token of another account. If the message names something else, "
        + "correct that.",
        "name");

    private static DiagnosticException Uncertain(string name, string why) => new(
        $"It is not known whether the registry \"{name}\" was created",
        $"{why}\n\nRun again when the API is available. If the account then has the registry, import it: terraform import {RegistryResource.Name}.example {name}",
        "name");
}
