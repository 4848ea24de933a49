using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>What holds for every object that a provider hands over to be kept, whichever call it answers.</summary>
internal static class StateRules
{
    /// <summary>Checks that nothing is unknown, write-only values are null and block containers are there.</summary>
    /// <param name="state">The object; null when there is none.</param>
    public static IReadOnlyList<RuleBreak> Check(CoreBlock schema, CtyObject? state) =>
        state is null ? [] : [.. Unknowns(state, CtyPath.Root), .. Inside(schema, state, CtyPath.Root)];

    private static IEnumerable<RuleBreak> Unknowns(CtyValue value, CtyPath path) => value switch
    {
        { IsWhollyKnown: true } => [],
        CtyObject known => known.Type.Attributes.SelectMany(attribute => Unknowns(known[attribute.Name], path.Attribute(attribute.Name))),
        CtyMap map => map.Entries.SelectMany(entry => Unknowns(entry.Value, path.Key(entry.Key))),
        CtySequence { IsSet: false } list => list.Elements.SelectMany((element, i) => Unknowns(element, path.Index(i))),
        _ => [new(path, "the value is unknown, which only a plan may hold")],
    };

    /// <summary>What holds for plans too: write-only values are null, block containers are there.</summary>
    internal static IEnumerable<RuleBreak> Inside(CoreBlock schema, CtyObject value, CtyPath path)
    {
        foreach (var attribute in schema.Attributes)
        {
            var (inner, at) = (value[attribute.Name], path.Attribute(attribute.Name));
            if (attribute.WriteOnly && !inner.IsNull) yield return new(at, "the value of a write-only attribute must be null");
            else if (attribute.Nested is { } nested) foreach (var found in Elements(nested.Inside, inner, at)) yield return found;
        }

        foreach (var block in schema.Blocks)
        {
            var (inner, at) = (value[block.Name], path.Attribute(block.Name));
            if (inner.IsNull && block.Mode != CoreNesting.Single) yield return new(at, "a block's value may not be null; it must be empty to show that there is no block");
            foreach (var found in Elements(block.Inside, inner, at)) yield return found;
        }
    }

    private static IEnumerable<RuleBreak> Elements(CoreBlock inside, CtyValue value, CtyPath path) => value switch
    {
        CtyObject known => Inside(inside, known, path),
        CtySequence sequence => sequence.Elements.OfType<CtyObject>().SelectMany((element, i) => Inside(inside, element, sequence.IsSet ? path : path.Index(i))),
        CtyMap map => map.Entries.SelectMany(entry => entry.Value is CtyObject element ? Inside(inside, element, path.Key(entry.Key)) : []),
        _ => [],
    };
}
