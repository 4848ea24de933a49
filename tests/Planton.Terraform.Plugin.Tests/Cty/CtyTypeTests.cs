using System.Text;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyTypeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"String\"")]
    [InlineData("\"list\"")]
    [InlineData("[\"list\"]")]
    [InlineData("[\"list\",null]")]
    [InlineData("[\"list\",\"bool\",\"bool\"]")]
    [InlineData("[\"string\",\"bool\"]")]
    [InlineData("[5,\"bool\"]")]
    [InlineData("[[\"list\"],\"bool\"]")]
    [InlineData("[\"tuple\",\"bool\"]")]
    [InlineData("[\"tuple\",[\"bool\"],[]]")]
    [InlineData("[\"object\",[]]")]
    [InlineData("[\"object\",{\"a\":null}]")]
    [InlineData("[\"object\",{\"a\":\"bool\",\"a\":\"bool\"}]")]
    [InlineData("[\"object\",{\"a\":\"bool\"},\"a\"]")]
    [InlineData("[\"object\",{\"a\":\"bool\"},[5]]")]
    [InlineData("[\"object\",{\"a\":\"bool\"},[\"b\"]]")]
    [InlineData("[\"object\",{\"a\":\"bool\"},[\"a\"],[]]")]
    [InlineData("[\"object\",{\"\\ud83d\":\"bool\"}]")]
    [InlineData("[\"list\",\"bool\"")]
    [InlineData("\"bool\" \"bool\"")]
    [InlineData("\"bool\",")]
    [InlineData("\uFEFF\"bool\"")]
    public void What_is_no_type_is_refused(string json) => Assert.Throws<CtyDecodeException>(() => Decode(json));

    [Theory]
    [InlineData(" [ \"list\" , \"bool\" ] ", "list(bool)")]
    [InlineData("[\"object\",{\"b\":\"bool\",\"a\":[\"set\",\"dynamic\"]},[\"b\"]]", "object({a=set(dynamic), b=bool})")]
    [InlineData("[\"object\",{},[]]", "object({})")]
    [InlineData("[\"\\u006cist\",\"\\u0062ool\"]", "list(bool)")]
    public void A_type_may_be_spelt_freely(string json, string expected) => Assert.Equal(expected, Decode(json).ToString());

    [Fact]
    public void A_type_is_written_without_blanks_and_in_wire_order() => Assert.Equal(
        "[\"object\",{\"a\":[\"tuple\",[\"string\",\"dynamic\"]],\"b\":[\"map\",[\"set\",\"number\"]]}]",
        Encoding.UTF8.GetString(CtyTypeJson.Encode(CtyType.Object(
            ("b", CtyType.Map(CtyType.Set(CtyType.Number))),
            ("a", CtyType.Tuple(CtyType.String, CtyType.Dynamic)))).Span));

    [Fact]
    public void Types_are_equal_by_structure()
    {
        CtyType[] types =
        [
            CtyType.String, CtyType.Number, CtyType.Bool, CtyType.Dynamic,
            CtyType.List(CtyType.String), CtyType.Set(CtyType.String), CtyType.Map(CtyType.String), CtyType.List(CtyType.Bool),
            CtyType.Tuple(), CtyType.Tuple(CtyType.String), CtyType.Tuple(CtyType.String, CtyType.String),
            CtyType.Object(), CtyType.Object(("a", CtyType.String)), CtyType.Object(("b", CtyType.String)),
            CtyType.Object(("a", CtyType.Bool)), CtyType.Object(("a", CtyType.Bool), ("b", CtyType.Bool)),
        ];

        foreach (var (i, left) in types.Index())
        {
            foreach (var (j, right) in types.Index())
            {
                var copy = CtyTypeJson.Decode(CtyTypeJson.Encode(right).Span);
                Assert.Equal(i == j, left.Equals(copy));
                if (i == j) Assert.Equal(left.GetHashCode(), copy.GetHashCode());
            }
        }
    }

    [Fact]
    public void Attributes_stand_in_the_order_of_their_bytes()
    {
        string[] names = ["😀", "\uFFFD", "é", "z", "Z"];
        var type = CtyType.Object(names.Select(static name => (name, CtyType.Bool)));

        Assert.Equal(["Z", "z", "é", "\uFFFD", "😀"], type.Attributes.Select(static attribute => attribute.Name));
        for (var i = 0; i < 5; i++)
        {
            var name = type.Attributes[i].Name;
            Assert.Equal(i, type.IndexOf(name));
            for (var guess = 0; guess < 6; guess++) Assert.Equal(i, type.IndexOf(Encoding.UTF8.GetBytes(name), guess));
        }

        Assert.True(type.IndexOf("y") < 0);
        Assert.True(type.IndexOf("y"u8, 0) < 0);
        Assert.True(CtyType.Object().IndexOf("y") < 0);
    }

    [Fact]
    public void An_attribute_is_declared_once() =>
        Assert.Throws<ArgumentException>(static () => CtyType.Object(("a", CtyType.Bool), ("b", CtyType.Bool), ("a", CtyType.String)));

    [Fact]
    public void Text_is_ordered_as_its_bytes_are()
    {
        string[] texts = ["", "a", "aa", "ab", "b", "é", "\uD7FF", "\uE000", "\uFFFD", "𐀀", "😀", "a😀", "a\uFFFD"];
        foreach (var left in texts)
        {
            foreach (var right in texts)
            {
                var expected = Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
                Assert.Equal(Math.Sign(expected), Math.Sign(Utf8Order.Comparer.Compare(left, right)));
            }
        }
    }

    private static CtyType Decode(string json) => CtyTypeJson.Decode(Encoding.UTF8.GetBytes(json));
}
