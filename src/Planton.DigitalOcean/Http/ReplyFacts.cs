using System.Net.Http.Headers;

namespace Planton.DigitalOcean;

/// <summary>What every answer tells besides its body, and the one secret that must be in no text.</summary>
/// <param name="clock">Learns the time.</param>
/// <param name="token">The client's token.</param>
internal sealed class ReplyFacts(ServerClock clock, string token)
{
    /// <summary>Shorter "tokens" occur in ordinary words; blanking them would only spoil the text.</summary>
    private const int ShortestSecret = 4;

    private RateLimit? _rateLimit;

    public RateLimit? RateLimit => Volatile.Read(ref _rateLimit);

    public void Observe(HttpResponseHeaders headers)
    {
        clock.Observe(headers.Date);
        if (DigitalOcean.RateLimit.Read(headers) is { } limit)
        {
            Volatile.Write(ref _rateLimit, limit);
        }
    }

    public static string? RequestId(HttpResponseHeaders headers) =>
        headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;

    /// <summary>The text without the token, even where the API echoes it.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text) => Redact(Redact(text, token), Uri.EscapeDataString(token));

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Redact(string? text, string secret) =>
        secret.Length < ShortestSecret ? text : text?.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
}
