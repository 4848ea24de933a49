using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Planton.Registry.Images;

/// <summary>A blob. A registry stores it once, however many manifests of however many repositories need it.</summary>
/// <param name="SizeBytes">The size of the blob as stored.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImageBlob(BlobDigest Digest, long SizeBytes)
{
    public ImageBlob(string digest, long sizeBytes)
        : this(BlobDigest.Of(digest), sizeBytes)
    {
    }
}

/// <summary>The identity of a blob in 32 bytes: a large registry has hundreds of thousands, and the text of each would take five times as much.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlobDigest(UInt128 High, UInt128 Low)
{
    private const string Sha256Prefix = "sha256:";
    private const int HexDigits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The value of a SHA-256 digest; of any other text, its hash.</summary>
    public static BlobDigest Of(string text)
    {
        var hex = text.StartsWith(Sha256Prefix, StringComparison.Ordinal) ? text.AsSpan(Sha256Prefix.Length) : [];
        if (hex.Length == HexDigits && TryParse(hex[..(HexDigits / 2)], out var high) && TryParse(hex[(HexDigits / 2)..], out var low)) return new(high, low);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[(SHA256.HashSizeInBytes / 2)..]));
    }

    private static bool TryParse(ReadOnlySpan<char> hex, out UInt128 value) => UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
