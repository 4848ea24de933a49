using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>The id of an import: <c>registry_name</c> for all clusters of the registry, or <c>registry_name:uuid,uuid</c> for some.</summary>
internal static class IntegrationImport
{
    /// <summary>Parses an id.</summary>
    /// <exception cref="DiagnosticException">The id is not valid.</exception>
    public static (string Registry, IReadOnlyList<string> Uuids) Parse(string id)
    {
        var parts = id.Split(':', 2);
        if (RegistryRules.IsUuid(parts[0])) throw Invalid($"\"{parts[0]}\" is the UUID of a cluster. The id begins with the name of the registry.");
        if (RegistryRules.ValidateName(parts[0]) is { } wrong) throw Invalid(wrong);
        if (parts.Length == 1) return (parts[0], []);

        var uuids = parts[1].Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        return uuids.Find(static uuid => !RegistryRules.IsUuid(uuid)) is { } odd
            ? throw Invalid($"\"{odd}\" is not the UUID of a cluster.")
            : (parts[0], uuids);
    }

    /// <summary>Checks that there is something to import.</summary>
    /// <exception cref="DiagnosticException">The registry does not exist, or is not integrated with a named cluster or with any.</exception>
    public static void Check(string registry, IReadOnlyList<string> uuids, IReadOnlySet<string> integrated, bool exists)
    {
        if (!exists) throw Errors.RegistryNotFound(registry, path: null);

        var missing = uuids.Where(uuid => !integrated.Contains(uuid)).ToList();
        if (missing.Count > 0 || integrated.Count == 0)
        {
            throw new DiagnosticException(
                "There is no integration to import",
                missing.Count > 0
                    ? $"The registry \"{registry}\" is not integrated with {string.Join(", ", missing)}. Leave these clusters out; an apply adds their integration."
                    : $"The registry \"{registry}\" is not integrated with any cluster, so there is nothing to import. An apply adds the integration.");
        }
    }

    private static DiagnosticException Invalid(string why) => new(
        "Invalid import id",
        $"{why}\n\nThe id is the registry's name, optionally followed by the UUIDs of clusters: terraform import {DoksIntegrationResource.Name}.example "
        + "my-registry:bd5f5959-5e1e-4205-a714-a914373942af,4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10");
}
