using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>The codecs allocate what they give back, and a small amount that does not depend on the value.</summary>
public sealed class CtyAllocationTests
{
    /// <summary>For the cursor, its stack, and the writer or reader.</summary>
    private const int Constant = 2_048;

    private static readonly CtyObjectType Record = CtyType.Object(
        ("id", CtyType.String), ("size", CtyType.Number), ("done", CtyType.Bool), ("error", CtyType.String));

    private static readonly Dictionary<string, CtyValue> Values = new(StringComparer.Ordinal)
    {
        ["a long text"] = Text(1_000_000),
        ["a long text beyond ASCII"] = CtyValue.String(new string('ü', 1_000_000)),
        ["a list of texts"] = CtyValue.List(CtyType.String, Many(Text)),
        ["a set of texts"] = CtyValue.Set(CtyType.String, Many(static i => CtyValue.String($"{i}"))),
        ["a map of texts"] = CtyValue.Map(CtyType.String, Many(static i => KeyValuePair.Create<string, CtyValue>($"{i:0000}", Text(i)))),
        ["a list of whole numbers"] = CtyValue.List(
            CtyType.Number, Many(static i => CtyValue.Number(i * 7_919L * (i % 2 == 0 ? 1 : -1_000_000_000)))),
        ["a list of objects"] = CtyValue.List(Record, Many(RecordOf)),
        ["a set of objects"] = CtyValue.Set(Record, Many(RecordOf)),
        ["lists within lists"] = CtyValue.List(CtyType.List(CtyType.Bool), Many(static i => CtyValue.List(CtyType.Bool, Enumerable.Repeat(CtyBool.True, i % 50)))),
        ["nulls"] = CtyValue.List(CtyType.String, Many(static _ => CtyValue.Null(CtyType.String))),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Values.Keys.Select(static name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_MessagePack_allocates_the_value_alone(string name)
    {
        var value = Values[name];
        var bytes = CtyMsgpack.Encode(value, value.Type);

        AssertAllocates(Allocated(() => Rebuild(value)), () => CtyMsgpack.Decode(bytes, value.Type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_JSON_allocates_the_value_alone(string name)
    {
        var value = Values[name];
        var bytes = CtyJson.Encode(value, value.Type);

        AssertAllocates(Allocated(() => Rebuild(value)), () => CtyJson.Decode(bytes.Span, value.Type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Writing_MessagePack_allocates_the_bytes_alone(string name)
    {
        var value = Values[name];

        AssertAllocates(CtyMsgpack.Encode(value, value.Type).Length, () => CtyMsgpack.Encode(value, value.Type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Writing_JSON_allocates_the_bytes_alone(string name)
    {
        var value = Values[name];

        AssertAllocates(CtyJson.Encode(value, value.Type).Length, () => CtyJson.Encode(value, value.Type));
    }

    [Fact]
    public void Numbers_that_travel_as_text_allocate_their_digits_alone()
    {
        var digits = CtyValue.List(CtyType.Number, Many(static i => CtyNumber.Parse($"{i}.1")));
        var fractions = CtyValue.List(CtyType.Number, Many(static i => CtyNumber.From(i + 0.5)));

        foreach (var value in (CtyValue[])[digits, fractions])
        {
            AssertAllocates(CtyMsgpack.Encode(value, value.Type).Length, () => CtyMsgpack.Encode(value, value.Type));
        }

        // Six characters of digits with their header come to no more than 40 bytes for each number, besides the number itself.
        var bytes = CtyMsgpack.Encode(digits, digits.Type);
        AssertAllocates(Allocated(() => Rebuild(fractions)) + (1_000 * 40), () => CtyMsgpack.Decode(bytes, digits.Type));
    }

    private static void AssertAllocates(long result, Func<object> codec) => Assert.InRange(Allocated(codec), 0, result + Constant);

    /// <summary>The least of several runs: the first compiles, and borrows memory that those after it find again.</summary>
    private static long Allocated(Func<object> action)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 6; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            GC.KeepAlive(action());
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>The value made anew out of its parts: what that takes is what the value takes.</summary>
    private static CtyValue Rebuild(CtyValue value) => value switch
    {
        CtyString text => new CtyString(new string(text.Value.AsSpan())),
        CtyNumber number => number.TryGetInt64(out var integer) ? CtyNumber.From(integer) : CtyNumber.From(number.ToDouble()),
        CtySequence sequence => new CtySequence(sequence.Type, Rebuild(sequence.Elements)),
        CtyObject known => new CtyObject(known.Type, Rebuild(known.Values)),
        CtyMap map => new CtyMap((CtyCollectionType)map.Type, Rebuild(map.Entries)),
        _ => value,
    };

    private static ImmutableArray<CtyValue> Rebuild(ImmutableArray<CtyValue> values)
    {
        var rebuilt = new CtyValue[values.Length];
        for (var i = 0; i < rebuilt.Length; i++) rebuilt[i] = Rebuild(values[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(rebuilt);
    }

    private static ImmutableArray<KeyValuePair<string, CtyValue>> Rebuild(ImmutableArray<KeyValuePair<string, CtyValue>> entries)
    {
        var rebuilt = new KeyValuePair<string, CtyValue>[entries.Length];
        for (var i = 0; i < rebuilt.Length; i++) rebuilt[i] = new(new string(entries[i].Key.AsSpan()), Rebuild(entries[i].Value));
        return ImmutableCollectionsMarshal.AsImmutableArray(rebuilt);
    }

    private static IEnumerable<T> Many<T>(Func<int, T> element) => Enumerable.Range(0, 1_000).Select(element);

    private static CtyString Text(int length) => CtyValue.String(new string('x', length));

    private static CtyObject RecordOf(int i) => CtyValue.Object(
        Record, ("id", CtyValue.String($"{i:00000000}")), ("size", CtyValue.Number(i * 1_000_000L)), ("done", CtyValue.Bool(i % 2 == 0)));
}
