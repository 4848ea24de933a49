using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Planton.DigitalOcean.Tls;

/// <summary>A certificate of an authority that has not been parsed further than its name.</summary>
/// <param name="Subject">Its name, DER.</param>
/// <param name="Certificate">All of it, DER.</param>
internal readonly record struct Authority(ReadOnlyMemory<byte> Subject, ReadOnlyMemory<byte> Certificate);

/// <summary>
/// Reads the certificates of a PEM text. A machine trusts about 140 authorities and a server needs one of them, so each is parsed only up to its
/// name; passing all of them to OpenSSL would take longer than everything else before the first request.
/// </summary>
internal static class PemAuthorities
{
    /// <summary>The certificates of a text, without those that cannot be read.</summary>
    /// <param name="text">PEM; anything between its parts is ignored.</param>
    public static List<Authority> Read(string text)
    {
        var authorities = new List<Authority>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var part))
        {
            if (rest[part.Label] is "CERTIFICATE" && TryRead(rest[part.Base64Data], part.DecodedDataLength) is { } authority) authorities.Add(authority);
            rest = rest[part.Location.End..];
        }

        return authorities;
    }

    private static Authority? TryRead(ReadOnlySpan<char> base64, int length)
    {
        var bytes = new byte[length];
        if (!Convert.TryFromBase64Chars(base64, bytes, out _)) return null;
        try
        {
            return new(SubjectOf(bytes), bytes);
        }
        catch (AsnContentException)
        {
            return null; // A bundle is not worthless for one broken part; a server that needs it is refused.
        }
    }

    /// <summary>RFC 5280: version, serial number, algorithm, issuer and validity come before the subject.</summary>
    private static ReadOnlyMemory<byte> SubjectOf(byte[] certificate)
    {
        var body = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (body.PeekTag() == new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)) body.ReadEncodedValue();
        for (var field = 0; field < 4; field++) body.ReadEncodedValue();
        return body.ReadEncodedValue();
    }
}
