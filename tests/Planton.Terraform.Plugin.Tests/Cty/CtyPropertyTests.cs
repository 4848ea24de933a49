using CsCheck;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyPropertyTests
{
    private static readonly Gen<(CtyType Type, byte[] Bytes)> Broken = Gen
        .Select(CtyGen.AnyTyped, Gen.Int[0, 1000], Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[0, 3])
        .Select(static (typed, cut, changes) => (typed.Type, Break(CtyMsgpack.Encode(typed.Value, typed.Type).ToArray(), cut, changes)));

    private static readonly Gen<(CtyType Type, byte[] Bytes)> BrokenJson = Gen
        .Select(CtyGen.KnownTyped, Gen.Int[0, 1000], Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[0, 3])
        .Select(static (typed, cut, changes) => (typed.Type, Break(CtyJson.Encode(typed.Value, typed.Type).ToArray(), cut, changes)));

    [Fact]
    public void Every_value_survives_MessagePack() => CtyGen.AnyTyped.Sample(static typed =>
        Assert.Equal(typed.Value, CtyMsgpack.Decode(CtyMsgpack.Encode(typed.Value, typed.Type), typed.Type)));

    [Fact]
    public void Every_value_without_unknowns_survives_JSON() => CtyGen.KnownTyped.Sample(static typed =>
        Assert.Equal(typed.Value, CtyJson.Decode(CtyJson.Encode(typed.Value, typed.Type).Span, typed.Type)));

    [Fact]
    public void Every_type_survives_JSON() => CtyGen.Type.Sample(static type =>
        Assert.Equal(type, CtyTypeJson.Decode(CtyTypeJson.Encode(type).Span)));

    [Fact]
    public void A_value_read_twice_is_equal_to_itself_and_hashes_alike() => CtyGen.AnyTyped.Sample(static typed =>
    {
        var bytes = CtyMsgpack.Encode(typed.Value, typed.Type);
        var (first, second) = (CtyMsgpack.Decode(bytes, typed.Type), CtyMsgpack.Decode(bytes, typed.Type));
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(typed.Value.GetHashCode(), first.GetHashCode());
    });

    [Fact]
    public void Writing_is_stable() => CtyGen.AnyTyped.Sample(static typed =>
    {
        var bytes = CtyMsgpack.Encode(typed.Value, typed.Type);
        Assert.Equal(bytes.ToArray(), CtyMsgpack.Encode(CtyMsgpack.Decode(bytes, typed.Type), typed.Type).ToArray());
    });

    [Fact]
    public void A_set_is_the_same_in_any_order() =>
        CtyGen.ConcreteType.SelectMany(static type => CtyGen.Value(type, unknowns: true).Array[0, 6].Select(elements => (type, elements)))
            .Sample(static sample =>
            {
                var forth = CtyValue.Set(sample.type, sample.elements);
                var back = CtyValue.Set(sample.type, sample.elements.Reverse());
                Assert.Equal(forth, back);
                Assert.Equal(forth.GetHashCode(), back.GetHashCode());
            });

    [Fact]
    public void Broken_MessagePack_is_read_or_refused_and_nothing_else() => Broken.Sample(static broken =>
    {
        if (TryDecode(broken.Bytes, broken.Type) is { } value)
        {
            Assert.Equal(value, CtyMsgpack.Decode(CtyMsgpack.Encode(value, broken.Type), broken.Type));
        }
    });

    [Fact]
    public void Every_truncation_of_MessagePack_is_refused() => CtyGen.AnyTyped.Sample(static typed =>
    {
        var bytes = CtyMsgpack.Encode(typed.Value, typed.Type);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(bytes[..length], typed.Type));
        }
    });

    [Fact]
    public void Random_bytes_are_read_or_refused_and_nothing_else() =>
        Gen.Select(CtyGen.Type, Gen.Byte.Array[0, 60]).Sample(static (type, bytes) =>
        {
            _ = TryDecode(bytes, type);
            _ = TryDecodeJson(bytes, type);
        });

    [Fact]
    public void Broken_JSON_is_read_or_refused_and_nothing_else() => BrokenJson.Sample(static broken =>
    {
        if (TryDecodeJson(broken.Bytes, broken.Type) is { } value)
        {
            Assert.Equal(value, CtyJson.Decode(CtyJson.Encode(value, broken.Type).Span, broken.Type));
        }
    });

    private static CtyValue? TryDecode(byte[] bytes, CtyType type)
    {
        try
        {
            return CtyMsgpack.Decode(bytes, type);
        }
        catch (CtyDecodeException)
        {
            return null;
        }
    }

    private static CtyValue? TryDecodeJson(byte[] bytes, CtyType type)
    {
        try
        {
            return CtyJson.Decode(bytes, type);
        }
        catch (CtyDecodeException)
        {
            return null;
        }
    }

    private static byte[] Break(byte[] bytes, int cut, (int At, byte Value)[] changes)
    {
        foreach (var (at, value) in changes) bytes[at % bytes.Length] = value;
        return changes.Length == 0 ? bytes[..(cut % bytes.Length)] : bytes;
    }
}
