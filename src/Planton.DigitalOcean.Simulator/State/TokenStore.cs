using System.Collections.Immutable;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A token made by the docker-credentials call.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Token">The token.</param>
/// <param name="RegistryName">The registry that was named; null for the single family.</param>
/// <param name="ReadWrite">Whether it may push.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="Revoked">Whether it was revoked.</param>
public sealed record MintedToken(
    int Number,
    string Token,
    string? RegistryName,
    bool ReadWrite,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    bool Revoked)
{
    /// <summary>How all of them begin, so that one can be recognised wherever it turns up.</summary>
    public const string Prefix = "dop_v1_minted_";
}

/// <summary>Which tokens are accepted, and with which scopes.</summary>
internal sealed class TokenStore
{
    private ImmutableDictionary<string, ImmutableHashSet<string>?> _accepted =
        ImmutableDictionary.Create<string, ImmutableHashSet<string>?>(StringComparer.Ordinal);

    private ImmutableHashSet<string> _revoked = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public ImmutableList<MintedToken> Minted { get; private set; } = [];

    /// <summary>How many tokens were configured; with none, every token is accepted.</summary>
    public int Configured => _accepted.Count;

    public void Accept(TokenSeed seed)
    {
        _accepted = _accepted.SetItem(seed.Token, seed.Scopes?.ToImmutableHashSet(StringComparer.Ordinal));
        _revoked = _revoked.Remove(seed.Token);
    }

    public bool IsAccepted(string token, DateTimeOffset now)
    {
        if (_revoked.Contains(token)) return false;
        if (Minted.Find(minted => minted.Token == token) is { } own) return own.ExpiresAt is null || now < own.ExpiresAt;
        return _accepted.IsEmpty || _accepted.ContainsKey(token);
    }

    /// <summary>Scopes that the token lacks. A token that was not configured has full access.</summary>
    public IReadOnlyList<string> Missing(string token, IReadOnlyList<string> needed) =>
        _accepted.TryGetValue(token, out var scopes) && scopes is not null ? [.. needed.Where(scope => !scopes.Contains(scope))] : [];

    public IReadOnlyList<string> Scopes(string token) => _accepted.GetValueOrDefault(token) is { } scopes ? [.. scopes.Order()] : ["read", "write"];

    public MintedToken Mint(string token, string? registry, bool readWrite, DateTimeOffset now, TimeSpan? life)
    {
        var minted = new MintedToken(Minted.Count + 1, token, registry, readWrite, now, now + life, Revoked: false);
        Minted = Minted.Add(minted);
        return minted;
    }

    public void Revoke(string token)
    {
        _revoked = _revoked.Add(token);
        Minted = [.. Minted.Select(minted => minted.Token == token ? minted with { Revoked = true } : minted)];
    }
}
