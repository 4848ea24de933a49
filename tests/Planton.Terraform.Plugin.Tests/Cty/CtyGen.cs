using System.Collections.Immutable;
using System.Numerics;
using CsCheck;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>Random types, and random values of them.</summary>
internal static class CtyGen
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "a", "b", "name", "é", "e\u0301", "\uE000", "\uFFFD", "😀", "𐀀", "a\0b\n", "\"\\/<&>"),
        Gen.Int[0, 300].Select(static length => new string(length % 2 == 0 ? 'x' : 'ü', length)),
        Gen.String.AlphaNumeric,
        Gen.String.Select(CtyText.WellFormed));

    private static readonly Gen<CtyNumber> Number = Gen.OneOf(
        Gen.Long.Select(CtyNumber.From),
        Gen.OneOf(
            0L, -1, 1, -32, -33, 127, 128, -128, -129, 255, 256, 65535, 65536, int.MinValue, uint.MaxValue, long.MinValue, long.MaxValue)
            .Select(CtyNumber.From),
        Gen.Double.Where(double.IsFinite).Select(CtyNumber.From),
        Gen.OneOf(0.1, 0.5, 1e20, 1e300, -0.0, double.Epsilon, double.MaxValue, Math.PI).Select(CtyNumber.From),
        Gen.Decimal.Select(static value => CtyNumber.Parse(value.ToString())),
        Gen.Select(Gen.Long, Gen.Int[-400, 400]).Select(static (digits, exponent) => CtyNumber.Parse($"{digits}e{exponent}")),
        Gen.Select(Gen.Long, Gen.Long).Select(static (left, right) => CtyNumber.From((BigInteger)left * right)));

    /// <summary>Types without the dynamic type.</summary>
    public static Gen<CtyType> ConcreteType { get; } = TypeOf(2, Gen.OneOf<CtyType>(CtyType.String, CtyType.Number, CtyType.Bool));

    /// <summary>Types that hold the dynamic type where Terraform can hold it: not inside collections.</summary>
    public static Gen<CtyType> Type { get; } = Gen.OneOf(
        ConcreteType,
        Gen.Const(CtyType.Dynamic),
        Fields(Gen.OneOf(ConcreteType, Gen.Const(CtyType.Dynamic))),
        Gen.OneOf(ConcreteType, Gen.Const(CtyType.Dynamic)).Array[0, 3].Select(static elements => (CtyType)CtyType.Tuple(elements)));

    public static Gen<(CtyType Type, CtyValue Value)> KnownTyped { get; } = Typed(unknowns: false);

    public static Gen<(CtyType Type, CtyValue Value)> AnyTyped { get; } = Typed(unknowns: true);

    public static Gen<CtyValue> Value(CtyType type, bool unknowns)
    {
        var gaps = unknowns
            ? Gen.OneOf(CtyValue.Null(type), CtyValue.Unknown(type))
            : Gen.Const(CtyValue.Null(type));
        return Gen.Frequency((1, gaps), (6, Known(type, unknowns)));
    }

    private static Gen<(CtyType Type, CtyValue Value)> Typed(bool unknowns) => Gen.OneOf(
        Type.SelectMany(type => Value(type, unknowns).Select(value => (type, value))),
        ConcreteType.SelectMany(inner => Value(inner, unknowns).Array[0, 4].Select(static elements =>
            ((CtyType)CtyType.List(CtyType.Dynamic), (CtyValue)CtyValue.List(CtyType.Dynamic, elements)))));

    private static Gen<CtyType> TypeOf(int depth, Gen<CtyType> leaf)
    {
        if (depth == 0) return leaf;

        var inner = TypeOf(depth - 1, leaf);
        return Gen.OneOf(
            leaf,
            inner.Select(static element => (CtyType)CtyType.List(element)),
            inner.Select(static element => (CtyType)CtyType.Set(element)),
            inner.Select(static element => (CtyType)CtyType.Map(element)),
            inner.Array[0, 3].Select(static elements => (CtyType)CtyType.Tuple(elements)),
            Fields(inner));
    }

    private static Gen<CtyType> Fields(Gen<CtyType> inner) => Gen.Select(Text, inner).Array[0, 4].Select(static fields =>
        (CtyType)CtyType.Object(fields.DistinctBy(static field => field.Item1).Select(static field => (field.Item1, field.Item2))));

    private static Gen<CtyValue> Known(CtyType type, bool unknowns) => type switch
    {
        CtyPrimitiveType { Name: "string" } => Text.Select(static text => (CtyValue)CtyValue.String(text)),
        CtyPrimitiveType { Name: "number" } => Number.Select(static number => (CtyValue)number),
        CtyPrimitiveType => Gen.Bool.Select(static truth => (CtyValue)CtyValue.Bool(truth)),
        CtyCollectionType { Kind: CtyCollectionKind.List, Element: var element } =>
            Value(element, unknowns).Array[0, 4].Select(elements => (CtyValue)CtyValue.List(element, elements)),
        CtyCollectionType { Kind: CtyCollectionKind.Set, Element: var element } =>
            Value(element, unknowns).Array[0, 4].Select(elements => (CtyValue)CtyValue.Set(element, elements)),
        CtyCollectionType { Element: var element } =>
            Gen.Select(Text, Value(element, unknowns)).Array[0, 4].Select(entries =>
                (CtyValue)CtyValue.Map(element, entries.Select(static entry => KeyValuePair.Create(entry.Item1, entry.Item2)))),
        CtyTupleType tuple => All(tuple.Elements.Select(element => Value(element, unknowns)))
            .Select(elements => (CtyValue)new CtySequence(tuple, [.. elements])),
        CtyObjectType fields => All(fields.Attributes.Select(field => Value(field.Type, unknowns)))
            .Select(values => (CtyValue)new CtyObject(fields, [.. values])),
        _ => ConcreteType.SelectMany(inner => Value(inner, unknowns)),
    };

    private static Gen<ImmutableList<CtyValue>> All(IEnumerable<Gen<CtyValue>> gens) => gens.Aggregate(
        Gen.Const(ImmutableList<CtyValue>.Empty),
        static (all, next) => Gen.Select(all, next).Select(static (values, value) => values.Add(value)));
}
