using CsCheck;
using Planton.Registry.Images;

namespace Planton.Registry.Tests.Images;

public sealed class BlobDigestTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_digest_is_its_value() =>
        Assert.Equal(new BlobDigest(new UInt128(0x0123456789abcdef, 0x0123456789abcdef), new UInt128(0x0123456789abcdef, 0x0123456789abcdef)), BlobDigest.Of($"sha256:{Hex}"));

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData(Hex)]
    [InlineData("sha256:" + Hex + "0")]
    [InlineData("sha256:g" + "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha512:" + Hex)]
    [InlineData("sha256: 123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Any_other_text_is_its_hash(string text)
    {
        Assert.NotEqual(BlobDigest.Of($"sha256:{Hex}"), BlobDigest.Of(text));
        Assert.Equal(BlobDigest.Of(text), BlobDigest.Of(string.Concat(text)));
        Assert.NotEqual(BlobDigest.Of(text), BlobDigest.Of(text + "x"));
    }

    [Fact]
    public void Different_digests_stay_different() => Gen.Select(Gen.Int[0, 63], Gen.Int[0, 15]).Sample(static (place, digit) =>
    {
        var other = Hex.Remove(place, 1).Insert(place, $"{digit:x}");
        return BlobDigest.Of($"sha256:{other}") == BlobDigest.Of($"sha256:{Hex}") == (other == Hex);
    }, iter: 1_000);
}
