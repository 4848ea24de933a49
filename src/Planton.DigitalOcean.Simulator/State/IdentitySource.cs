using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Identities that look like the API's and repeat with the seed of the random numbers.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class IdentitySource(Random random)
{
    private readonly Lock _gate = new();
    private int _droplet = 400_000_000;

    public Guid Uuid()
    {
        var bytes = Bytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    public string UuidText() => Uuid().ToString();

    public string Hex(int bytes) => Convert.ToHexStringLower(Bytes(bytes));

    public string Base64(int bytes) => Convert.ToBase64String(Bytes(bytes));

    public string DropletId() => Interlocked.Increment(ref _droplet).ToString(CultureInfo.InvariantCulture);

    /// <summary>A short suffix as hosts of a node pool carry it.</summary>
    public string NodeSuffix() => Hex(3)[..5];

    /// <summary>A digest that only depends on the text.</summary>
    public static string Digest(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A UUID that only depends on the text.</summary>
    public static string UuidOf(string text)
    {
        var digest = Digest(text)["sha256:".Length..];
        return $"{digest[..8]}-{digest[8..12]}-4{digest[13..16]}-8{digest[17..20]}-{digest[20..32]}";
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        lock (_gate)
        {
#pragma warning disable CA5394 // Identities of a simulation should repeat; they protect nothing.
            random.NextBytes(bytes);
#pragma warning restore CA5394
        }

        return bytes;
    }
}
