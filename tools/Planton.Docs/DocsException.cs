namespace Planton.Docs;

/// <summary>The documentation cannot be written; the message says why.</summary>
internal sealed class DocsException(string message) : Exception(message);
