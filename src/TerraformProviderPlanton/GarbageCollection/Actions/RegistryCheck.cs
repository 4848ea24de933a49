using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>
/// Checks at plan whether an action's registry exists. If it does not, that is a warning: the apply may create it before it invokes the action, which
/// the plan of an action cannot know. The action itself makes it an error.
/// </summary>
internal sealed class RegistryCheck(OperationContext<ProviderServices> context)
{
    private const string Path = "registry_name";

    /// <summary>Warns if the registry does not exist.</summary>
    /// <param name="registry">The registry's name, if it is known.</param>
    public async Task RunAsync(TfValue<string> registry)
    {
        if (!context.HasProviderData || !registry.IsKnown) return;

        try
        {
            var registries = await context.ProviderData.Client.Cache.GetRegistriesAsync(context.Cancellation);
            if (registries.Any(item => item.Name == registry.Value)) return;

            context.Diagnostics.Warning(
                Path,
                $"The registry \"{registry.Value}\" does not exist yet",
                "The token's account has no registry with this name. The action fails unless the apply creates the registry first; if it does not, check the name.");
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                Path, "The registry could not be checked", $"The account's registries could not be read, so the action may fail.\n\n{ApiFailure.Explain(failure)}");
        }
    }
}
