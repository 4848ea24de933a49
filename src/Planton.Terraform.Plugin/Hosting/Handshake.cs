namespace Planton.Terraform.Plugin.Hosting;

/// <summary>go-plugin's start protocol: the cookie that the host sets and the one line that it reads from stdout.</summary>
internal static class Handshake
{
    /// <summary>Variable by which the CLI says that it, and no person, started the process.</summary>
    public const string CookieVariable = "TF_PLUGIN_MAGIC_COOKIE";

    /// <summary>Its value, the same for Terraform and OpenTofu. Not a secret: it only tells a host from a shell.</summary>
    public const string Cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

    /// <summary>Comma list of the plugin protocols that the host speaks, in no order.</summary>
    public const string ProtocolVersionsVariable = "PLUGIN_PROTOCOL_VERSIONS";

    /// <summary>Set by hosts that ask whether brokered connections can share the first one.</summary>
    public const string MultiplexVariable = "PLUGIN_MULTIPLEX_GRPC";

    /// <summary>The one plugin protocol that this framework speaks.</summary>
    public const int ProtocolVersion = 6;

    private const int CoreProtocolVersion = 1;

    /// <summary>Whether the host's list of protocols names ours. A host that sends no list leaves the choice to the plugin.</summary>
    /// <remarks>Where it does not, the handshake still announces ours: the host knows how to report that mismatch.</remarks>
    public static bool HostSpeaksOurProtocol(string? versions)
        => string.IsNullOrWhiteSpace(versions)
            || versions.Split(',', StringSplitOptions.TrimEntries).Any(v => int.TryParse(v, out var version) && version == ProtocolVersion);

    /// <summary>The handshake line without its line end.</summary>
    /// <param name="address">Where the server listens.</param>
    /// <param name="certificate">The server's certificate as DER, or empty for a server without TLS.</param>
    /// <param name="hostAsksForMultiplex">Whether to append the answer about multiplexing, which older hosts cannot parse.</param>
    public static string Line(PluginAddress address, ReadOnlySpan<byte> certificate, bool hostAsksForMultiplex)
    {
        // Go decodes the certificate as raw base64: padding is an error there, on one length in three it is not even needed.
        var encoded = Convert.ToBase64String(certificate).TrimEnd('=');
        var line = $"{CoreProtocolVersion}|{ProtocolVersion}|{address.Network}|{address.Value}|grpc|{encoded}";
        return hostAsksForMultiplex ? line + "|false" : line;
    }
}

/// <summary>Where a plugin listens, in the words of the handshake.</summary>
/// <param name="Network"><c>unix</c> or <c>tcp</c>.</param>
/// <param name="Value">Socket path, or host and port.</param>
internal sealed record PluginAddress(string Network, string Value);
