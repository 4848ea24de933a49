using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// Checks at plan whether the registry that something needs exists, or is created by the same run. If neither is known, that is a warning: another
/// provider's resource may create the registry, which this provider cannot see. The apply makes it an error.
/// </summary>
/// <param name="subject">What needs the registry, at the beginning of a sentence.</param>
internal sealed class RegistryCheck(OperationContext<ProviderServices> context, string subject)
{
    private const string Path = "registry_name";

    /// <summary>Warns if the registry does not exist and no planned resource of this provider creates it, or if that cannot be read.</summary>
    /// <param name="registry">The registry's name, if it is known.</param>
    /// <returns>Whether the registry exists already.</returns>
    public async Task<bool> RunAsync(TfValue<string> registry)
    {
        if (!context.HasProviderData || !registry.TryGet(out var name)) return false;

        try
        {
            return await FindOrWarnAsync(name);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                Path, "The registry could not be checked", $"The account's registries could not be read, so the apply may fail.\n\n{ApiFailure.Explain(failure)}");
            return false;
        }
    }

    /// <summary>Warns if the registry does not exist and no planned resource of this provider creates it.</summary>
    /// <returns>Whether the registry exists already.</returns>
    /// <exception cref="ApiException">The registries could not be read.</exception>
    public async Task<bool> FindOrWarnAsync(string name)
    {
        if (context.ProviderData.Registries.IsPlanned(name)) return false;

        var exists = await context.ProviderData.Client.Cache.FindRegistryAsync(name, context.Cancellation) is not null;
        if (!exists) WarnMissing(name);
        return exists;
    }

    private void WarnMissing(string name) => context.Diagnostics.Warning(
        Path,
        $"The registry \"{name}\" does not exist yet",
        $"The token's account has no registry with this name. {subject} fails unless the apply creates the registry first, which is certain only if {Path} refers to the "
        + "resource that creates it. If it does, nothing is wrong. If the name is written out, refer to the resource instead, or check the name and that the token "
        + "belongs to the same team.");
}
