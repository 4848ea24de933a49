using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Planning;

/// <summary>
/// What the core proposes before planning, the configuration completed from the prior state, made anew for attributes with a set of objects inside:
/// see <see cref="SetCorrelation"/>. The elements of such a set stay in the order of the configuration until the plan is complete, so that each
/// step finds the configuration of an element at the element's own place.
/// </summary>
internal static class Proposal
{
    public static CtyObject WithSets(AttributeSet attributes, CtyObject proposed, CtyObject config, CtyObject? prior)
    {
        if (!attributes.HasNestedSet) return proposed;

        return new(proposed.Type, [.. proposed.Type.Attributes.Select((shape, i) =>
            attributes.First(item => item.Name == shape.Name).Attribute is { HasNestedSet: true } attribute
                ? Attribute(attribute, prior?.Values[i] ?? attribute.Absent, config.Values[i])
                : proposed.Values[i])]);
    }

    /// <summary>Demands that the objects of each set still differ, now that the plan is complete: the core counts them.</summary>
    /// <exception cref="DiagnosticException">Two have become equal.</exception>
    public static void ExcludeDuplicates(AttributeSet attributes, CtyObject planned, CtyPath path)
    {
        foreach (var (name, attribute) in attributes)
        {
            if (attribute is { HasNestedSet: true, Nested: { } nested } && planned[name] is { IsKnown: true } value) ExcludeDuplicates(nested, value, path.Attribute(name));
        }
    }

    private static void ExcludeDuplicates(NestedAttributes nested, CtyValue value, CtyPath path)
    {
        if (value is CtySequence { IsSet: true } set && CtySequence.SetOf((CtyCollectionType)set.Type, [.. set.Elements]).Elements.Length < set.Elements.Length)
        {
            throw new DiagnosticException(
                $"Two elements of {path} are equal", $"Once defaults are filled in, two elements of {path} have the same values, and a set holds each element once. Remove one of them.", path);
        }

        foreach (var (element, at) in NestedObjects.Of(nested, value, path))
        {
            if (element is CtyObject known) ExcludeDuplicates(nested.Attributes, known, at);
        }
    }

    private static CtyObject Object(AttributeSet attributes, CtyObject? prior, CtyObject config)
    {
        var values = config.Values.ToBuilder();
        foreach (var (name, attribute) in attributes)
        {
            var at = config.Type.IndexOf(name);
            values[at] = Attribute(attribute, prior?.Values[at] ?? attribute.Absent, config.Values[at]);
        }

        return new(config.Type, values.MoveToImmutable());
    }

    private static CtyValue Attribute(SchemaAttribute attribute, CtyValue prior, CtyValue config)
    {
        if (config.IsNull && attribute.IsComputed)
        {
            // A value that holds something only a configuration can have set was configured once and no longer is.
            return attribute is { Optional: true, Nested: { } inside } && HoldsConfigured(inside, prior) ? config : prior;
        }

        return attribute.Nested is { } nested ? Nested(nested, prior, config) : config;
    }

    private static CtyValue Nested(NestedAttributes nested, CtyValue prior, CtyValue config)
    {
        CtyValue Merge(CtyValue? before, CtyValue element) => element is CtyObject given ? Object(nested.Attributes, before as CtyObject, given) : element;

        return config switch
        {
            CtyObject => Merge(prior, config),
            CtySequence { IsSet: true } set => new CtySequence(set.Type, Zip(set, SetCorrelation.PriorOf(nested.Attributes, set, prior), Merge)),
            CtySequence list => new CtySequence(list.Type, Zip(list, [.. PriorOf(prior, list.Elements.Length)], Merge)),
            CtyMap map => new CtyMap((CtyCollectionType)map.Type, [.. map.Entries.Select(entry =>
                KeyValuePair.Create(entry.Key, Merge(prior is CtyMap olds && olds.TryGet(entry.Key, out var old) ? old : null, entry.Value)))]),
            _ => config,
        };
    }

    private static ImmutableArray<CtyValue> Zip(CtySequence config, CtyValue?[] prior, Func<CtyValue?, CtyValue, CtyValue> merge) =>
        [.. config.Elements.Select((element, i) => merge(prior[i], element))];

    private static IEnumerable<CtyValue?> PriorOf(CtyValue prior, int count) =>
        Enumerable.Range(0, count).Select(i => prior is CtySequence olds && i < olds.Elements.Length ? olds.Elements[i] : null);

    private static bool HoldsConfigured(NestedAttributes nested, CtyValue value) =>
        value.IsKnown && NestedObjects.Of(nested, value, CtyPath.Root).Any(element => element.Value is CtyObject known
            && nested.Attributes.Any(item => HoldsConfigured(item.Attribute, known[item.Name])));

    private static bool HoldsConfigured(SchemaAttribute attribute, CtyValue value) =>
        value.IsKnown && (!attribute.IsComputed || (attribute.Nested is { } nested && HoldsConfigured(nested, value)));
}
