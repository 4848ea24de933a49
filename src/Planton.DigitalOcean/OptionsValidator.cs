namespace Planton.DigitalOcean;

/// <summary>What options must satisfy. No message ever holds the token.</summary>
internal static class OptionsValidator
{
    public static void Check(DigitalOceanClientOptions options)
    {
        var token = DigitalOceanClientOptions.TrimToken(options.Token);
        Require(IsHeaderValue(token) && !token.Contains(' ', StringComparison.Ordinal), nameof(options.Token), "must be a token of visible ASCII characters");
        Require(IsHeaderValue(options.UserAgent), nameof(options.UserAgent), "must be visible ASCII text");
        CheckEndpoint(options.Endpoint, nameof(options.Endpoint));
        CheckEndpoint(options.RevocationEndpoint, nameof(options.RevocationEndpoint));
        Require(options.RetryMax >= 0, nameof(options.RetryMax), "must not be negative");
        Require(IsWait(options.RetryWaitMin), nameof(options.RetryWaitMin), "must be from 0 s to one day");
        Require(IsWait(options.RetryWaitMax), nameof(options.RetryWaitMax), "must be from 0 s to one day");
        Require(options.RequestsPerSecond is 0 or (>= DigitalOceanClientOptions.LowestRate and <= DigitalOceanClientOptions.HighestRate), nameof(options.RequestsPerSecond),
            $"must be 0 or from {DigitalOceanClientOptions.LowestRate} to {DigitalOceanClientOptions.HighestRate}");
        Require(options.AttemptTimeout > TimeSpan.Zero && IsWait(options.AttemptTimeout), nameof(options.AttemptTimeout),
            "must be more than 0 s and at most one day");
        Require(options.ClusterAttemptTimeout > TimeSpan.Zero && IsWait(options.ClusterAttemptTimeout), nameof(options.ClusterAttemptTimeout),
            "must be more than 0 s and at most one day");
        Require(options.CacheLifetime >= TimeSpan.Zero, nameof(options.CacheLifetime), "must not be negative");
    }

    private static void CheckEndpoint(Uri endpoint, string name) => Require(
        endpoint.IsAbsoluteUri && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp)
            && endpoint is { UserInfo: "", Query: "", Fragment: "" },
        name,
        "must be an absolute http or https address without user, query and fragment");

    private static bool IsHeaderValue(string? text) => text is { Length: > 0 } && text.All(character => character is >= ' ' and <= '~');

    private static bool IsWait(TimeSpan wait) => wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(1);

    private static void Require(bool holds, string name, string rule)
    {
        if (!holds) throw new ArgumentException($"{name} {rule}.", name);
    }
}
