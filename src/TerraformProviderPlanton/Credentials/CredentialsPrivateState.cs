using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Credentials;

/// <summary>What closing needs to know of opened credentials. The CLI keeps it in memory and hands it back.</summary>
/// <param name="store">The private data.</param>
internal sealed class CredentialsPrivateState(PrivateState store)
{
    private const string RegistryKey = "registry";
    private const string TokenKey = "token";
    private const string ExpiresAtKey = "expires_at";

    /// <summary>The registry that was named.</summary>
    public string? Registry => store[RegistryKey];

    /// <summary>The token; null when none was made.</summary>
    public string? Token => store[TokenKey];

    /// <summary>When the token ends by itself, on the API's clock.</summary>
    public DateTimeOffset? ExpiresAt => Rfc3339.Parse(ExpiresAtText);

    /// <summary>The same, for messages.</summary>
    public string? ExpiresAtText => store[ExpiresAtKey];

    /// <summary>Remembers credentials that were made.</summary>
    public void Remember(string registry, string token, DateTimeOffset expiresAt) =>
        (store[RegistryKey], store[TokenKey], store[ExpiresAtKey]) = (registry, token, Rfc3339.FormatSeconds(expiresAt));
}
