namespace Planton.Dist;

/// <summary>Why there is no release; the message says what to do.</summary>
internal sealed class ReleaseException(string message) : Exception(message);
