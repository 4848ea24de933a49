using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyMsgpackTests
{
    private const string NoBool = "A bool is required, not a number.";

    private static readonly CtyObjectType Cluster = CtyType.Object(("id", CtyType.String), ("size", CtyType.Number));

    [Theory]
    [InlineData("\"number\"", "a178", "", "A decimal number of at most 4096 digits on each side of its point is required.")]
    [InlineData("\"number\"", "c3", "", "A number is required, not a bool.")]
    [InlineData("\"number\"", "cb7ff8000000000000", "", "A number is required, not NaN.")]
    [InlineData("\"bool\"", "a474727565", "", "A bool is required, not a string.")]
    [InlineData("\"string\"", "01", "", "A string is required, not a number.")]
    [InlineData("\"string\"", "", "", "The value ends before it is complete.")]
    [InlineData("\"string\"", "c1", "", "A string is required, not something else.")]
    [InlineData("[\"list\",\"string\"]", "80", "", "A list is required, not a map.")]
    [InlineData("[\"list\",\"string\"]", "93a161a16205", "[2]", "A string is required, not a number.")]
    [InlineData("[\"set\",[\"list\",\"bool\"]]", "9192c3a0", "", "A bool is required, not a string.")]
    [InlineData("[\"map\",\"bool\"]", "90", "", "A map is required, not an array.")]
    [InlineData("[\"map\",\"bool\"]", "82a161c3a162a0", "[\"b\"]", "A bool is required, not a string.")]
    [InlineData("[\"map\",\"bool\"]", "81c0c3", "", "A string is required, not null.")]
    [InlineData("[\"tuple\",[\"bool\"]]", "92c3c3", "", "A tuple with 1 element is required (2 given).")]
    [InlineData("[\"tuple\",[\"bool\",\"string\"]]", "92c3c3", "[1]", "A string is required, not a bool.")]
    [InlineData("[\"object\",{\"a\":\"bool\"}]", "80", "", "An object with 1 attribute is required (0 given).")]
    [InlineData("[\"object\",{\"a\":\"bool\"}]", "81a162c3", "", "The object has no attribute \"b\".")]
    [InlineData("[\"object\",{\"a\":\"bool\",\"b\":\"bool\"}]", "82a161c3a161c3", "a", "The attribute is given twice.")]
    [InlineData("[\"object\",{\"a\":[\"list\",[\"map\",\"bool\"]]}]", "81a1619281a16bc081a16b01", "a[1][\"k\"]", NoBool)]
    [InlineData("\"dynamic\"", "a178", "", "A value of any type is required, not a string.")]
    [InlineData("\"dynamic\"", "91c0", "", "A value of any type must come as a pair of its type and itself.")]
    [InlineData("\"dynamic\"", "92c0c0", "", "A string is required, not null.")]
    [InlineData("\"dynamic\"", "92a5226e6f7065c0", "", "A type is not valid JSON.")]
    [InlineData("\"dynamic\"", "92a6226e6f706522c0", "", "\"nope\" is not the name of a type.")]
    [InlineData("[\"object\",{\"v\":\"dynamic\"}]", "81a17692a622626f6f6c2201", "v", "A bool is required, not a number.")]
    [InlineData("[\"list\",\"dynamic\"]", "9292a822737472696e6722a17892a8226e756d6265722201", "", CtyElements.Inconsistent)]
    public void A_refusal_names_the_place_and_the_reason(string type, string hex, string path, string message)
    {
        var exception = Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(Convert.FromHexString(hex), Type(type)));

        Assert.Equal(message, exception.Message);
        Assert.Equal(path, exception.Path.ToString());
    }

    [Theory]
    [InlineData("d3000000000000007f", 127)]
    [InlineData("d0ff", -1)]
    [InlineData("d1ffff", -1)]
    [InlineData("d2ffffffff", -1)]
    [InlineData("cc05", 5)]
    [InlineData("cd0005", 5)]
    [InlineData("ce00000005", 5)]
    [InlineData("cf0000000000000005", 5)]
    [InlineData("cf7fffffffffffffff", long.MaxValue)]
    [InlineData("c4022d35", -5)]
    public void Longer_forms_of_a_number_are_read(string hex, long expected) =>
        Assert.Equal(CtyNumber.From(expected), CtyMsgpack.Decode(Convert.FromHexString(hex), CtyType.Number));

    [Theory]
    [InlineData("d90178")]
    [InlineData("da000178")]
    [InlineData("db0000000178")]
    [InlineData("c40178")]
    [InlineData("c5000178")]
    [InlineData("c60000000178")]
    public void Longer_forms_of_text_and_binary_are_read(string hex) =>
        Assert.Equal(CtyValue.String("x"), CtyMsgpack.Decode(Convert.FromHexString(hex), CtyType.String));

    [Theory]
    [InlineData("df00000002a26964a178a473697a6505")]
    [InlineData("de0002c40473697a6505d9026964d90178")]
    public void An_object_is_read_in_any_form_and_order(string hex)
    {
        var value = (CtyObject)CtyMsgpack.Decode(Convert.FromHexString(hex), Cluster);

        Assert.Equal(CtyValue.String("x"), value["id"]);
        Assert.Equal(CtyValue.Number(5), value["size"]);
    }

    [Theory]
    [InlineData("c7020cffff")]
    [InlineData("c7030c810aa5")]
    [InlineData("c70b0c8102a868747470733a2f2f")]
    public void Refinements_are_read_over_even_when_they_make_no_sense(string hex)
    {
        Assert.Equal(CtyValue.Unknown(CtyType.String), CtyMsgpack.Decode(Convert.FromHexString(hex), CtyType.String));
        Assert.Equal(CtyValue.Unknown(CtyType.Dynamic), CtyMsgpack.Decode(Convert.FromHexString(hex), CtyType.Dynamic));
    }

    [Fact]
    public void Refinements_have_at_most_1024_bytes()
    {
        byte[] most = [0xC8, 0x04, 0x00, 0x0C, .. new byte[1024]];
        byte[] more = [0xC8, 0x04, 0x01, 0x0C, .. new byte[1025]];
        Assert.True(CtyMsgpack.Decode(most, CtyType.Bool).IsUnknown);
        Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(more, CtyType.Bool));
    }

    [Fact]
    public void A_timestamp_is_no_value() =>
        Assert.Throws<CtyDecodeException>(static () => CtyMsgpack.Decode(Convert.FromHexString("d6ff00000000"), CtyType.String));

    [Fact]
    public void Keys_are_written_in_the_order_of_their_bytes()
    {
        var map = CtyValue.Map(
            CtyType.Bool,
            KeyValuePair.Create<string, CtyValue>("😀", CtyBool.True),
            KeyValuePair.Create<string, CtyValue>("\uFFFD", CtyBool.True),
            KeyValuePair.Create<string, CtyValue>("a", CtyBool.True));

        Assert.Equal("83a161c3a3efbfbdc3a4f09f9880c3", Hex(CtyMsgpack.Encode(map, map.Type)));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        Assert.Equal("a461efbfbd", Hex(CtyMsgpack.Encode(CtyValue.String("a\uD83D"), CtyType.String)));
        Assert.Equal("a5efbfbd6261", Hex(CtyMsgpack.Encode(CtyValue.String("\uDE00ba"), CtyType.String)));
    }

    [Fact]
    public void Text_is_not_normalized_because_Terraform_does_that_itself() =>
        Assert.Equal("a365cc81", Hex(CtyMsgpack.Encode(CtyValue.String("e\u0301"), CtyType.String)));

    [Fact]
    public void A_value_of_another_type_is_not_written()
    {
        Refuses(CtyValue.String("x"), CtyType.Number, "A number is required, not a string.");
        Refuses(CtyValue.List(CtyType.Bool), CtyType.Set(CtyType.Bool), "A set is required, not a list.");
        Refuses(CtyValue.Tuple(), CtyType.List(CtyType.Bool), "A list is required, not a tuple.");
        Refuses(CtyValue.List(CtyType.Bool, CtyBool.True, CtyValue.Number(1)), CtyType.List(CtyType.Bool), $"[1]: {NoBool}");
        Refuses(CtyValue.Object(Cluster, ("id", CtyBool.True)), Cluster, "id: A string is required, not a bool.");
        Refuses(CtyValue.Object(Cluster), CtyType.Object(("id", CtyType.String)), "An object with 1 attribute is required (2 given).");
        Refuses(
            CtyValue.Object(Cluster),
            CtyType.Object(("id", CtyType.String), ("name", CtyType.String)),
            "The object has no attribute \"name\".");
        Refuses(
            CtyValue.List(CtyType.Dynamic, CtyBool.True, CtyValue.Number(1)),
            CtyType.List(CtyType.Dynamic),
            CtyElements.Inconsistent);
    }

    [Fact]
    public void A_value_that_nests_too_deep_is_not_written()
    {
        var value = Enumerable.Range(0, 300).Aggregate((CtyValue)CtyBool.True, static (inner, _) => CtyValue.Tuple(inner));
        Assert.Throws<ArgumentException>(() => CtyMsgpack.Encode(value, value.Type));
        Assert.Throws<ArgumentException>(() => CtyJson.Encode(value, value.Type));
    }

    [Fact]
    public void Elements_without_a_type_of_their_own_agree_with_all_others()
    {
        var (none, open) = (CtyValue.Null(CtyType.Dynamic), CtyValue.Unknown(CtyType.Dynamic));
        var list = CtyValue.List(CtyType.Dynamic, none, CtyBool.True, open, CtyBool.False);
        Assert.Equal(list, CtyMsgpack.Decode(CtyMsgpack.Encode(list, list.Type), list.Type));
    }

    [Fact]
    public void The_types_inside_the_elements_of_a_collection_must_agree_too()
    {
        var type = CtyType.Object(("v", CtyType.Dynamic));
        var (first, second) = (CtyValue.Object(type, ("v", CtyBool.True)), CtyValue.Object(type, ("v", CtyBool.False)));
        var alike = CtyValue.List(type, first, second);
        var mixed = CtyValue.List(type, first, CtyValue.Object(type, ("v", CtyValue.Number(1))));

        Assert.Equal(alike, CtyMsgpack.Decode(CtyMsgpack.Encode(alike, alike.Type), alike.Type));
        Refuses(mixed, mixed.Type, CtyElements.Inconsistent);
    }

    [Fact]
    public void Sets_keep_apart_what_is_not_yet_known()
    {
        var set = (CtySequence)CtyMsgpack.Decode(Convert.FromHexString("95d40000c0d40000c0a178"), CtyType.Set(CtyType.String));

        Assert.Equal(4, set.Elements.Length);
        Assert.Equal("94d40000c0d40000a178", Hex(CtyMsgpack.Encode(set, set.Type)));
    }

    private static void Refuses(CtyValue value, CtyType type, string message)
    {
        AssertRefusal(() => CtyMsgpack.Encode(value, type));
        AssertRefusal(() => CtyJson.Encode(value, type));

        void AssertRefusal(Func<object> encode) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(encode).Message, StringComparison.Ordinal);
    }

    private static CtyType Type(string json) => CtyTypeJson.Decode(System.Text.Encoding.UTF8.GetBytes(json));

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
