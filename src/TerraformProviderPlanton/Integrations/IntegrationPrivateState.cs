using Planton.Terraform.Plugin.Operations;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// What an integration remembers beside its state: clusters that it managed and that are gone. They leave the state at a refresh, and the plan that
/// follows, which may be the one before a destroy, still has to tell them from clusters that never were.
/// </summary>
/// <param name="store">The private state.</param>
internal sealed class IntegrationPrivateState(PrivateState store)
{
    private const string GoneKey = "gone_clusters";

    /// <summary>The clusters.</summary>
    public IReadOnlyList<string> Gone
    {
        get => store[GoneKey]?.Split(' ') ?? [];
        private set => store[GoneKey] = value.Count == 0 ? null : string.Join(' ', value);
    }

    /// <summary>Remembers what a refresh found.</summary>
    /// <param name="managed">The clusters that were managed before it.</param>
    /// <param name="present">The clusters that still exist.</param>
    public void Refresh(IEnumerable<string> managed, IEnumerable<string> present) =>
        Gone = [.. Gone.Concat(managed).Except(present, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Forgets the clusters that are not configured any more.</summary>
    /// <param name="configured">The configured ones.</param>
    public void Keep(IReadOnlyList<string> configured) => Gone = [.. Gone.Where(configured.Contains)];
}
