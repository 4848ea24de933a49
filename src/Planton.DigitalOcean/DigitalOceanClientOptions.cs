
namespace Planton.DigitalOcean;

/// <summary>How to reach the API. Names and defaults are those of DigitalOcean's own clients, so that one set-up serves all.</summary>
public sealed record DigitalOceanClientOptions
{
    /// <summary>The public API.</summary>
    public static readonly Uri DefaultEndpoint = new("https://api.digitalocean.com");

    /// <summary>The lowest rate: one request in 100 seconds. An operation takes a few requests, and would not end within minutes at a lower one.</summary>
    public const double LowestRate = 0.01;

    /// <summary>The highest rate. The API itself allows far less.</summary>
    public const double HighestRate = 10_000;

    private static readonly Uri PublicRevocationEndpoint = new("https://cloud.digitalocean.com/v1/oauth/revoke");

    /// <summary>The API token. White space and single quotes around it are dropped. It never shows in text made by this client.</summary>
    public required string Token { get; init; }

    /// <summary>Base address without <c>/v2</c>; a path prefix and a trailing slash are accepted. Default: <see cref="DefaultEndpoint"/>.</summary>
    public Uri Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>
    /// Where tokens of Docker credentials are revoked. Default: DigitalOcean's address, which is outside the API, if <see cref="Endpoint"/> is the
    /// public API; for any other endpoint, the same path under it, so that a token is sent only to the endpoint that issued it.
    /// </summary>
    public Uri RevocationEndpoint
    {
        get => field ?? (string.Equals(Endpoint.Host, DefaultEndpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? PublicRevocationEndpoint
            : new Uri(Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + PublicRevocationEndpoint.AbsolutePath));
        init;
    }

    /// <summary>How many times a request is repeated after its first attempt; 0 switches retries off. Default: 4.</summary>
    public int RetryMax { get; init; } = 4;

    /// <summary>Wait before the first repetition; it doubles each time. Default: 1 second.</summary>
    public TimeSpan RetryWaitMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that the client chooses itself. A <c>Retry-After</c> header may require a longer one. Default: 30 seconds.</summary>
    public TimeSpan RetryWaitMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Requests per second across all concurrent calls, evenly spaced; 0 turns the throttle off. Default: 0. From <see cref="LowestRate"/> to <see
    /// cref="HighestRate"/>.
    /// </summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Value of the <c>User-Agent</c> header.</summary>
    public string UserAgent { get; init; } = "planton-digitalocean";

    /// <summary>Longest time for one attempt, connection and body included. Default: 60 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Longest time for one attempt of a request to a cluster's own API. Two repetitions follow at most, so that a cluster that does not respond is
    /// given up within a minute. Default: 15 seconds.
    /// </summary>
    public TimeSpan ClusterAttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long account-wide reads stay in <see cref="AccountCache"/>. Default: 15 seconds.</summary>
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A token without the white space and single quotes that come along when it is copied from a shell or a file.</summary>
    /// <param name="token">The token as configured.</param>
    /// <returns>The token as it is sent; empty when nothing is left.</returns>
    public static string TrimToken(string? token)
    {
        var trimmed = token ?? string.Empty;
        for (var before = string.Empty; before != trimmed;)
        {
            before = trimmed;
            trimmed = trimmed.Trim().Trim('\'');
        }

        return trimmed;
    }

    /// <summary>Everything but the token.</summary>
    /// <returns>Text fit for a log.</returns>
    public override string ToString() =>
        $"DigitalOceanClientOptions {{ Endpoint = {Endpoint}, RetryMax = {RetryMax}, RetryWaitMin = {RetryWaitMin}, "
        + $"RetryWaitMax = {RetryWaitMax}, RequestsPerSecond = {RequestsPerSecond}, UserAgent = {UserAgent} }}";
}
