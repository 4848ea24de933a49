using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>A planned value that the outcome does not have.</summary>
/// <param name="IsHidden">Whether the values must not be shown.</param>
internal sealed record Difference(CtyPath Path, CtyValue Planned, CtyValue Now, bool IsHidden);

/// <summary>
/// Compares an outcome with its plan as the CLI does: what was known must have come true, at any depth, and what was unknown may be anything. Each
/// difference is reported at the smallest part that has a path.
/// </summary>
internal sealed class Reconciliation
{
    private readonly List<Difference> _differences = [];

    public Reconciliation(AttributeSet attributes, CtyObject planned, CtyObject result) =>
        State = Object(attributes, planned, result, CtyPath.Root, isHidden: false);

    /// <summary>The outcome with the planned value wherever it differs; the outcome itself when it does not.</summary>
    public CtyObject State { get; }

    public IReadOnlyList<Difference> Differences => _differences;

    private CtyObject Object(AttributeSet attributes, CtyObject planned, CtyObject now, CtyPath path, bool isHidden)
    {
        foreach (var (name, attribute) in attributes)
        {
            var value = Attribute(attribute, planned[name], now[name], path.Attribute(name), isHidden || attribute.Sensitive || attribute.WriteOnly);
            if (!ReferenceEquals(value, now[name])) now = now.With(name, value);
        }

        return now;
    }

    private CtyValue Attribute(SchemaAttribute attribute, CtyValue planned, CtyValue now, CtyPath path, bool isHidden)
    {
        if (CameTrue(planned, now)) return now;
        return attribute.Nested is { } nested
            ? Inside(nested, planned, now, path, isHidden) ?? AsPlanned(planned, now, path, isHidden)
            : AsPlanned(planned, now, path, isHidden);
    }

    /// <summary>The elements of a nested attribute, each beside its plan; null where they cannot be told apart or do not correspond.</summary>
    private CtyValue? Inside(NestedAttributes nested, CtyValue planned, CtyValue now, CtyPath path, bool isHidden)
    {
        CtyValue Element(CtyValue before, CtyValue after, CtyPath at) => (before, after) switch
        {
            _ when CameTrue(before, after) => after,
            (CtyObject plan, CtyObject result) => Object(nested.Attributes, plan, result, at, isHidden),
            _ => AsPlanned(before, after, at, isHidden),
        };

        return (planned, now) switch
        {
            (CtyObject, CtyObject) => Element(planned, now, path),
            (CtySequence { IsSet: false } plan, CtySequence list) when plan.Elements.Length == list.Elements.Length =>
                new CtySequence(list.Type, [.. list.Elements.Select((element, i) => Element(plan.Elements[i], element, path.Index(i)))]),
            (CtyMap plan, CtyMap map) when SameKeys(plan, map) => new CtyMap(
                (CtyCollectionType)map.Type,
                [.. map.Entries.Zip(plan.Entries, (after, before) => KeyValuePair.Create(after.Key, Element(before.Value, after.Value, path.Key(after.Key))))]),
            _ => null,
        };
    }

    private CtyValue AsPlanned(CtyValue planned, CtyValue now, CtyPath path, bool isHidden)
    {
        _differences.Add(new(path, planned, now, isHidden));
        return UnknownValues.WithNulls(planned);
    }

    private static bool CameTrue(CtyValue planned, CtyValue now) => planned.IsUnknown || planned.Equals(now) || (!planned.IsWhollyKnown && (planned, now) switch
    {
        (CtyObject plan, CtyObject result) => plan.Values.Zip(result.Values).All(static pair => CameTrue(pair.First, pair.Second)),
        (CtyMap plan, CtyMap map) => SameKeys(plan, map) && plan.Entries.Zip(map.Entries).All(static pair => CameTrue(pair.First.Value, pair.Second.Value)),
        (CtySequence { IsSet: true } plan, CtySequence set) => SameElements(plan, set),
        (CtySequence plan, CtySequence list) => plan.Elements.Length == list.Elements.Length && plan.Elements.Zip(list.Elements).All(static pair => CameTrue(pair.First, pair.Second)),
        _ => false,
    });

    /// <summary>Elements that were unknown may turn out equal, so a set may shrink; it never grows.</summary>
    private static bool SameElements(CtySequence planned, CtySequence now) =>
        now.Elements.Length <= planned.Elements.Length
        && planned.Elements.All(before => now.Elements.Any(after => CameTrue(before, after)))
        && now.Elements.All(after => planned.Elements.Any(before => CameTrue(before, after)));

    private static bool SameKeys(CtyMap planned, CtyMap now) =>
        planned.Entries.Select(static entry => entry.Key).SequenceEqual(now.Entries.Select(static entry => entry.Key), StringComparer.Ordinal);
}
