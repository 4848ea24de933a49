using Planton.Terraform.Plugin.Operations;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// What an integration stores in private state: clusters that it managed and that are gone. A refresh removes them from state, and the next plan,
/// which may precede a destroy, must still distinguish them from clusters that never existed.
/// </summary>
internal sealed class IntegrationPrivateState(PrivateState store)
{
    private const string GoneKey = "gone_clusters";

    /// <summary>The clusters.</summary>
    public IReadOnlyList<string> Gone
    {
        get => store[GoneKey]?.Split(' ') ?? [];
        private set => store[GoneKey] = value.Count == 0 ? null : string.Join(' ', value);
    }

    /// <summary>Stores what a refresh found.</summary>
    /// <param name="managed">The clusters that were managed before it.</param>
    /// <param name="present">The clusters that still exist.</param>
    public void Refresh(IEnumerable<string> managed, IEnumerable<string> present) =>
        Gone = [.. Gone.Concat(managed).Except(present, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Removes the clusters that are no longer configured.</summary>
    /// <param name="configured">The configured ones.</param>
    public void Keep(IReadOnlyList<string> configured) => Gone = [.. Gone.Where(configured.Contains)];
}
