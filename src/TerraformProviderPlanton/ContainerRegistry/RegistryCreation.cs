using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.ContainerRegistry;

/// <summary>
/// Creates a registry so that a lost answer makes neither two nor none: when it is not certain whether the request took effect, the
/// registry is looked up before anything is said.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="cancellation">Ends the operation.</param>
internal sealed class RegistryCreation(DigitalOceanClient client, CancellationToken cancellation)
{
    // The API's times have whole seconds, and its servers need not agree on the last one.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public async Task<Registry> RunAsync(RegistryModel plan)
    {
        var (name, region, tier) = (plan.Name.Value, plan.Region, plan.SubscriptionTierSlug);
        var asked = client.Clock.IsSynchronized ? client.Clock.UtcNow() : (DateTimeOffset?)null;
        try
        {
            return await client.Registries.CreateAsync(
                new CreateRegistryRequest { Name = name, Region = region.IsKnown ? region.Value : null, SubscriptionTierSlug = tier.IsKnown ? tier.Value : null },
                cancellation).ConfigureAwait(false);
        }
        catch (ApiException failure) when (failure.Kind is FailureKind.Ambiguous or FailureKind.Malformed || failure.EarlierAttemptMayHaveTakenEffect)
        {
            return await SettleAsync(name, asked, failure).ConfigureAwait(false);
        }
        catch (ApiException failure) when (failure.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            throw await RefusedAsync(name, failure).ConfigureAwait(false);
        }
    }

    private async Task<Registry> SettleAsync(string name, DateTimeOffset? asked, ApiException failure)
    {
        Registry? found;
        try
        {
            found = await client.Registries.FindAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (ApiException lookUp)
        {
            throw Uncertain(name, $"{ApiFailure.Explain(failure)}\n\nLooking it up failed as well: {lookUp.ApiMessage}");
        }

        if (found is null) throw failure;
        if (asked is null || Rfc3339.Parse(found.CreatedAt) is not { } created || created >= asked - Tolerance) return found;
        throw Exists(name, failure);
    }

    private async Task<Exception> RefusedAsync(string name, ApiException failure)
    {
        try
        {
            return await client.Registries.FindAsync(name, cancellation).ConfigureAwait(false) is null ? failure : Exists(name, failure);
        }
        catch (ApiException)
        {
            // The refusal is the news; that it could not be explained further changes nothing about it.
            return failure;
        }
    }

    private static DiagnosticException Exists(string name, ApiException failure) => new(
        $"The registry \"{name}\" exists already",
        $"{ApiFailure.Explain(failure)}\n\nThe registry is in this account but not in this state. Take it under management: "
        + $"terraform import {RegistryResource.Name}.example {name} (or an import block), or choose another name.",
        "name");

    private static DiagnosticException Uncertain(string name, string why) => new(
        $"It is not known whether the registry \"{name}\" was created",
        $"{why}\n\nRun again when the API answers. If it says then that the registry exists, import it: terraform import {RegistryResource.Name}.example {name}",
        "name");
}
