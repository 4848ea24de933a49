using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Schemas;

public sealed class TfValueTests
{
    /// <summary>What <c>10 / 3</c> is in Terraform, which computes with 512 bits.</summary>
    private const string Third =
        "3.3333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335";

    [Fact]
    public void A_value_is_in_exactly_one_of_three_states()
    {
        (TfValue<string> Value, bool Known, bool Null, bool Unknown)[] table =
        [
            (default, false, true, false),
            (TfValue<string>.Null, false, true, false),
            ((string?)null, false, true, false),
            (TfValue<string>.Unknown, false, false, true),
            ("a", true, false, false),
            (string.Empty, true, false, false),
        ];

        foreach (var (value, known, isNull, unknown) in table)
        {
            Assert.Equal((known, isNull, unknown), (value.IsKnown, value.IsNull, value.IsUnknown));
            Assert.Equal(known, value.TryGet(out _));
            Assert.Equal(known ? value.Value : "else", value.Or("else"));
            if (!known) Assert.Throws<TfMissingValueException>(() => value.Value);
        }
    }

    [Fact]
    public void Equality_is_by_state_and_value()
    {
        Assert.True(TfValue<long>.Known(0) == 0L);
        Assert.True(TfValue<long>.Null != 0L);
        Assert.True(TfValue<long>.Null != TfValue<long>.Unknown);
        Assert.Equal(TfValue<string>.Known("a").GetHashCode(), TfValue.Of("a").GetHashCode());
        Assert.True(TfValue.Of((long?)null).IsNull);
    }

    [Fact]
    public void The_text_of_a_value_never_shows_it()
    {
        Assert.DoesNotContain("secret", TfValue<string>.Known("secret").ToString(), StringComparison.Ordinal);
        Assert.Equal("null", TfValue<string>.Null.ToString());
    }

    [Fact]
    public void Every_type_goes_both_ways_in_all_three_states()
    {
        RoundTrip(TfTypes.String, "a", CtyValue.String("a"));
        RoundTrip(TfTypes.Int64, long.MinValue, CtyValue.Number(long.MinValue));
        RoundTrip(TfTypes.Float64, 0.1, CtyNumber.Parse("0.1"));
        RoundTrip(TfTypes.Number, CtyNumber.Parse(Third), CtyNumber.Parse(Third));
        RoundTrip(TfTypes.Bool, false, CtyValue.Bool(false));
        var list = TfTypes.List(TfTypes.String);
        var elements = ImmutableArray.Create<TfValue<string>>("a", default, TfValue<string>.Unknown);
        Assert.Equal(CtyValue.List(CtyType.String, CtyValue.String("a"), CtyValue.Null(CtyType.String), CtyValue.Unknown(CtyType.String)), list.ToCty(elements));
        Assert.Equal<TfValue<string>>(elements, list.FromCty(list.ToCty(elements)).Value);
        var map = TfTypes.Map(TfTypes.Int64);
        var entries = ImmutableDictionary<string, TfValue<long>>.Empty.Add("b", 2).Add("a", default);
        Assert.Equal(entries, map.FromCty(map.ToCty(entries)).Value);
        var set = TfTypes.Set(TfTypes.String);
        Assert.Single(Assert.IsType<CtySequence>(set.ToCty(ImmutableArray.Create<TfValue<string>>("a", "a"))).Elements);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public void A_number_that_is_no_whole_one_of_64_bits_is_refused_without_being_shown(string text)
    {
        var refused = Assert.Throws<TfConversionException>(() => TfTypes.Int64.FromCty(CtyNumber.Parse(text)));

        Assert.DoesNotContain(text, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("-2")]
    [InlineData("100000000000000000000")]
    [InlineData("123456789.123456789")]
    [InlineData("1e30")]
    [InlineData(Third)]
    public void A_number_is_taken_as_a_double_and_comes_back_as_it_was(string text)
    {
        var number = CtyNumber.Parse(text);
        var value = TfTypes.Float64.FromCty(number);

        Assert.Equal(number.ToDouble(), value.Value);
        Assert.Equal<CtyValue>(number, TfTypes.Float64.ToCty(value));
        Assert.Equal<CtyValue>(CtyNumber.From(value.Value), TfTypes.Float64.ToCty(value.Value));
    }

    [Fact]
    public void Doubles_are_equal_whatever_stands_behind_them()
    {
        var third = TfTypes.Float64.FromCty(CtyNumber.Parse(Third));

        Assert.Equal(third, 10d / 3);
        Assert.Equal(third.GetHashCode(), TfValue<double>.Known(10d / 3).GetHashCode());
        Assert.NotEqual(third, 3.3);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    public void A_number_beyond_every_double_is_refused(string text) =>
        Assert.Throws<TfConversionException>(() => TfTypes.Float64.FromCty(CtyNumber.Parse(text)));

    [Fact]
    public void Infinity_is_a_double() =>
        Assert.Equal(double.PositiveInfinity, TfTypes.Float64.FromCty(CtyNumber.From(double.PositiveInfinity)).Value);

    [Fact]
    public void A_conversion_error_says_where_the_value_stands()
    {
        var half = CtyNumber.Parse("0.5");
        var inner = new AttributeSet<Inner> { { "count", static m => ref m.Count, new Int64Attribute { Optional = true, Description = "A count." } } };
        var outer = new AttributeSet<Outer>
        {
            { "list", static m => ref m.List, new ListNestedAttribute<Inner>(inner) { Optional = true, Description = "A list." } },
            { "map", static m => ref m.Map, new MapAttribute<long>(TfTypes.Int64) { Optional = true, Description = "A map." } },
            { "set", static m => ref m.Set, new SetAttribute<long>(TfTypes.Int64) { Optional = true, Description = "A set." } },
        };
        var bad = CtyValue.Object(inner.Type, ("count", half));

        Assert.Equal("list[1].count", PathOf(("list", CtyValue.List(inner.Type, CtyValue.Null(inner.Type), bad))));
        Assert.Equal("map[\"k\"]", PathOf(("map", CtyValue.Map(CtyType.Number, KeyValuePair.Create<string, CtyValue>("k", half)))));
        Assert.Equal("set[*]", PathOf(("set", CtyValue.Set(CtyType.Number, half))));

        string PathOf((string, CtyValue) attribute) =>
            Assert.Throws<TfConversionException>(() => outer.Decode(CtyValue.Object(outer.Type, attribute))).Path.ToString();
    }

    [Fact]
    public void Attributes_are_bound_to_their_fields_whatever_their_order()
    {
        var set = new AttributeSet<Outer>
        {
            { "z", static m => ref m.Set, new SetAttribute<long>(TfTypes.Int64) { Optional = true, Description = "Z." } },
            { "a", static m => ref m.Map, new MapAttribute<long>(TfTypes.Int64) { Optional = true, Description = "A." } },
        };

        var encoded = set.Encode(new() { Set = ImmutableArray.Create<TfValue<long>>(3) });

        Assert.Equal(["a", "z"], set.Type.Attributes.Select(static attribute => attribute.Name));
        Assert.Equal(["z", "a"], set.Select(static named => named.Name));
        Assert.True(encoded["a"].IsNull);
        Assert.Equal(encoded, set.Encode(set.Decode(encoded)));
    }

    private static void RoundTrip<T>(TfType<T> type, T known, CtyValue expected)
        where T : notnull
    {
        Assert.Equal(expected, type.ToCty(known));
        Assert.Equal(known, type.FromCty(expected).Value);
        Assert.True(type.FromCty(type.ToCty(TfValue<T>.Null)).IsNull);
        Assert.True(type.FromCty(type.ToCty(TfValue<T>.Unknown)).IsUnknown);
        Assert.Equal(CtyValue.Unknown(type.CtyType), type.ToCty(TfValue<T>.Unknown));
    }

    private sealed class Inner
    {
        public TfValue<long> Count;
    }

    private sealed class Outer
    {
        public TfValue<ImmutableArray<TfValue<Inner>>> List;
        public TfValue<ImmutableDictionary<string, TfValue<long>>> Map;
        public TfValue<ImmutableArray<TfValue<long>>> Set;
    }
}
