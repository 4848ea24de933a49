using System.Globalization;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// Warns of a plan that replaces a registry: the diff shows neither that its images go nor that its integrations have to be made again. Of a replacement
/// that only the CLI knows of (<c>-replace</c>), a provider learns in a call whose warnings the CLI drops.
/// </summary>
internal sealed class RegistryReplacement(OperationContext<ProviderServices> context)
{
    private const double BytesInGigabyte = 1_000_000_000;

    /// <summary>Warns once of each registry that is replaced.</summary>
    /// <param name="prior">The state before; null on create.</param>
    /// <param name="isRemoved">Whether the plan removes what is in state.</param>
    public void Warn(RegistryModel planned, RegistryModel? prior, bool isRemoved)
    {
        var registries = context.ProviderData.Registries;
        if (prior is not null)
        {
            var bytes = new StoredBytes(prior.StorageUsageBytes.IsKnown ? prior.StorageUsageBytes.Value : null, prior.StorageUsageBytesUpdatedAt.IsKnown ? prior.StorageUsageBytesUpdatedAt.Value : null);
            registries.AddStored(prior.Name.Value, bytes);
            if (isRemoved && !prior.DeletionProtection.Or(false)) Warn(prior.Name.Value, bytes);
            return;
        }

        // A registry that is in state and planned without it is replaced: it is tainted.
        if (planned.Name.TryGet(out var name) && registries.FindStored(name) is { } stored) Warn(name, stored);
    }

    private void Warn(string name, StoredBytes stored)
    {
        if (!context.ProviderData.Registries.TryAddReplaced(name)) return;

        context.Diagnostics.Warning(
            "name",
            $"Replacing the registry \"{name}\" deletes its images",
            $"The plan deletes the registry with all its images ({Describe(stored)}), which cannot be restored, and creates an empty one. Clusters can pull from the new registry only after "
            + $"its integrations have been made again: add lifecycle {{ replace_triggered_by = [{RegistryResource.Name}.NAME.created_at] }} to its planton_docr_doks_integration, so that the "
            + "same apply does that; otherwise the next plan shows what is missing. To refuse such plans, set deletion_protection = true.");
    }

    private static string Describe(StoredBytes stored)
    {
        if (stored.Bytes is not { } bytes) return "of unknown size";
        var size = string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} bytes, {bytes / BytesInGigabyte:0.0} GB");
        return stored.At is { } at ? $"{size}, as computed at {at}" : size;
    }
}
