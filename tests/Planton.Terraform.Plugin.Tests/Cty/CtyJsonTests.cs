using System.Text;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyJsonTests
{
    private const string NoPair = "A value of any type must come as an object of \"value\" and \"type\".";

    private static readonly CtyObjectType Cluster = CtyType.Object(("id", CtyType.String), ("size", CtyType.Number));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1e3")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"\\u0041\\n\\ud83d\\ude00\"", "A\n😀")]
    public void A_string_is_read_from_any_primitive(string json, string expected) =>
        Assert.Equal(CtyValue.String(expected), Decode(json, CtyType.String));

    [Theory]
    [InlineData("5", "5")]
    [InlineData("\"5\"", "5")]
    [InlineData("\"\\u0035\"", "5")]
    [InlineData("5.0", "5")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e3", "1000")]
    [InlineData("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    public void A_number_keeps_every_digit(string json, string expected)
    {
        var number = Decode(json, CtyType.Number);

        Assert.Equal(CtyNumber.Parse(expected), number);
        Assert.Equal(expected, Encode(number, CtyType.Number));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"1\"", true)]
    [InlineData("false", false)]
    [InlineData("\"false\"", false)]
    [InlineData("\"0\"", false)]
    public void A_bool_is_read_from_its_names(string json, bool expected) =>
        Assert.Equal(CtyValue.Bool(expected), Decode(json, CtyType.Bool));

    [Theory]
    [InlineData("\"string\"", "[]", "", "A string is required, not an array.")]
    [InlineData("\"number\"", "true", "", "A number is required, not a bool.")]
    [InlineData("\"number\"", "\"x\"", "", "A decimal number of at most 4096 digits on each side of its point is required.")]
    [InlineData("\"bool\"", "1", "", "A bool is required, not a number.")]
    [InlineData("\"bool\"", "\"yes\"", "", "A bool is required: true or false.")]
    [InlineData("[\"list\",\"bool\"]", "{}", "", "A list is required, not an object.")]
    [InlineData("[\"list\",\"bool\"]", "[true,{}]", "[1]", "A bool is required, not an object.")]
    [InlineData("[\"set\",[\"list\",\"bool\"]]", "[[1]]", "", "A bool is required, not a number.")]
    [InlineData("[\"map\",\"bool\"]", "[]", "", "A map is required, not an array.")]
    [InlineData("[\"map\",\"bool\"]", "{\"k\":1}", "[\"k\"]", "A bool is required, not a number.")]
    [InlineData("[\"tuple\",[\"bool\"]]", "[]", "", "A tuple with 1 element is required (0 given).")]
    [InlineData("[\"tuple\",[\"bool\"]]", "[true,true]", "", "A tuple with 1 element is required (more given).")]
    [InlineData("[\"object\",{\"a\":[\"list\",\"bool\"]}]", "{\"a\":[1]}", "a[0]", "A bool is required, not a number.")]
    [InlineData("[\"object\",{\"a\":\"bool\"}]", "{\"b\":1}", "", "The object has no attribute \"b\".")]
    [InlineData("\"dynamic\"", "\"x\"", "", NoPair)]
    [InlineData("\"dynamic\"", "{\"value\":1}", "", NoPair)]
    [InlineData("\"dynamic\"", "{\"type\":\"bool\"}", "", NoPair)]
    [InlineData("\"dynamic\"", "{\"value\":1,\"type\":\"bool\",\"x\":1}", "", NoPair)]
    [InlineData("\"dynamic\"", "{\"value\":1,\"type\":\"bool\"}", "", "A bool is required, not a number.")]
    [InlineData("\"string\"", "", "", "The text is not valid JSON.")]
    [InlineData("\"string\"", "\"x", "", "The text is not valid JSON.")]
    [InlineData("\"string\"", "\"x\" 1", "", "The text is not valid JSON.")]
    [InlineData("\"string\"", "\"\\ud83d\"", "", "A string is not valid Unicode.")]
    [InlineData("[\"object\",{\"a\":[\"list\",\"bool\"]}]", "{\"a\":[true,tru", "a", "The text is not valid JSON.")]
    public void A_refusal_names_the_place_and_the_reason(string type, string json, string path, string message)
    {
        var exception = Assert.Throws<CtyDecodeException>(() => Decode(json, Type(type)));

        Assert.Equal(message, exception.Message);
        Assert.Equal(path, exception.Path.ToString());
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused() =>
        Assert.Throws<CtyDecodeException>(static () => CtyJson.Decode("\"\u00FF\""u8[..2], CtyType.String));

    [Fact]
    public void A_missing_attribute_is_null()
    {
        var value = (CtyObject)Decode("{\"size\":3}", Cluster);

        Assert.Equal(CtyValue.Null(CtyType.String), value["id"]);
        Assert.Equal(CtyValue.Number(3), value["size"]);
    }

    [Fact]
    public void Unknown_attributes_are_passed_over_when_asked()
    {
        var json = "{\"gone\":{\"deep\":[1,{}]},\"id\":\"x\",\"old\":null,\"\\u0073ize\":3}"u8;

        var value = (CtyObject)CtyJson.Decode(json, Cluster, ignoreUnknownAttributes: true);

        Assert.Equal(CtyValue.String("x"), value["id"]);
        Assert.Equal(CtyValue.Number(3), value["size"]);
    }

    [Fact]
    public void The_last_of_two_equal_keys_wins()
    {
        Assert.Equal(CtyValue.Object(Cluster, ("id", CtyValue.String("b"))), Decode("{\"id\":\"a\",\"id\":\"b\"}", Cluster));
        Assert.Equal(
            CtyValue.Map(CtyType.Number, KeyValuePair.Create<string, CtyValue>("k", CtyValue.Number(2))),
            Decode("{\"k\":1,\"k\":2}", CtyType.Map(CtyType.Number)));
    }

    [Fact]
    public void A_dynamic_value_may_stand_before_or_behind_its_type()
    {
        Assert.Equal(CtyValue.Number(5), Decode("{\"value\":5,\"type\":\"number\"}", CtyType.Dynamic));
        Assert.Equal(CtyValue.Number(5), Decode("{\"type\":\"number\",\"value\":5}", CtyType.Dynamic));
        var pair = CtyType.Tuple(CtyType.Dynamic, CtyType.Dynamic);
        var read = Decode("[{\"value\":true,\"type\":\"bool\"},{\"type\":\"number\",\"value\":5}]", pair);
        Assert.Equal([CtyBool.True, CtyValue.Number(5)], ((CtySequence)read).Elements);
        Assert.Equal(CtyValue.Null(CtyType.Bool), Decode("{\"value\":null,\"type\":\"bool\"}", CtyType.Dynamic));
        Assert.Equal(CtyValue.Null(CtyType.Dynamic), Decode("null", CtyType.Dynamic));
    }

    [Fact]
    public void A_dynamic_value_is_written_before_its_type()
    {
        var list = CtyValue.List(CtyType.Number, CtyValue.Number(5));
        Assert.Equal("{\"value\":[5],\"type\":[\"list\",\"number\"]}", Encode(list, CtyType.Dynamic));
        Assert.Equal("{\"value\":null,\"type\":\"bool\"}", Encode(CtyValue.Null(CtyType.Bool), CtyType.Dynamic));
        Assert.Equal("null", Encode(CtyValue.Null(CtyType.Dynamic), CtyType.Dynamic));
        Assert.Equal("null", Encode(CtyValue.Null(CtyType.Bool), CtyType.Bool));
    }

    [Fact]
    public void What_JSON_cannot_hold_is_not_written()
    {
        var unknown = CtyValue.Object(Cluster, ("id", CtyValue.Unknown(CtyType.String)));
        var infinite = CtyValue.Object(Cluster, ("size", CtyNumber.From(double.NegativeInfinity)));

        Assert.Contains("id: A value that is not known", Refusal(unknown), StringComparison.Ordinal);
        Assert.Contains("size: Infinity", Refusal(infinite), StringComparison.Ordinal);

        static string Refusal(CtyValue value) => Assert.Throws<ArgumentException>(() => CtyJson.Encode(value, Cluster)).Message;
    }

    [Fact]
    public void Only_what_JSON_demands_is_escaped() =>
        Assert.Equal("\"<ü&😀>\\\"\\\\\\n\"", Joined(Encode(CtyValue.String("<ü&😀>\"\\\n"), CtyType.String)));

    /// <summary>The writer may spell a character beyond U+FFFF as its two escapes, which is the same text.</summary>
    private static string Joined(string json) => json.Replace("\\uD83D\\uDE00", "😀", StringComparison.OrdinalIgnoreCase);

    private static CtyValue Decode(string json, CtyType type) => CtyJson.Decode(Encoding.UTF8.GetBytes(json), type);

    private static string Encode(CtyValue value, CtyType type) => Encoding.UTF8.GetString(CtyJson.Encode(value, type).Span);

    private static CtyType Type(string json) => CtyTypeJson.Decode(Encoding.UTF8.GetBytes(json));
}
