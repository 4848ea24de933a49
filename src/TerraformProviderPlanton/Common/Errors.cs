using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>The errors that more than one resource reports.</summary>
internal static class Errors
{
    private const string ReplacedCluster = "A cluster that was replaced has a new UUID: refer to the cluster's resource instead of writing the UUID.";

    /// <summary>The registry that something refers to does not exist.</summary>
    /// <param name="path">The attribute that names it; null for the id of an import.</param>
    /// <param name="detail">More details, in full sentences.</param>
    public static DiagnosticException RegistryNotFound(string registry, CtyPath? path, string? detail = null) =>
        new($"The registry \"{registry}\" does not exist", detail ?? "The token's account has no registry with this name. Check the name, and that the token belongs to the same team.", path);

    /// <summary>The registry must exist before something else can be created.</summary>
    /// <param name="subject">What needs it, at the beginning of a sentence.</param>
    public static DiagnosticException RegistryRequired(string registry, string subject) => new(
        $"The registry \"{registry}\" does not exist",
        $"{subject} needs an existing registry. If the same configuration creates it, refer to the resource instead of writing its name, so that the registry is created first.",
        "registry_name");

    /// <summary>A list is empty because its registry does not exist.</summary>
    public static void WarnNothingListed(string registry, DiagnosticList diagnostics) =>
        diagnostics.Warning("registry_name", $"The registry \"{registry}\" does not exist", "The token's account has no registry with this name, so nothing is listed. Check the name, and that the token belongs to the same team.");

    /// <summary>The account has no subscription, and so neither a tier nor registries.</summary>
    public static DiagnosticException NoSubscription() => new(
        "The account has no container registry subscription",
        "A subscription begins with the account's first registry. If the same configuration creates that registry, add it to depends_on.");

    /// <summary>A cluster to integrate does not exist.</summary>
    public static DiagnosticException ClusterNotFound(string uuid) => new(
        $"The cluster {uuid} does not exist", $"The token's account has no cluster with this UUID, or the cluster is being deleted. {ReplacedCluster} Otherwise remove it from cluster_uuids.", "cluster_uuids");

    /// <summary>A cluster that was integrated has been deleted since.</summary>
    public static void WarnClusterGone(string uuid, string registry, DiagnosticList diagnostics) => diagnostics.Warning(
        "cluster_uuids", $"The cluster {uuid} is gone", $"The cluster was integrated with the registry \"{registry}\" and no longer exists, so it was removed from state. {ReplacedCluster} Otherwise remove it from cluster_uuids.");
}
