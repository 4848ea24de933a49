namespace Planton.DigitalOcean;

/// <summary>A name or id that no object can have: in a path of the API it would address something else. Nothing was sent.</summary>
/// <param name="message">The value, and the placeholder it was for.</param>
#pragma warning disable CA1032 // Thrown in one place, which has its words.
public sealed class InvalidPathSegmentException(string message) : ArgumentException(message);
#pragma warning restore CA1032
