using System.Net;

namespace Planton.DigitalOcean;

/// <summary>One attempt of one request, for a log: no body, no header, no query, no token.</summary>
/// <param name="Path">The escaped path.</param>
/// <param name="Status">The status of the response; null if none arrived.</param>
/// <param name="Duration">From sending to the last byte of the response.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="RequestId">The <c>x-request-id</c> header, if there was one.</param>
/// <param name="Failure">Why no complete response arrived; null if one did.</param>
public sealed record ApiCall(string Method, string Path, HttpStatusCode? Status, TimeSpan Duration, int Attempt, string? RequestId, string? Failure);
