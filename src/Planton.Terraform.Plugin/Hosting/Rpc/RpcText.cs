using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>How gRPC writes things into HTTP headers.</summary>
internal static class RpcText
{
    private const string BinarySuffix = "-bin";

    /// <summary>Escapes the text of a status: percent signs, and all that is not printable ASCII, as UTF-8.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(static c => c is < ' ' or > '~' or '%')) return text;

        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'%') escaped.Append((char)b);
            else escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    /// <summary>Reads a time limit such as <c>250m</c>: up to eight digits, and a unit from hours (H) to nanoseconds (n); null when it is not one.</summary>
    public static TimeSpan? Timeout(string? text)
    {
        if (text is not { Length: >= 2 and <= 9 } || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)) return null;
        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(amount),
            'M' => TimeSpan.FromMinutes(amount),
            'S' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
    }

    /// <summary>The headers of a call as its handler sees them, without those of HTTP/2 itself.</summary>
    public static Metadata Metadata(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (name.StartsWith(':')) continue;
            foreach (var value in values)
            {
                if (!name.EndsWith(BinarySuffix, StringComparison.OrdinalIgnoreCase)) metadata.Add(name, value ?? "");
                else if (FromBase64(value ?? "") is { } bytes) metadata.Add(name, bytes);
            }
        }

        return metadata;
    }

    /// <summary>Adds entries to headers or trailers.</summary>
    public static void Append(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (var entry in metadata) headers.Append(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);
    }

    /// <summary>The padding is optional.</summary>
    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }
}
