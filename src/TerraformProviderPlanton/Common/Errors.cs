using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>The errors that more than one resource reports.</summary>
internal static class Errors
{
    /// <summary>The registry that something refers to does not exist.</summary>
    /// <param name="registry">The name of the registry.</param>
    /// <param name="path">The attribute that names it; null for the id of an import.</param>
    /// <param name="detail">What is known beyond that, as full sentences.</param>
    public static DiagnosticException RegistryNotFound(string registry, CtyPath? path, string? detail = null) =>
        new($"The registry \"{registry}\" does not exist", detail ?? "The account of the token has no registry of that name. Check the name, and that the token belongs to the same team.", path);

    /// <summary>The registry must exist before something else can be created.</summary>
    /// <param name="registry">The name of the registry.</param>
    /// <param name="subject">What needs it, at the beginning of a sentence.</param>
    public static DiagnosticException RegistryRequired(string registry, string subject) => new(
        $"The registry \"{registry}\" does not exist",
        $"{subject} needs its registry to exist. If the same configuration creates it, reference the resource instead of writing the name, so that it is created first.",
        "registry_name");

    /// <summary>A list is empty because the registry that it is asked for does not exist.</summary>
    public static void WarnNothingListed(string registry, DiagnosticList diagnostics) =>
        diagnostics.Warning("registry_name", $"The registry \"{registry}\" does not exist", "Nothing is listed: the account of the token has no registry of that name. Check the name, and that the token belongs to the same team.");

    /// <summary>A cluster to integrate does not exist.</summary>
    public static DiagnosticException ClusterNotFound(string uuid) => new(
        $"The cluster {uuid} does not exist",
        "The account of the token has no cluster of that uuid, or it is being deleted. A cluster that was replaced has a new uuid: reference the cluster's "
        + "resource instead of writing the uuid.",
        "cluster_uuids");
}
