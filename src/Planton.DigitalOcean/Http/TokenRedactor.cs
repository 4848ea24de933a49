using System.Diagnostics.CodeAnalysis;

namespace Planton.DigitalOcean.Http;

/// <summary>Removes the token from texts, even where the API echoes it.</summary>
/// <param name="token">The client's token.</param>
internal sealed class TokenRedactor(string token)
{
    /// <summary>Shorter "tokens" occur in ordinary words; redacting them would only garble the text.</summary>
    private const int MinSecretLength = 4;

    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text) => Redact(Redact(text, token), Uri.EscapeDataString(token));

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Redact(string? text, string secret) =>
        secret.Length < MinSecretLength ? text : text?.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
}
