using System.Collections.Immutable;
using System.Globalization;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.Faults;

/// <summary>The faults in force.</summary>
/// <param name="random">Decides rules with a probability.</param>
public sealed class FaultList(Random random)
{
    private readonly Lock _gate = new();
    private ImmutableList<Armed> _rules = [];
    private int _created;

    /// <summary>The rules in force, with how often each struck.</summary>
    public IReadOnlyList<FaultReport> All
    {
        get
        {
            lock (_gate) return [.. _rules.Select(armed => new FaultReport(armed.Rule, armed.Seen, armed.Struck))];
        }
    }

    /// <summary>Adds a rule behind those in force.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The rule's id.</returns>
    /// <exception cref="ArgumentException">A number of the rule is out of range.</exception>
    public string Add(FaultRule rule)
    {
        if (rule.Probability is not (>= 0 and <= 1) || rule.After < 0 || rule.Count < 0 || rule.Delay < TimeSpan.Zero)
        {
            throw new ArgumentException("probability is from 0 to 1; after, count and delay are not negative.", nameof(rule));
        }

        if (rule.Status is < 200 or > 599) throw new ArgumentException("status is from 200 to 599.", nameof(rule));
        if (rule.EffectAfter < 0 || (rule.EffectAfter is not null && !rule.IsAnsweredUnprocessed))
        {
            throw new ArgumentException("effect_after is not negative, and goes with answers to requests that have not taken effect.", nameof(rule));
        }

        if (rule.EffectAfter is not null && rule.Cluster is not null)
        {
            throw new ArgumentException("effect_after is for DigitalOcean's API: requests to clusters only read.", nameof(rule));
        }

        lock (_gate)
        {
            var id = rule.Id ?? "fault-" + (++_created).ToString(CultureInfo.InvariantCulture);
            _rules = _rules.Add(new Armed(rule with { Id = id }));
            return id;
        }
    }

    /// <summary>Takes a rule out of force.</summary>
    /// <param name="id">The rule's id.</param>
    /// <returns>Whether there was such a rule.</returns>
    public bool Remove(string id)
    {
        lock (_gate) return _rules.Count > (_rules = _rules.RemoveAll(armed => armed.Rule.Id == id)).Count;
    }

    /// <summary>Takes all rules out of force.</summary>
    public void Clear()
    {
        lock (_gate) _rules = [];
    }

    internal FaultRule? Strike(ApiRequest request, string? cluster = null)
    {
        lock (_gate) return _rules.Find(armed => armed.Strikes(request, cluster, random))?.Rule;
    }

    private sealed class Armed(FaultRule rule)
    {
        private readonly PathPattern? _path = rule.Path is null ? null : new PathPattern(rule.Path);

        public FaultRule Rule { get; } = rule;

        public int Seen { get; private set; }

        public int Struck { get; private set; }

        public bool Strikes(ApiRequest request, string? cluster, Random random)
        {
            if (!Fits(request, cluster) || ++Seen <= Rule.After || Struck >= Rule.Count) return false;
#pragma warning disable CA5394 // Faults need a repeatable sequence, not a secret one.
            if (Rule.Probability < 1 && random.NextDouble() >= Rule.Probability) return false;
#pragma warning restore CA5394
            Struck++;
            return true;
        }

        private bool Fits(ApiRequest request, string? cluster) =>
            (Rule.Cluster == cluster || (Rule.Cluster is "*" && cluster is not null))
            && (Rule.Method is null || string.Equals(Rule.Method, request.Method, StringComparison.OrdinalIgnoreCase))
            && (_path is null || _path.Fits(request.Path))
            && (Rule.BodyContains is null || request.Body.Contains(Rule.BodyContains, StringComparison.Ordinal));
    }
}

/// <summary>A rule in force.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Seen">How many requests fitted it.</param>
/// <param name="Struck">How many of those it spoilt.</param>
public sealed record FaultReport(FaultRule Rule, int Seen, int Struck);
