namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// The rule for collections whose element type leaves something open: each element brings its own type, and all must
/// have brought the same one. Terraform panics on a list that mixes them.
/// </summary>
internal static class CtyElements
{
    public const string Inconsistent = "All elements of a collection must have the same type.";

    /// <summary>Whether elements of a collection agree on one type. Elements without any type yet agree with all.</summary>
    public static bool Agree(CtyType element, ReadOnlySpan<CtyValue> elements)
    {
        if (!element.HasDynamic) return true;

        CtyType? shared = null;
        foreach (var value in elements)
        {
            if (!Agree(ref shared, value)) return false;
        }

        return true;
    }

    /// <inheritdoc cref="Agree(CtyType, ReadOnlySpan{CtyValue})"/>
    public static bool Agree(CtyType element, ReadOnlySpan<KeyValuePair<string, CtyValue>> entries)
    {
        if (!element.HasDynamic) return true;

        CtyType? shared = null;
        foreach (var (_, value) in entries)
        {
            if (!Agree(ref shared, value)) return false;
        }

        return true;
    }

    private static bool Agree(ref CtyType? shared, CtyValue value)
    {
        var type = Concrete(value);
        if (type is CtyDynamicType) return true;

        shared ??= type;
        return shared.Equals(type);
    }

    /// <summary>A value's type with every dynamic place replaced by the type found there.</summary>
    private static CtyType Concrete(CtyValue value) => value.Type.HasDynamic
        ? value switch
        {
            CtySequence { Type: CtyCollectionType { Kind: CtyCollectionKind.List } } list => CtyType.List(ConcreteElement(list)),
            CtySequence { Type: CtyCollectionType } set => CtyType.Set(ConcreteElement(set)),
            CtySequence tuple => CtyType.Tuple(tuple.Elements.Select(Concrete)),
            CtyMap map => CtyType.Map(map.Entries.Select(static entry => Concrete(entry.Value)).FirstOrDefault(IsConcrete, CtyType.Dynamic)),
            CtyObject known => CtyType.Object(
                known.Type.Attributes.Zip(known.Values, static (attribute, inner) => (attribute.Name, Concrete(inner)))),
            _ => value.Type,
        }
        : value.Type;

    private static CtyType ConcreteElement(CtySequence collection) =>
        collection.Elements.Select(Concrete).FirstOrDefault(IsConcrete, CtyType.Dynamic);

    private static bool IsConcrete(CtyType type) => type is not CtyDynamicType;
}
