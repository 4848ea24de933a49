using System.Collections.Immutable;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Schemas;

/// <summary>Values with parts compare by their parts, as Terraform compares them.</summary>
public sealed class TfEqualityTests
{
    private static readonly TfType<Part> PartType = TfTypes.Object(Part.Attributes);

    [Fact]
    public void Lists_compare_element_by_element()
    {
        var type = TfTypes.List(TfTypes.String);

        Same(type, ["a", default, TfValue<string>.Unknown], ["a", default, TfValue<string>.Unknown]);
        Different(type, ["a", "b"], ["b", "a"]);
        Different(type, ["a"], ["a", "a"]);
        Different(type, [default(TfValue<string>)], [TfValue<string>.Unknown]);
    }

    [Fact]
    public void Sets_compare_in_any_order()
    {
        var type = TfTypes.Set(TfTypes.String);

        Same(type, ["a", "b"], ["a", "b"]);
        Different(type, ["a"], ["b"]);
        Assert.Equal(Stored(type, ["a", "b"]), Stored(type, ["b", "a"]));
        Assert.Equal(Stored(type, ["a", "b"]), ImmutableArray.Create<TfValue<string>>("b", "a"));
        Assert.Equal(Stored(type, ["a", "b"]).GetHashCode(), TfValue<ImmutableArray<TfValue<string>>>.Known(["b", "a"]).GetHashCode());
    }

    [Fact]
    public void Maps_compare_by_their_entries()
    {
        var type = TfTypes.Map(TfTypes.Int64);

        Same(type, Map(("a", 1), ("b", default)), Map(("b", default), ("a", 1)));
        Different(type, Map(("a", 1)), Map(("a", 2)));
        Different(type, Map(("a", 1)), Map(("b", 1)));
        Different(type, Map(("a", 1)), Map(("a", 1), ("b", 1)));
    }

    [Fact]
    public void Lists_of_lists_compare_through_every_level()
    {
        var type = TfTypes.List(TfTypes.List(TfTypes.Int64));

        Same(type, [ImmutableArray.Create<TfValue<long>>(1, 2)], [ImmutableArray.Create<TfValue<long>>(1, 2)]);
        Different(type, [ImmutableArray.Create<TfValue<long>>(1, 2)], [ImmutableArray.Create<TfValue<long>>(1, 3)]);
    }

    [Fact]
    public void A_model_compares_by_its_attributes_as_soon_as_one_side_is_stored()
    {
        var stored = Stored(PartType, new() { Name = "a", Tags = ImmutableArray.Create<TfValue<string>>("x", "y") });

        Assert.Equal(stored, Stored(PartType, new() { Name = "a", Tags = ImmutableArray.Create<TfValue<string>>("y", "x") }));
        Assert.Equal(stored, TfValue<Part>.Known(new() { Name = "a", Tags = ImmutableArray.Create<TfValue<string>>("y", "x") }));
        Assert.Equal(TfValue<Part>.Known(new() { Name = "a", Tags = ImmutableArray.Create<TfValue<string>>("x", "y") }), stored);
        Assert.Equal(stored.GetHashCode(), TfValue<Part>.Known(new()).GetHashCode());
        Assert.NotEqual(stored, TfValue<Part>.Known(new() { Name = "a" }));
        Assert.NotEqual(stored, TfValue<Part>.Null);
        Assert.NotEqual(stored, TfValue<Part>.Unknown);
    }

    [Fact]
    public void A_model_compares_as_it_is_now_and_not_as_it_was_stored()
    {
        var stored = Stored(PartType, new() { Name = "a" });
        stored.Value.Name = "b";

        Assert.Equal(stored, Stored(PartType, new() { Name = "b" }));
        Assert.NotEqual(stored, Stored(PartType, new() { Name = "a" }));
    }

    [Fact]
    public void Models_inside_collections_compare_by_their_attributes_too()
    {
        var (list, map) = (TfTypes.List(PartType), TfTypes.Map(PartType));

        Assert.Equal(Stored(list, [new Part { Name = "a" }]), Stored(list, [new Part { Name = "a" }]));
        Assert.NotEqual(Stored(list, [new Part { Name = "a" }]), Stored(list, [new Part { Name = "b" }]));
        Assert.Equal(
            Stored(map, ImmutableDictionary<string, TfValue<Part>>.Empty.Add("k", new Part { Name = "a" })),
            Stored(map, ImmutableDictionary<string, TfValue<Part>>.Empty.Add("k", new Part { Name = "a" })));
    }

    [Fact]
    public void New_models_compare_as_their_class_does() =>
        Assert.Equal(TfValue<Written>.Known(new() { Name = "a" }), TfValue<Written>.Known(new() { Name = "a" }));

    /// <summary>Two values are equal, whichever of them came from Terraform, and have one hash.</summary>
    private static void Same<T>(TfType<T> type, T left, T right)
        where T : notnull
    {
        TfValue<T>[] all = [left, right, Stored(type, left), Stored(type, right)];
        Assert.All(all, one => Assert.All(all, other => Assert.Equal(one, other)));
        Assert.Single(all.Select(static value => value.GetHashCode()).Distinct());
    }

    private static void Different<T>(TfType<T> type, T left, T right)
        where T : notnull
    {
        TfValue<T>[] lefts = [left, Stored(type, left)];
        TfValue<T>[] rights = [right, Stored(type, right)];
        Assert.All(lefts, one => Assert.All(rights, other => Assert.NotEqual(one, other)));
    }

    private static TfValue<T> Stored<T>(TfType<T> type, T value)
        where T : notnull => type.FromCty(type.ToCty(value));

    private static ImmutableDictionary<string, TfValue<long>> Map(params (string Key, TfValue<long> Value)[] entries) =>
        entries.ToImmutableDictionary(static entry => entry.Key, static entry => entry.Value);

    private sealed class Part
    {
        public TfValue<string> Name;
        public TfValue<ImmutableArray<TfValue<string>>> Tags;

        public static AttributeSet<Part> Attributes { get; } = new()
        {
            { "name", static m => ref m.Name, new StringAttribute { Optional = true, Description = "N." } },
            { "tags", static m => ref m.Tags, new SetAttribute<string>(TfTypes.String) { Optional = true, Description = "T." } },
        };
    }

    private sealed record Written
    {
        public TfValue<string> Name;
    }
}
