using System.Text;

namespace Planton.DigitalOcean.Registries;

/// <summary>Credentials for Docker; every value but <see cref="Server"/> and <see cref="Username"/> is secret.</summary>
/// <param name="configJson">The <c>config.json</c>.</param>
/// <param name="server">The registry host.</param>
/// <param name="username">The user name.</param>
/// <param name="password">The token.</param>
public sealed class DockerCredentials(string configJson, string server, string username, string password)
{
    /// <summary>The text of a Docker <c>config.json</c>.</summary>
    public string ConfigJson { get; } = configJson;

    /// <summary>The host of the registry, such as <c>registry.digitalocean.com</c>.</summary>
    public string Server { get; } = server;

    /// <summary>The account's e-mail address; until 2025 it was the token once more.</summary>
    public string Username { get; } = username;

    /// <summary>The token, which also opens the API within its rights.</summary>
    public string Password { get; } = password;

    /// <summary>Shows only the host.</summary>
    /// <returns>Text fit for a log.</returns>
    public override string ToString() => $"DockerCredentials {{ Server = {Server} }}";

    /// <summary>Reads the two parts of an <c>auth</c> value; only the last colon parts them, for a user name may hold others.</summary>
    /// <returns>User and password, or null when the value has another form.</returns>
    internal static (string Username, string Password)? Split(string? auth)
    {
        var buffer = new byte[auth?.Length ?? 0];
        if (!Convert.TryFromBase64String(auth ?? "", buffer, out var length)) return null;

        var pair = Encoding.UTF8.GetString(buffer, 0, length).Trim();
        return pair.LastIndexOf(':') is var colon && colon >= 0 && colon < pair.Length - 1 ? (pair[..colon], pair[(colon + 1)..]) : null;
    }
}

internal sealed record DockerConfig(IReadOnlyDictionary<string, DockerAuth?>? Auths);

internal sealed record DockerAuth(string? Auth);
