using System.Net;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// One attempt ended without a complete response. This exception stays inside the handlers; <see cref="ApiTransport"/> converts it to an <see
/// cref="ApiException"/>.
/// </summary>
#pragma warning disable CA1032, CA1064 // Never leaves this assembly and means nothing without its facts.
internal sealed class AttemptException(FailureKind kind, bool isTransient, string message, Exception? inner) : Exception(message, inner)
#pragma warning restore CA1032, CA1064
{
    public FailureKind Kind { get; } = kind;

    /// <summary>Whether the cause may be gone at the next attempt; a certificate that is not trusted will not be.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>The status, if the header of the response arrived before the rest was lost.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>When requests are accepted again, where the attempt was not made because of the rate limit.</summary>
    public DateTimeOffset? RateLimitReset { get; init; }
}
