using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>Whether a registry's name is available: names are unique across all customers, and only your own registry can be imported.</summary>
internal sealed partial class RegistryName(OperationContext<ProviderServices> context)
{
    /// <summary>Checks with the API. If the check fails, there is no conflict: the creation itself will tell.</summary>
    /// <returns>The error if the name is taken; null if it is free, or if that is unknown.</returns>
    public async Task<DiagnosticException?> FindConflictAsync(string name)
    {
        try
        {
            if (await context.ProviderData.Client.Registries.IsNameFreeAsync(name, context.Cancellation)) return null;

            const string Reason = "The API reports that the name is taken.";
            return await context.ProviderData.Client.Cache.FindRegistryAsync(name, context.Cancellation) is null
                ? Taken(name, Reason)
                : Exists(name, Reason);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            LogUnchecked(context.Log, name, failure.ApiMessage);
            return null;
        }
    }

    /// <summary>The error for a registry in the same account.</summary>
    public static DiagnosticException Exists(string name, string reason) => new(
        $"The registry \"{name}\" already exists",
        $"{reason}\n\nThe registry is in this account but not in this state. Import it with "
        + $"terraform import {RegistryResource.Name}.example {name} or with an import block, or choose another name.",
        "name");

    /// <summary>The error for a registry of another customer.</summary>
    public static DiagnosticException Taken(string name, string reason) => new(
        $"The name \"{name}\" is taken",
        $"{reason}\n\nThe token's account has no registry with this name, so the name belongs to another customer: names are unique across all customers. Choose another name.",
        "name");

    [LoggerMessage(150, LogLevel.Warning, "The availability of the name {registry} could not be checked: {reason}")]
    private static partial void LogUnchecked(ILogger logger, string registry, string reason);
}
