using System.Globalization;
using System.Net;

namespace Planton.DigitalOcean.Proxies;

/// <summary>
/// The hosts that are accessed without a proxy: the value of <c>NO_PROXY</c>, interpreted as in Go programs, so that one setup works for this client,
/// the CLI and its other providers.
/// </summary>
internal sealed class NoProxyList
{
    private readonly bool _isAll;
    private readonly List<Entry> _entries = [];

    private NoProxyList(string text)
    {
        foreach (var part in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "*") _isAll = true;
            else if (Entry.Read(part) is { } entry) _entries.Add(entry);
        }
    }

    /// <summary>Reads a list; parts that mean nothing are passed over.</summary>
    /// <param name="text">The parts, separated by commas.</param>
    public static NoProxyList Read(string? text) => new(text ?? string.Empty);

    /// <summary>Whether an address is to be asked directly. This machine itself always is: a proxy would ask its own.</summary>
    /// <param name="target">The address of the request.</param>
    public bool Covers(Uri target)
    {
        var host = target.IdnHost.ToLowerInvariant();
        var address = AddressOf(host);
        return host == "localhost" || _isAll || (address is not null && IPAddress.IsLoopback(address)) || _entries.Exists(entry => entry.Covers(host, address, target.Port));
    }

    /// <summary>An IP address in its usual form; .NET would also take <c>1</c> for one.</summary>
    private static IPAddress? AddressOf(string text) =>
        (text.Contains(':', StringComparison.Ordinal) || text.Count(static character => character == '.') == 3) && IPAddress.TryParse(text, out var address)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;

    /// <summary>One part: a network, an address or a name, the last two with or without a port.</summary>
    /// <param name="Name">The name; null for addresses.</param>
    /// <param name="IsWithSubdomainsOnly">Whether the name itself is excluded.</param>
    /// <param name="Address">The address, or the first of the network.</param>
    /// <param name="Bits">How many bits of the address count.</param>
    /// <param name="Port">The port; null for all.</param>
    private sealed record Entry(string? Name, bool IsWithSubdomainsOnly, IPAddress? Address, int Bits, int? Port)
    {
        public static Entry? Read(string part)
        {
            if (Network(part) is { } network) return network;
            var (host, port) = Split(part);
            if (host.Length == 0 || port == 0) return null;
            if (AddressOf(host) is { } address) return new(null, false, address, Length(address), port);

            var bare = host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
            return new(bare.TrimStart('.'), bare[0] == '.', null, 0, port);
        }

        public bool Covers(string host, IPAddress? address, int port)
        {
            if (Port is { } own && own != port) return false;
            if (Address is not null) return address is not null && Length(address) == Length(Address) && StartAlike(address.GetAddressBytes(), Address.GetAddressBytes(), Bits);
            return address is null && (host.EndsWith("." + Name, StringComparison.Ordinal) || (!IsWithSubdomainsOnly && host == Name));
        }

        private static Entry? Network(string part) =>
            part.Split('/') is [var first, var length] && AddressOf(first) is { } address
                && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= Length(address)
                ? new(null, false, address, bits, null)
                : null;

        /// <summary>Host and port; a port that is none makes 0, which no request has. Colons of a bare IPv6 address belong to it.</summary>
        private static (string Host, int? Port) Split(string part)
        {
            var colon = part.LastIndexOf(':');
            var isBracketed = part[0] == '[' && part.IndexOf(']', StringComparison.Ordinal) is var end && (end == colon - 1 || end == part.Length - 1);
            if (isBracketed && colon < part.IndexOf(']', StringComparison.Ordinal)) return (part[1..^1], null);
            if (colon < 0 || (!isBracketed && part.IndexOf(':', StringComparison.Ordinal) != colon)) return (part, null);
            var port = int.TryParse(part[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            return (isBracketed ? part[1..(colon - 1)] : part[..colon], port);
        }

        private static int Length(IPAddress address) => address.GetAddressBytes().Length * 8;

        private static bool StartAlike(byte[] one, byte[] other, int bits)
        {
            for (var bit = 0; bit < bits; bit++)
            {
                if (((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) != 0) return false;
            }

            return true;
        }
    }
}
