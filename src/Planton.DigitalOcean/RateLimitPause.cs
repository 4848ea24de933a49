namespace Planton.DigitalOcean;

/// <summary>The API has refused a request because too many were made: all calls of the client wait, and go on slowly.</summary>
/// <param name="Until">The end of the pause, by DigitalOcean's clock.</param>
/// <param name="Reset">When the API promises to accept requests again; later than <paramref name="Until"/> where it is asked again on the way there.</param>
/// <param name="RequestsPerMinute">The rate at which they continue.</param>
public sealed record RateLimitPause(DateTimeOffset Until, DateTimeOffset Reset, double RequestsPerMinute);
