using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// What the core accepts as the outcome of a plan ("Provider produced inconsistent result after apply", and for the second plan
/// "inconsistent final plan"): everything that the plan said must have come true; what it left unknown may be anything.
/// </summary>
internal static class ApplyRules
{
    /// <summary>Compares a plan with what came of it.</summary>
    /// <param name="planned">The planned state; null for a destroy.</param>
    /// <param name="actual">The new state, or the second plan; null when there is none.</param>
    public static IReadOnlyList<RuleBreak> Check(CoreBlock schema, CtyObject? planned, CtyObject? actual)
    {
        if (planned is null && actual is null) return [];
        if (planned is null) return [new(CtyPath.Root, "the root object was absent, but is now present")];
        return actual is null
            ? [new(CtyPath.Root, "the root object was present, but is now absent")]
            : [.. Block(schema, planned, actual, CtyPath.Root)];
    }

    private static IEnumerable<RuleBreak> Block(CoreBlock schema, CtyObject planned, CtyObject actual, CtyPath path)
    {
        foreach (var attribute in schema.Attributes)
        {
            var at = path.Attribute(attribute.Name);
            var breaks = Value(planned[attribute.Name], actual[attribute.Name], at);
            if (!attribute.Sensitive)
            {
                foreach (var found in breaks) yield return found;
            }
            else if (breaks.Any())
            {
                yield return new(at, "inconsistent values for a sensitive attribute");
            }
        }

        foreach (var found in schema.Blocks.SelectMany(block => NestedBlock(block, planned[block.Name], actual[block.Name], path.Attribute(block.Name))))
        {
            yield return found;
        }
    }

    private static IEnumerable<RuleBreak> NestedBlock(CoreNestedBlock block, CtyValue planned, CtyValue actual, CtyPath path)
    {
        if (planned.IsUnknown) return [];
        if (block.Mode is CoreNesting.Single or CoreNesting.Group) return Element(block.Inside, planned, actual, path);

        var (before, after) = (Count(planned), Count(actual));
        return block.Mode switch
        {
            CoreNesting.Set when before < after => [new(path, $"the number of blocks grew from {before} to {after}")],
            CoreNesting.Set => Correlate((CtySequence)planned, (CtySequence)actual, path, (left, right) => Element(block.Inside, left, right, path)),
            CoreNesting.Map => Entries((CtyMap)planned, (CtyMap)actual, path, (left, right, at) => Element(block.Inside, left, right, at)),
            _ when before != after => [new(path, $"the number of blocks changed from {before} to {after}")],
            _ => Items((CtySequence)planned, (CtySequence)actual, path, (left, right, at) => Element(block.Inside, left, right, at)),
        };
    }

    private static IEnumerable<RuleBreak> Element(CoreBlock inside, CtyValue planned, CtyValue actual, CtyPath path) =>
        planned is CtyObject before && actual is CtyObject after ? Block(inside, before, after, path) : Value(planned, actual, path);

    private static IEnumerable<RuleBreak> Value(CtyValue planned, CtyValue actual, CtyPath path)
    {
        if (planned.IsUnknown || planned.Equals(actual)) return [];
        if (actual.IsUnknown) return [new(path, $"was {planned}, but is now unknown")];
        if (planned.IsNull || actual.IsNull) return [new(path, $"was {planned}, but now {actual}")];
        return (planned, actual) switch
        {
            (CtyObject before, CtyObject after) => before.Type.Attributes.SelectMany(
                attribute => Value(before[attribute.Name], after[attribute.Name], path.Attribute(attribute.Name))),
            (CtyMap before, CtyMap after) => Entries(before, after, path, Value),
            (CtySequence { IsSet: true } before, CtySequence after) => Set(before, after, path),
            (CtySequence before, CtySequence after) => Items(before, after, path, Value),
            _ => [new(path, $"was {planned}, but now {actual}")],
        };
    }

    private static IEnumerable<RuleBreak> Items(
        CtySequence planned, CtySequence actual, CtyPath path, Func<CtyValue, CtyValue, CtyPath, IEnumerable<RuleBreak>> compare)
    {
        for (var i = 0; i < Math.Max(planned.Elements.Length, actual.Elements.Length); i++)
        {
            if (i >= actual.Elements.Length) yield return new(path.Index(i), $"the element {i} has vanished");
            else if (i >= planned.Elements.Length) yield return new(path.Index(i), $"the new element {i} has appeared");
            else foreach (var found in compare(planned.Elements[i], actual.Elements[i], path.Index(i))) yield return found;
        }
    }

    private static IEnumerable<RuleBreak> Entries(
        CtyMap planned, CtyMap actual, CtyPath path, Func<CtyValue, CtyValue, CtyPath, IEnumerable<RuleBreak>> compare)
    {
        foreach (var (key, before) in planned.Entries)
        {
            if (!actual.TryGet(key, out var after)) yield return new(path.Key(key), $"the element \"{key}\" has vanished");
            else foreach (var found in compare(before, after, path.Key(key))) yield return found;
        }

        foreach (var (key, _) in actual.Entries)
        {
            if (!planned.TryGet(key, out _)) yield return new(path.Key(key), $"the new element \"{key}\" has appeared");
        }
    }

    private static IEnumerable<RuleBreak> Set(CtySequence planned, CtySequence actual, CtyPath path)
    {
        // Elements that turn out equal become one, so a set may shrink; it never grows.
        var grown = planned.Elements.Length < actual.Elements.Length
            ? new RuleBreak(path, $"the number of elements grew from {planned.Elements.Length} to {actual.Elements.Length}")
            : null;
        return Correlate(planned, actual, path, (before, after) => Value(before, after, path)).Concat(grown is null ? [] : [grown]);
    }

    private static IEnumerable<RuleBreak> Correlate(
        CtySequence planned, CtySequence actual, CtyPath path, Func<CtyValue, CtyValue, IEnumerable<RuleBreak>> compare)
    {
        foreach (var before in planned.Elements)
        {
            if (!actual.Elements.Any(after => !compare(before, after).Any())) yield return new(path, $"the planned element {before} correlates with none of the result");
        }

        foreach (var after in actual.Elements)
        {
            if (!planned.Elements.Any(before => !compare(before, after).Any())) yield return new(path, $"the element {after} of the result correlates with none of the plan");
        }
    }

    private static int Count(CtyValue value) => value switch
    {
        CtySequence sequence => sequence.Elements.Length,
        CtyMap map => map.Entries.Length,
        _ => 0,
    };
}
