using System.Collections.Immutable;
using CsCheck;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Server;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

/// <summary>Random schemas and values of theirs, for properties that hold for every plan.</summary>
internal static class PlannerSchemas
{
    /// <summary>The schema as the core gets to see it, over the wire.</summary>
    public static CoreBlock ToCore(Schema schema) => CoreBlock.From(schema.ToWire().Block);

    /// <summary>A schema whose attributes are of random kinds, types and flags.</summary>
    public static Gen<Schema<Bag>> Schema { get; } = Attributes(depth: 2).Select(static attributes =>
    {
        var schema = new Schema<Bag> { Description = "For tests." };
        foreach (var add in attributes) add(schema.Attributes);
        return schema;
    });

    /// <summary>A configuration of a schema: what only the provider sets is null, what is required is not.</summary>
    public static Gen<CtyObject> Config(CoreBlock block) => Object(block, static attribute => attribute switch
    {
        { Required: true } => 0,
        { Optional: true } => 3,
        _ => int.MaxValue,
    }, unknowns: true);

    /// <summary>A stored state: wholly known, without write-only values.</summary>
    public static Gen<CtyObject> State(CoreBlock block) => Object(block, static attribute => attribute switch
    {
        { WriteOnly: true } => int.MaxValue,
        { Required: true } => 0,
        { Computed: true } => 9,
        _ => 3,
    }, unknowns: false);

    private static Gen<CtyObject> Object(CoreBlock block, Func<CoreAttribute, int> oneInNull, bool unknowns) => block.Type.Attributes.Length == 0
        ? Gen.Const(CtyValue.Object(block.Type))
        : Gen.Int[0, int.MaxValue].SelectMany(seed => Gen.Const(Build(block, oneInNull, unknowns, new Random(seed))));

    private static CtyObject Build(CoreBlock block, Func<CoreAttribute, int> oneInNull, bool unknowns, Random random) => CtyValue.Object(
        block.Type,
        [
            .. block.Attributes.Select(attribute => (attribute.Name, Value(attribute, oneInNull, unknowns, random))),
            .. block.Blocks.Select(inside => (inside.Name, Blocks(inside, oneInNull, unknowns, random))),
        ]);

    private static CtyValue Blocks(CoreNestedBlock block, Func<CoreAttribute, int> oneInNull, bool unknowns, Random random) => block.Mode switch
    {
        CoreNesting.Single => random.Next(3) == 0 ? CtyValue.Null(block.Type) : Build(block.Inside, oneInNull, unknowns, random),
        CoreNesting.List => CtyValue.List(block.Inside.Type, Several(() => Build(block.Inside, oneInNull, unknowns, random), random)),
        _ => CtyValue.Set(block.Inside.Type, Several(() => Build(block.Inside, oneInNull, unknowns: false, random), random)),
    };

    private static IEnumerable<CtyValue> Several(Func<CtyObject> one, Random random) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => one())];

    private static CtyValue Value(CoreAttribute attribute, Func<CoreAttribute, int> oneInNull, bool unknowns, Random random)
    {
        var chance = oneInNull(attribute);
        if (chance == int.MaxValue || (chance > 0 && random.Next(chance) == 0)) return CtyValue.Null(attribute.Type);
        if (unknowns && random.Next(6) == 0) return CtyValue.Unknown(attribute.Type);
        if (attribute.Nested is not { } nested) return Plain(attribute.Type, unknowns, random);

        // Elements of a set that are equal once they are known become one element, which is another configuration.
        CtyObject One() => Build(nested.Inside, oneInNull, unknowns && nested.Mode != CoreNesting.Set, random);
        return nested.Mode switch
        {
            CoreNesting.List => CtyValue.List(nested.Inside.Type, Several(One, random)),
            CoreNesting.Set => CtyValue.Set(nested.Inside.Type, Several(One, random)),
            CoreNesting.Map => CtyValue.Map(nested.Inside.Type, Enumerable.Range(0, random.Next(3)).Select(i => KeyValuePair.Create<string, CtyValue>($"k{i}", One()))),
            _ => One(),
        };
    }

    private static CtyValue Plain(CtyType type, bool unknowns, Random random) => type switch
    {
        CtyCollectionType { Kind: CtyCollectionKind.Set } set => CtyValue.Set(set.Element, Elements(set.Element, unknowns, random)),
        CtyCollectionType { Kind: CtyCollectionKind.List } list => CtyValue.List(list.Element, Elements(list.Element, unknowns, random)),
        CtyCollectionType map => CtyValue.Map(map.Element, Elements(map.Element, unknowns, random).Select(static (value, i) => KeyValuePair.Create($"k{i}", value))),
        CtyPrimitiveType { Name: "number" } => CtyValue.Number(random.Next(3)),
        CtyPrimitiveType { Name: "bool" } => CtyValue.Bool(random.Next(2) == 0),
        _ => CtyValue.String(((char)('a' + random.Next(3))).ToString()),
    };

    private static IEnumerable<CtyValue> Elements(CtyType type, bool unknowns, Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => unknowns && random.Next(6) == 0 ? CtyValue.Unknown(type) : Plain(type, unknowns, random))];

    private static Gen<List<Action<AttributeSet<Bag>>>> Attributes(int depth, bool inSet = false, bool blocks = true) => Kind(depth, inSet, blocks).List[1, 5].Select(static kinds =>
        kinds.Select(static (kind, i) => new Action<AttributeSet<Bag>>(set => kind(set, i))).ToList());

    private static Gen<Action<AttributeSet<Bag>, int>> Kind(int depth, bool inSet, bool blocks)
    {
        // Nothing write-only stands in a set.
        var flags = Gen.Int[0, inSet ? 4 : 5].Select(static flag => (Flags)flag);
        Gen<Action<AttributeSet<Bag>, int>>[] plain =
        [
            flags.Select(static flag => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Texts[i], Plain<StringAttribute, string>(flag, "d", static (r, o, c, w, d) => new() { Required = r, Optional = o, Computed = c, WriteOnly = w, DefaultValue = d, Description = "T." })))),
            flags.Select(static flag => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Numbers[i], Plain<Int64Attribute, long>(flag, 7, static (r, o, c, w, d) => new() { Required = r, Optional = o, Computed = c, WriteOnly = w, DefaultValue = d, Description = "N." })))),
            flags.Select(static flag => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Flags[i], Plain<BoolAttribute, bool>(flag, true, static (r, o, c, w, d) => new() { Required = r, Optional = o, Computed = c, WriteOnly = w, DefaultValue = d, Description = "B." })))),
            flags.Select(static flag => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Lists[i], Plain<SetAttribute<string>, ImmutableArray<TfValue<string>>>(flag, [], static (r, o, c, w, d) => new(TfTypes.String) { Required = r, Optional = o, Computed = c, WriteOnly = w, DefaultValue = d, Description = "S." })))),
            flags.Select(static flag => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Lists[i], Plain<ListAttribute<string>, ImmutableArray<TfValue<string>>>(flag, [], static (r, o, c, w, d) => new(TfTypes.String) { Required = r, Optional = o, Computed = c, WriteOnly = w, DefaultValue = d, Description = "L." })))),
        ];
        if (depth == 0) return Gen.OneOf(plain);

        // A nested attribute has no default here: what stands inside decides.
        var inside = Attributes(depth - 1, inSet, blocks: false);
        var insideSet = Attributes(depth - 1, inSet: true, blocks: false);
        var nestedFlags = Gen.Int[0, 3].Select(static flag => (Flags)flag);
        return Gen.OneOf(
        [
            .. plain,
            Gen.Select(inside, nestedFlags, static (attributes, flag) => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(
                Name(i), m => ref m.Ones[i], Plain<SingleNestedAttribute<Bag>, Bag>(flag, new(), (r, o, c, _, _) => new(Set(attributes)) { Required = r, Optional = o, Computed = c, Description = "O." })))),
            Gen.Select(inside, nestedFlags, static (attributes, flag) => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(
                Name(i), m => ref m.Manies[i], Plain<ListNestedAttribute<Bag>, ImmutableArray<TfValue<Bag>>>(flag, [], (r, o, c, _, _) => new(Set(attributes)) { Required = r, Optional = o, Computed = c, Description = "M." })))),
            Gen.Select(inside, nestedFlags, static (attributes, flag) => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(
                Name(i), m => ref m.Nameds[i], Plain<MapNestedAttribute<Bag>, ImmutableDictionary<string, TfValue<Bag>>>(flag, ImmutableDictionary<string, TfValue<Bag>>.Empty, (r, o, c, _, _) => new(Set(attributes)) { Required = r, Optional = o, Computed = c, Description = "K." })))),
            Gen.Select(insideSet, nestedFlags, static (attributes, flag) => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(
                Name(i), m => ref m.Manies[i], Plain<SetNestedAttribute<Bag>, ImmutableArray<TfValue<Bag>>>(flag, [], (r, o, c, _, _) => new(Set(attributes)) { Required = r, Optional = o, Computed = c, Description = "E." })))),
            .. blocks ? BlockKinds(depth, inSet) : [],
        ]);
    }

    /// <summary>Blocks, which stand in the root and in other blocks only.</summary>
    private static Gen<Action<AttributeSet<Bag>, int>>[] BlockKinds(int depth, bool inSet)
    {
        var inside = Attributes(depth - 1, inSet);
        return
        [
            inside.Select(static attributes => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Ones[i], new SingleBlock<Bag>(Set(attributes)) { Description = "B." }))),
            inside.Select(static attributes => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Manies[i], new ListBlock<Bag>(Set(attributes)) { Description = "B." }))),
            Attributes(depth - 1, inSet: true).Select(static attributes => new Action<AttributeSet<Bag>, int>((set, i) => set.Add(Name(i), m => ref m.Manies[i], new SetBlock<Bag>(Set(attributes)) { Description = "B." }))),
        ];
    }

    private static TAttribute Plain<TAttribute, T>(Flags flag, T fallback, Func<bool, bool, bool, bool, TfValue<T>, TAttribute> make)
        where T : notnull => make(
            flag == Flags.Required,
            flag is Flags.Optional or Flags.OptionalComputed or Flags.Default or Flags.WriteOnly,
            flag is Flags.OptionalComputed or Flags.Computed,
            flag == Flags.WriteOnly,
            flag == Flags.Default ? fallback : TfValue<T>.Null);

    private static AttributeSet<Bag> Set(List<Action<AttributeSet<Bag>>> attributes)
    {
        AttributeSet<Bag> set = [];
        foreach (var add in attributes) add(set);
        return set;
    }

    private static string Name(int i) => $"a{i}";

    private enum Flags
    {
        Required,
        Optional,
        OptionalComputed,
        Computed,
        Default,
        WriteOnly,
    }
}

/// <summary>A model with room for every attribute that a random schema may have.</summary>
internal sealed class Bag
{
    public TfValue<string>[] Texts { get; } = new TfValue<string>[5];

    public TfValue<long>[] Numbers { get; } = new TfValue<long>[5];

    public TfValue<bool>[] Flags { get; } = new TfValue<bool>[5];

    public TfValue<ImmutableArray<TfValue<string>>>[] Lists { get; } = new TfValue<ImmutableArray<TfValue<string>>>[5];

    public TfValue<Bag>[] Ones { get; } = new TfValue<Bag>[5];

    public TfValue<ImmutableArray<TfValue<Bag>>>[] Manies { get; } = new TfValue<ImmutableArray<TfValue<Bag>>>[5];

    public TfValue<ImmutableDictionary<string, TfValue<Bag>>>[] Nameds { get; } = new TfValue<ImmutableDictionary<string, TfValue<Bag>>>[5];
}
