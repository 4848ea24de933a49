namespace TerraformProviderPlanton.Common;

/// <summary>
/// What the planned resources of a run claim, to find two that claim the same. A plan does not say which resource it is for, but the CLI plans each
/// resource once, and a replaced one twice: first with its state and then, with the same configuration, without it. So there are at least as many
/// resources with one configuration as plans of the more frequent kind.
/// </summary>
internal sealed class PlanClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, Claimants>> _subjects = new(StringComparer.Ordinal);

    /// <summary>Claims something for a resource.</summary>
    /// <param name="subject">What is claimed.</param>
    /// <param name="claimant">The resource in messages.</param>
    /// <param name="config">The parts of the configuration that distinguish the resource from others.</param>
    /// <param name="hasState">Whether the resource is planned with its state.</param>
    /// <returns>The other claimant, if this claim shows that there is one more than before; otherwise null.</returns>
    public string? Claim(string subject, string claimant, string config, bool hasState)
    {
        lock (_gate)
        {
            if (!_subjects.TryGetValue(subject, out var all)) _subjects[subject] = all = new(StringComparer.Ordinal);
            var before = all.Values.Sum(static claimants => claimants.Least);
            var same = all.GetValueOrDefault(config) ?? new Claimants(claimant);
            all[config] = hasState ? same with { Kept = same.Kept + 1 } : same with { Created = same.Created + 1 };
            if (before == 0 || all.Values.Sum(static claimants => claimants.Least) == before) return null;
            return all.FirstOrDefault(other => other.Key != config).Value?.Name ?? claimant;
        }
    }

    /// <summary>Forgets the claims of something that an apply changes: from now on, plans are about what the apply has left.</summary>
    public void Release(string subject)
    {
        lock (_gate)
        {
            _subjects.Remove(subject);
        }
    }

    /// <summary>The resources with one configuration.</summary>
    /// <param name="Kept">How many plans had a state.</param>
    /// <param name="Created">How many had none.</param>
    private sealed record Claimants(string Name, int Kept = 0, int Created = 0)
    {
        public int Least => Math.Max(Kept, Created);
    }
}
