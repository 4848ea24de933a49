using System.Collections.Immutable;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>What becomes of a connection to a cluster's API.</summary>
public enum ClusterNetwork
{
    /// <summary>It is accepted.</summary>
    Open,

    /// <summary>It is refused at once.</summary>
    Refused,

    /// <summary>Nothing ever comes back, as behind a firewall that drops.</summary>
    Silent,
}

/// <summary>The ways in which a cluster's API may be closed to a client.</summary>
public sealed record ClusterAccess
{
    /// <summary>What becomes of connections.</summary>
    public ClusterNetwork Network { get; init; }

    /// <summary>Whether the credentials call is refused because the cluster requires single sign-on.</summary>
    public bool RequiresSso { get; init; }

    /// <summary>What the client's role may not read, by the names in paths, for example <c>pods</c> or <c>replicasets.apps</c>; <c>*</c> for everything.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>Whether every request is answered with 503, as during an upgrade.</summary>
    public bool Unavailable { get; init; }

    /// <summary>How many of the next continued lists are answered with 410.</summary>
    public int ExpiredContinues { get; init; }

    internal bool Forbids(ObjectKind kind) => Forbidden.Any(name => name == "*" || name == kind.QualifiedName || name == kind.Plural);
}

/// <summary>A token for the API of one cluster.</summary>
/// <param name="Token">The token.</param>
/// <param name="ClusterId">The cluster's UUID.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record ClusterToken(string Token, string ClusterId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>How all of them begin, so that one can be recognised wherever it turns up.</summary>
    public const string Prefix = "dop_v1_cluster_";
}

/// <summary>The tokens that the credentials calls have made.</summary>
internal sealed class ClusterTokens(IdentitySource identities)
{
    private ImmutableDictionary<string, ClusterToken> _all = ImmutableDictionary.Create<string, ClusterToken>(StringComparer.Ordinal);

    public IReadOnlyCollection<ClusterToken> All => [.. _all.Values.OrderBy(token => token.CreatedAt)];

    public ClusterToken Mint(string clusterId, DateTimeOffset now, TimeSpan life)
    {
        var token = new ClusterToken(ClusterToken.Prefix + identities.Hex(32), clusterId, now, now + life);
        _all = _all.Add(token.Token, token);
        return token;
    }

    public bool IsAccepted(string? token, string clusterId, DateTimeOffset now) =>
        token is not null && _all.TryGetValue(token, out var known) && known.ClusterId == clusterId && now < known.ExpiresAt;
}
