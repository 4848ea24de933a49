using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Credentials;

/// <summary>What closing needs to know about opened credentials. The CLI keeps it in memory and passes it back.</summary>
internal sealed class CredentialsPrivateState(PrivateState store)
{
    private const string RegistryKey = "registry";
    private const string TokenKey = "token";
    private const string ExpiresAtKey = "expires_at";

    /// <summary>The registry in the configuration.</summary>
    public string? Registry => store[RegistryKey];

    /// <summary>The token; null if none was created.</summary>
    public string? Token => store[TokenKey];

    /// <summary>When the token expires, by the API's clock.</summary>
    public DateTimeOffset? ExpiresAt => Rfc3339.Parse(ExpiresAtText);

    /// <summary>The same, for messages.</summary>
    public string? ExpiresAtText => store[ExpiresAtKey];

    /// <summary>Stores credentials that were created.</summary>
    public void Remember(string registry, string token, DateTimeOffset expiresAt) =>
        (store[RegistryKey], store[TokenKey], store[ExpiresAtKey]) = (registry, token, Rfc3339.FormatSeconds(expiresAt));
}
