namespace Planton.DigitalOcean.Simulator.State;

/// <summary>How a cluster's network treats connections to its API.</summary>
public enum ClusterNetwork
{
    /// <summary>Accepts them.</summary>
    Open,

    /// <summary>Refuses them.</summary>
    Refused,

    /// <summary>Never responds, like a firewall that drops packets.</summary>
    Silent,
}

/// <summary>What keeps clients out of a cluster's API; by default nothing does.</summary>
public sealed record ClusterAccess
{
    /// <summary>How the network treats connections.</summary>
    public ClusterNetwork Network { get; init; }

    /// <summary>Whether requests for credentials are refused because the cluster requires single sign-on.</summary>
    public bool RequiresSso { get; init; }

    /// <summary>Resources that the client's role may not read, such as <c>pods</c> or <c>replicasets.apps</c>; <c>*</c> means all.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>Whether every request is answered with 503, as during an upgrade.</summary>
    public bool Unavailable { get; init; }

    /// <summary>How many of the next requests with a <c>continue</c> token are answered with 410.</summary>
    public int ExpiredContinues { get; init; }

    internal bool Forbids(ObjectKind kind) => Forbidden.Any(name => name == "*" || name == kind.QualifiedName || name == kind.Plural);
}

/// <summary>A token for the API of one cluster.</summary>
/// <param name="Token">The token.</param>
/// <param name="ClusterId">The cluster's UUID.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record ClusterToken(string Token, string ClusterId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The prefix of every such token, by which tests find leaked ones.</summary>
    public const string Prefix = "dop_v1_cluster_";
}

/// <summary>The tokens that credentials requests have created.</summary>
internal sealed class ClusterTokens(IdentitySource identities)
{
    private readonly OrderedDictionary<string, ClusterToken> _all = new(StringComparer.Ordinal);

    /// <summary>In order of creation.</summary>
    public IReadOnlyCollection<ClusterToken> All => [.. _all.Values];

    public ClusterToken Mint(string clusterId, DateTimeOffset now, TimeSpan life)
    {
        var token = new ClusterToken(ClusterToken.Prefix + identities.Hex(32), clusterId, now, now + life);
        _all.Add(token.Token, token);
        return token;
    }

    public bool IsAccepted(string? token, string clusterId, DateTimeOffset now) =>
        token is not null && _all.TryGetValue(token, out var known) && known.ClusterId == clusterId && now < known.ExpiresAt;
}
