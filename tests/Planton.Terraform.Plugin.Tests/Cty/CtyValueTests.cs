using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyValueTests
{
    private static readonly CtyObjectType Cluster = CtyType.Object(("id", CtyType.String), ("size", CtyType.Number));

    private static readonly CtyValue Unknown = CtyValue.Unknown(CtyType.String);

    [Fact]
    public void Nulls_and_unknowns_of_one_type_are_equal_and_of_two_types_are_not()
    {
        Assert.Equal(CtyValue.Null(CtyType.List(CtyType.Bool)), CtyValue.Null(CtyType.List(CtyType.Bool)));
        Assert.Equal(CtyValue.Unknown(CtyType.List(CtyType.Bool)), CtyValue.Unknown(CtyType.List(CtyType.Bool)));
        Assert.NotEqual(CtyValue.Null(CtyType.Bool), CtyValue.Null(CtyType.String));
        Assert.NotEqual(CtyValue.Null(CtyType.Bool), CtyValue.Unknown(CtyType.Bool));
    }

    [Fact]
    public void A_value_is_wholly_known_when_each_of_its_parts_is()
    {
        Assert.True(CtyValue.Null(CtyType.String).IsWhollyKnown);
        Assert.False(Unknown.IsWhollyKnown);
        Assert.True(CtyValue.Tuple(CtyBool.True, CtyValue.Null(CtyType.String)).IsWhollyKnown);
        Assert.False(CtyValue.Tuple(CtyBool.True, CtyValue.Tuple(Unknown)).IsWhollyKnown);
        Assert.False(CtyValue.Map(CtyType.String, Entry("a", Unknown)).IsWhollyKnown);
        Assert.False(CtyValue.Object(Cluster, ("id", Unknown)).IsWhollyKnown);
        Assert.True(CtyValue.Object(Cluster).IsWhollyKnown);
    }

    [Fact]
    public void A_set_holds_what_is_known_once()
    {
        CtyNumber[] numbers =
            [CtyNumber.From(1), CtyNumber.From(1.0), CtyNumber.Parse("10e-1"), CtyNumber.From(0.1), CtyNumber.Parse("0.1")];

        var set = CtyValue.Set(CtyType.Number, numbers);

        Assert.Equal([CtyValue.Number(1), CtyNumber.From(0.1)], set.Elements);
    }

    [Fact]
    public void A_set_counts_what_is_not_known()
    {
        var (a, b) = (CtyValue.Tuple(Unknown, CtyBool.True), CtyValue.Tuple(Unknown, CtyBool.False));
        var type = CtyType.Tuple(CtyType.String, CtyType.Bool);

        Assert.Equal(3, CtyValue.Set(type, a, a, b).Elements.Length);
        Assert.Equal(CtyValue.Set(type, a, a, b), CtyValue.Set(type, b, a, a));
        Assert.NotEqual(CtyValue.Set(type, a, a, b), CtyValue.Set(type, a, b, b));
        Assert.NotEqual(CtyValue.Set(type, a, a), CtyValue.Set(type, a));
    }

    [Fact]
    public void A_set_is_no_list_and_a_list_has_an_order()
    {
        Assert.NotEqual<CtyValue>(CtyValue.Set(CtyType.Bool, CtyBool.True), CtyValue.List(CtyType.Bool, CtyBool.True));
        Assert.Equal(CtyValue.Set(CtyType.Bool, CtyBool.True, CtyBool.False), CtyValue.Set(CtyType.Bool, CtyBool.False, CtyBool.True));
        Assert.NotEqual(CtyValue.List(CtyType.Bool, CtyBool.True, CtyBool.False), CtyValue.List(CtyType.Bool, CtyBool.False, CtyBool.True));
        Assert.NotEqual(CtyValue.List(CtyType.Bool), CtyValue.List(CtyType.String));
    }

    [Fact]
    public void A_map_finds_each_of_its_keys()
    {
        string[] keys = ["", "a", "B", "é", "\uFFFD", "😀", "b"];
        var map = CtyValue.Map(CtyType.String, keys.Select(static key => Entry(key, CtyValue.String(key))));

        foreach (var key in keys)
        {
            Assert.True(map.TryGet(key, out var value));
            Assert.Equal(CtyValue.String(key), value);
        }

        Assert.False(map.TryGet("c", out _));
        Assert.False(CtyValue.Map(CtyType.String).TryGet("a", out _));
    }

    [Fact]
    public void The_last_of_two_equal_keys_wins_even_when_they_only_become_equal()
    {
        Assert.Equal(
            CtyValue.Map(CtyType.Bool, Entry("a", CtyBool.False), Entry("b", CtyBool.True)),
            CtyValue.Map(CtyType.Bool, Entry("b", CtyBool.True), Entry("a", CtyBool.True), Entry("a", CtyBool.False)));
        Assert.Equal(
            CtyValue.Map(CtyType.Bool, Entry("\uFFFD", CtyBool.False)),
            CtyValue.Map(CtyType.Bool, Entry("\uD83D", CtyBool.True), Entry("\uDE00", CtyBool.False)));
    }

    [Fact]
    public void An_object_has_null_where_nothing_is_given()
    {
        var value = CtyValue.Object(Cluster, ("size", CtyValue.Number(3)));

        Assert.True(value["id"].IsNull);
        Assert.Equal(CtyType.String, value["id"].Type);
        Assert.Throws<ArgumentException>(() => value["name"]);
        Assert.Throws<ArgumentException>(static () => CtyValue.Object(Cluster, ("name", CtyBool.True)));
    }

    [Fact]
    public void With_replaces_one_attribute_and_leaves_the_original_alone()
    {
        var before = CtyValue.Object(Cluster, ("id", CtyValue.String("a")), ("size", CtyValue.Number(3)));

        var after = before.With("size", CtyValue.Unknown(CtyType.Number));

        Assert.Equal(CtyValue.String("a"), after["id"]);
        Assert.True(after["size"].IsUnknown);
        Assert.False(after.IsWhollyKnown);
        Assert.Equal(CtyValue.Number(3), before["size"]);
        Assert.NotEqual(before, after);
        Assert.Equal(before, after.With("size", CtyValue.Number(3)));
        Assert.Throws<ArgumentException>(() => before.With("name", CtyBool.True));
    }

    /// <summary>No table of inline data: the compiler itself cannot carry half a pair through an attribute.</summary>
    [Fact]
    public void Text_is_whole_characters()
    {
        (string Text, string Expected)[] cases =
        [
            ("", ""),
            ("a😀b", "a😀b"),
            ("\uD83D", "\uFFFD"),
            ("\uDE00", "\uFFFD"),
            ("\uDE00\uD83D", "\uFFFD\uFFFD"),
            ("😀\uD83D😀", "😀\uFFFD😀"),
            ("e\u0301", "e\u0301"),
        ];
        Assert.All(cases, static @case => Assert.Equal(@case.Expected, CtyValue.String(@case.Text).Value));
    }

    [Fact]
    public void A_value_can_be_shown()
    {
        var cluster = CtyValue.Object(Cluster, ("id", CtyValue.String("a")), ("size", CtyValue.Unknown(CtyType.Number)));
        Assert.Equal("{id=\"a\", size=(known after apply)}", cluster.ToString());
        Assert.Equal("[true, null]", CtyValue.Tuple(CtyBool.True, CtyValue.Null(CtyType.Bool)).ToString());
        Assert.Equal("{\"k\"=0.1}", CtyValue.Map(CtyType.Number, Entry("k", CtyNumber.From(0.1))).ToString());
    }

    [Fact]
    public void A_path_reads_as_in_Terraform()
    {
        var path = CtyPath.Root.Attribute("clusters").Key("a").Attribute("pools").Index(2).Attribute("name");
        Assert.Equal("clusters[\"a\"].pools[2].name", path.ToString());
        Assert.Equal(CtyPath.FromString("a").Index(1), CtyPath.Root.Attribute("a").Index(1));
        Assert.Equal(CtyPath.FromString("a").Index(1).GetHashCode(), CtyPath.Root.Attribute("a").Index(1).GetHashCode());
        Assert.NotEqual(CtyPath.Root.Attribute("a"), CtyPath.Root.Key("a"));
    }

    private static KeyValuePair<string, CtyValue> Entry(string key, CtyValue value) => KeyValuePair.Create(key, value);
}
