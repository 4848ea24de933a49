using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>Whether a registry's name can be had: names are unique among all customers, and only one's own registry can be imported.</summary>
/// <param name="context">The surroundings of the operation.</param>
internal sealed partial class RegistryName(OperationContext<ProviderServices> context)
{
    /// <summary>Asks the API. A question that cannot be asked forbids nothing: the create itself tells.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What to tell the user of a name that is taken; null when it is free, or when that cannot be known.</returns>
    public async Task<DiagnosticException?> FindConflictAsync(string name)
    {
        try
        {
            if (await context.ProviderData.Client.Registries.IsNameFreeAsync(name, context.Cancellation)) return null;

            const string Reason = "The API says that the name is taken.";
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

    /// <summary>The error for a registry of the account's own.</summary>
    public static DiagnosticException Exists(string name, string reason) => new(
        $"The registry \"{name}\" exists already",
        $"{reason}\n\nThe registry is in this account but not in this state. Take it under management: "
        + $"terraform import {RegistryResource.Name}.example {name} (or an import block), or choose another name.",
        "name");

    /// <summary>The error for a registry of another customer.</summary>
    public static DiagnosticException Taken(string name, string reason) => new(
        $"The name \"{name}\" is taken",
        $"{reason}\n\nThe account of the token has no registry of that name, so another customer has it: names are unique among all of them. Choose another name.",
        "name");

    [LoggerMessage(150, LogLevel.Warning, "Whether the name {registry} is free could not be checked: {reason}")]
    private static partial void LogUnchecked(ILogger logger, string registry, string reason);
}
