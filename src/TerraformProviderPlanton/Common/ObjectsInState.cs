using System.Collections.Concurrent;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// What the state of this configuration contains, as far as it was read or planned in this process. An object can be planned without its state: if it
/// is gone or tainted, and in the second half of a replacement. A problem with such an object must not be an error, since a destroy begins with the
/// same plan.
/// </summary>
internal sealed class ObjectsInState
{
    private readonly ConcurrentDictionary<(string Kind, string Name, string Part), bool> _known = new();

    public void AddRegistry(string name) => Add("registry", name);

    public bool HasRegistry(string name) => Has("registry", name);

    /// <summary>Adds a tier that a resource sets.</summary>
    /// <param name="claimant">The type and name of the resource in messages.</param>
    /// <param name="tier">The slug of the tier.</param>
    public void AddTier(string claimant, string tier) => Add("tier", claimant, tier);

    public bool HasTier(string claimant, string tier) => Has("tier", claimant, tier);

    /// <summary>Adds a cluster that an integration manages, or managed until it was deleted.</summary>
    public void AddCluster(string registry, string uuid)
    {
        Add("cluster", uuid);
        Add("integration", registry, uuid);
    }

    /// <summary>Whether any integration manages the cluster.</summary>
    public bool HasCluster(string uuid) => Has("cluster", uuid);

    /// <summary>Whether the registry's integration manages the cluster.</summary>
    public bool HasIntegration(string registry, string uuid) => Has("integration", registry, uuid);

    /// <summary>Notes that the integration of a registry was refreshed.</summary>
    public void AddRefreshed(string registry) => Add("refreshed integration", registry);

    /// <summary>Whether the integration of a registry was refreshed in this process: the plan of a run is, its apply is not.</summary>
    public bool IsRefreshed(string registry) => Has("refreshed integration", registry);

    /// <summary>Notes that a warning says that an integrated cluster is gone.</summary>
    /// <returns>Whether that is new.</returns>
    public bool TryAddGone(string registry, string uuid) => _known.TryAdd(("gone cluster", registry, uuid), true);

    /// <summary>Adds a policy whose runs an app starts.</summary>
    public void AddApp(string registry) => Add("app", registry);

    public bool HasApp(string registry) => Has("app", registry);

    private void Add(string kind, string name, string part = "") => _known[(kind, name, part)] = true;

    private bool Has(string kind, string name, string part = "") => _known.ContainsKey((kind, name, part));
}
