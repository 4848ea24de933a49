using Planton.DigitalOcean;
using Planton.Registry.Retention;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Images;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>Estimates what a due run would free, on request only: it takes the manifests of all repositories.</summary>
internal sealed class ReclaimableEstimate(PolicyModel policy, OperationContext<ProviderServices> context)
{
    /// <summary>Adds the estimate to what a refresh has found, if it is requested and a run is due that frees what untagged manifests hold.</summary>
    public async Task<CollectionView> AddToAsync(CollectionView view)
    {
        if (!view.Due || policy.RunsAsApp || !policy.EstimateReclaimable.Or(false) || policy.Type.Or(PolicyDefaults.Type) != RunType.UntaggedManifestsAndUnreferencedBlobs) return view;

        try
        {
            return view with { ReclaimableBytes = await ReadAsync() };
        }
        catch (Exception failure) when (failure is ApiException or DiagnosticException)
        {
            var why = failure is ApiException refused ? ApiFailure.Explain(refused) : failure.Message;
            context.Diagnostics.Warning(
                "estimate_reclaimable",
                $"It is not known how much garbage collection of \"{policy.RegistryName.Value}\" would free",
                $"The registry's manifests could not be read. {why}\n\nThe run is due all the same. To do without the estimate, leave out estimate_reclaimable.");
            return view;
        }
    }

    private async Task<long> ReadAsync()
    {
        var reader = new ImageReader(context.ProviderData.Client.Repositories, policy.RegistryName.Value, context.Cancellation);
        var names = (await reader.ListRepositoriesAsync()).Where(static repository => repository.ManifestCount != 0).Select(static repository => repository.Name);
        var manifests = (await reader.ReadManifestsAsync(names)).SelectMany(static some => some).ToLookup(static manifest => manifest.IsUntagged);
        return new ReclaimableStorage(manifests[true], manifests[false]).TotalBytes;
    }
}
