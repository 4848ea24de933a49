using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Server;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Schemas;

/// <summary>The kinds of attributes and blocks beyond the plain ones: their types on the wire, and the way of their values.</summary>
public sealed class KindTests
{
    private static readonly Schema<Model> Schema = new()
    {
        Description = "For tests.",
        Attributes =
        {
            { "exact", static m => ref m.Exact, new NumberAttribute { Optional = true, Description = "E." } },
            { "any", static m => ref m.Any, new DynamicAttribute { Optional = true, Description = "A." } },
            { "point", static m => ref m.Point, new ObjectAttribute<Point>(Point.Shape) { Optional = true, Description = "P." } },
            { "pair", static m => ref m.Pair, new ValueAttribute<(TfValue<string> First, TfValue<long> Second)>(TfTypes.Tuple(TfTypes.String, TfTypes.Int64)) { Optional = true, Description = "T." } },
            { "members", static m => ref m.Members, new SetNestedAttribute<Leaf>(Leaf.Attributes) { Optional = true, Description = "S." } },
            { "one", static m => ref m.One, new SingleBlock<Part>(Part.Attributes) { Required = true, Description = "O." } },
            { "many", static m => ref m.Many, new ListBlock<Part>(Part.Attributes) { MinItems = 1, MaxItems = 3, Description = "M." } },
            { "group", static m => ref m.Group, new SetBlock<Part>(Part.Attributes) { Description = "G.", DeprecationMessage = "Use many." } },
        },
    };

    [Fact]
    public void The_core_gets_the_types_and_blocks_that_were_declared()
    {
        var block = Schema.ToWire().Block;

        Assert.Equal(
            ["""exact "number" """, """any "dynamic" """, """point ["object",{"x":"number","y":"number"}] """, """pair ["tuple",["string","number"]] """, "members Set "],
            block.Attributes.Select(static attribute => $"{attribute.Name} {(attribute.NestedType is { } nested ? nested.Nesting.ToString() : attribute.Type.ToStringUtf8())} "));
        Assert.Equal(
            ["one Single 1 1", "many List 1 3", "group Set 0 0"],
            block.BlockTypes.Select(static nested => $"{nested.TypeName} {nested.Nesting} {nested.MinItems} {nested.MaxItems}"));
        Assert.Equal((true, "Use many.", "G."), (block.BlockTypes[2].Block.Deprecated, block.BlockTypes[2].Block.DeprecationMessage, block.BlockTypes[2].Block.Description));
        Assert.Equal(["key", "inner"], block.BlockTypes[0].Block.Attributes.Select(static attribute => attribute.Name).Concat(block.BlockTypes[0].Block.BlockTypes.Select(static nested => nested.TypeName)));
        Assert.Equal(CoreBlock.From(block).Type, Schema.Type);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "exact": 3.333333333333333333333333333333333333, "point": { "x": 1, "y": null }, "pair": ["a", 2], "members": [{ "label": "k" }] }""")]
    [InlineData("""{ "exact": "(unknown)", "point": "(unknown)", "pair": "(unknown)", "members": "(unknown)", "one": "(unknown)", "many": "(unknown)", "group": "(unknown)" }""")]
    [InlineData("""{ "exact": 1e30, "point": { "x": "(unknown)", "y": 2 }, "pair": ["(unknown)", null], "one": { "key": "k" }, "many": [{ "key": "k", "inner": [{ "label": "l" }] }], "group": [{ "key": "k" }] }""")]
    public void Values_come_back_from_the_model_as_they_went_in(string json)
    {
        var value = Value(json);

        Assert.Equal(value, Schema.Attributes.Encode(Schema.Attributes.Decode(value)));
    }

    [Fact]
    public void A_value_of_any_type_keeps_its_type_even_where_it_is_null_or_unknown()
    {
        CtyValue[] values =
        [
            CtyValue.String("a"),
            CtyValue.Null(CtyType.String),
            CtyValue.Unknown(CtyType.List(CtyType.Number)),
            CtyValue.Null(CtyType.Dynamic),
            CtyValue.Tuple(CtyValue.Number(1), CtyValue.Unknown(CtyType.Bool)),
        ];

        foreach (var value in values)
        {
            var whole = Value("{}").With("any", value);
            var model = Schema.Attributes.Decode(whole);

            Assert.Equal((value.IsNull, value.IsUnknown), (model.Any.IsNull, model.Any.IsUnknown));
            Assert.Equal(whole, Schema.Attributes.Encode(model));
            Assert.Equal(whole, CtyMsgpack.Decode(CtyMsgpack.Encode(whole, Schema.Type), Schema.Type));
        }
    }

    [Fact]
    public void Nulls_of_any_type_are_equal_in_a_model() => Assert.Equal(TfValue<CtyValue>.Null, TfTypes.Dynamic.FromCty(CtyValue.Null(CtyType.String)));

    [Fact]
    public void A_fresh_model_has_no_blocks_and_not_the_null_of_them()
    {
        var value = Schema.Attributes.Encode(new Model());

        Assert.Equal(("null", "[]", "[]"), (value["one"].ToString(), value["many"].ToString(), value["group"].ToString()));
        Assert.Equal(value, Schema.Untyped.Absent);
    }

    [Fact]
    public void A_state_that_knows_nothing_of_a_block_has_none() => Assert.Equal(
        """{any=null, exact=null, group=[], many=[{inner=[], key="k"}], members=null, one=null, pair=null, point=null}""",
        Planton.Terraform.Plugin.Resources.StateUpgrade.Run(Schema, ImmutableDictionary<long, Planton.Terraform.Plugin.Resources.StateUpgrader<Model>>.Empty, 0, """{ "many": [{ "key": "k" }] }"""u8.ToArray()).ToString());

    [Theory]
    [InlineData("""{ "pair": ["a", 0.5] }""", "pair[1]")]
    [InlineData("""{ "point": { "x": 0.5, "y": 1 } }""", "point.x")]
    [InlineData("""{ "many": [{ "key": "k" }, { "key": "k", "inner": [{ "label": "l" }, { "label": "l", "size": 0.5 }] }] }""", "many[1].inner[1].size")]
    [InlineData("""{ "group": [{ "key": "k", "inner": [{ "label": "l", "size": 0.5 }] }] }""", "group[*].inner[0].size")]
    public void A_value_that_does_not_fit_is_reported_where_it_stands(string json, string path)
    {
        var refused = Assert.Throws<TfConversionException>(() => Schema.Attributes.Decode(Value(json)));

        Assert.Equal(path, refused.Path.ToString());
    }

    [Fact]
    public void The_CLI_is_told_a_path_as_far_as_the_set()
    {
        var wire = ((CtyPath)"group").Element().Attribute("key").ToWire();

        Assert.Equal(new Wire.AttributePath { Steps = { new Wire.AttributePath.Types.Step { AttributeName = "group" } } }, wire);
    }

    private static CtyObject Value(string json) => Schema.Untyped.WithBlocks(ValueText.Object(Schema.Type, json));

    private sealed class Model
    {
        public TfValue<CtyNumber> Exact;
        public TfValue<CtyValue> Any;
        public TfValue<Point> Point;
        public TfValue<(TfValue<string> First, TfValue<long> Second)> Pair;
        public TfValue<ImmutableArray<TfValue<Leaf>>> Members;
        public TfValue<Part> One;
        public TfValue<ImmutableArray<TfValue<Part>>> Many;
        public TfValue<ImmutableArray<TfValue<Part>>> Group;
    }

    private sealed class Point
    {
        public TfValue<long> X;
        public TfValue<long> Y;

        public static ObjectShape<Point> Shape { get; } = new()
        {
            { "x", static m => ref m.X, TfTypes.Int64 },
            { "y", static m => ref m.Y, TfTypes.Int64 },
        };
    }

    private sealed class Part
    {
        public TfValue<string> Key;
        public TfValue<ImmutableArray<TfValue<Leaf>>> Inner;

        public static AttributeSet<Part> Attributes { get; } = new()
        {
            { "key", static m => ref m.Key, new StringAttribute { Required = true, Description = "K." } },
            { "inner", static m => ref m.Inner, new ListBlock<Leaf>(Leaf.Attributes) { Description = "I." } },
        };
    }

    private sealed class Leaf
    {
        public TfValue<string> Label;
        public TfValue<long> Size;

        public static AttributeSet<Leaf> Attributes { get; } = new()
        {
            { "label", static m => ref m.Label, new StringAttribute { Required = true, Description = "L." } },
            { "size", static m => ref m.Size, new Int64Attribute { Optional = true, Description = "S." } },
        };
    }
}
