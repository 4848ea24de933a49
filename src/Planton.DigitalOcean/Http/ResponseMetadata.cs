using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>What every response says besides its body.</summary>
/// <param name="clock">Receives the time.</param>
internal sealed class ResponseMetadata(ServerClock clock)
{
    private RateLimit? _rateLimit;

    public RateLimit? RateLimit => Volatile.Read(ref _rateLimit);

    public void Observe(HttpResponseHeaders headers)
    {
        clock.Observe(headers.Date);
        if (Http.RateLimit.Read(headers) is { } limit)
        {
            Volatile.Write(ref _rateLimit, limit);
        }
    }

    public static string? RequestId(HttpResponseHeaders headers) =>
        headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;
}
