using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// The state that the core proposes to a provider before planning: the configuration, completed from the prior state wherever
/// the configuration leaves a computed value open.
/// </summary>
internal static class ProposedNew
{
    /// <summary>The proposal for one resource.</summary>
    /// <param name="prior">The prior state; null on create.</param>
    /// <param name="config">The configuration; null on destroy.</param>
    public static CtyObject? Of(CoreBlock schema, CtyObject? prior, CtyObject? config) =>
        config is null ? null : Block(schema, prior ?? schema.Absent(), config);

    private static CtyObject Block(CoreBlock schema, CtyObject prior, CtyObject config)
    {
        var merged = Attributes(schema, prior, config);
        foreach (var block in schema.Blocks)
        {
            merged = merged.With(block.Name, Nested(block.Mode, block.Inside, prior[block.Name], config[block.Name], Block));
        }

        return merged;
    }

    private static CtyObject Attributes(CoreBlock schema, CtyObject? prior, CtyObject config)
    {
        var merged = config;
        foreach (var attribute in schema.Attributes)
        {
            var before = prior?[attribute.Name] ?? CtyValue.Null(attribute.Type);
            merged = merged.With(attribute.Name, Attribute(attribute, before, config[attribute.Name]));
        }

        return merged;
    }

    private static CtyValue Attribute(CoreAttribute attribute, CtyValue prior, CtyValue config)
    {
        if (attribute.Computed && config.IsNull)
        {
            // A value that holds something only a configuration can have set was configured once and no longer is.
            return attribute is { Optional: true, Nested: { } inside } && HoldsConfigured(inside, prior) ? config : prior;
        }

        return attribute.Nested is { } nested ? Nested(nested.Mode, nested.Inside, prior, config, Attributes) : config;
    }

    private static CtyValue Nested(
        CoreNesting mode, CoreBlock inside, CtyValue prior, CtyValue config, Func<CoreBlock, CtyObject, CtyObject, CtyObject> merge)
    {
        CtyValue Merge(CtyValue? before, CtyValue element) => element is CtyObject given
            ? merge(inside, before as CtyObject ?? inside.Absent(), given)
            : element;

        if (!config.IsKnown) return config;
        switch (mode)
        {
            case CoreNesting.List:
                var olds = prior is CtySequence list ? list.Elements : [];
                return CtyValue.List(inside.Type, ((CtySequence)config).Elements.Select((element, i) => i < olds.Length ? Merge(olds[i], element) : element));
            case CoreNesting.Map:
                return CtyValue.Map(inside.Type, ((CtyMap)config).Entries.Select(entry => KeyValuePair.Create(
                    entry.Key, prior is CtyMap map && map.TryGet(entry.Key, out var old) ? Merge(old, entry.Value) : entry.Value)));
            case CoreNesting.Set:
                var unused = prior is CtySequence set ? set.Elements.ToList() : [];
                return CtyValue.Set(inside.Type, ((CtySequence)config).Elements.Select(element => Merge(Take(unused, inside, element), element)));
            default:
                return Merge(prior, config);
        }
    }

    /// <summary>The first prior element that the configured one may have come to be, which no other element gets then.</summary>
    private static CtyValue? Take(List<CtyValue> unused, CoreBlock inside, CtyValue config)
    {
        var index = unused.FindIndex(prior => CameFrom(inside, prior, config));
        if (index < 0) return null;

        var found = unused[index];
        unused.RemoveAt(index);
        return found;
    }

    private static bool CameFrom(CoreBlock inside, CtyValue prior, CtyValue config)
    {
        if (prior.Equals(config)) return true;
        return prior is CtyObject old && config is CtyObject given
            && inside.Attributes.All(attribute => AttributeCameFrom(attribute, old[attribute.Name], given[attribute.Name]))
            && inside.Blocks.All(block => ElementsCameFrom(block.Mode, block.Inside, old[block.Name], given[block.Name]));
    }

    private static bool AttributeCameFrom(CoreAttribute attribute, CtyValue prior, CtyValue config) =>
        prior.Equals(config)
        || (attribute.Computed && config.IsNull)
        || (attribute.Nested is { } nested && ElementsCameFrom(nested.Mode, nested.Inside, prior, config));

    private static bool ElementsCameFrom(CoreNesting mode, CoreBlock inside, CtyValue prior, CtyValue config) => (prior, config) switch
    {
        (CtyObject, CtyObject) => CameFrom(inside, prior, config),
        (CtySequence olds, CtySequence news) when mode == CoreNesting.Set =>
            olds.Elements.Length == news.Elements.Length && news.Elements.All(element => olds.Elements.Any(old => CameFrom(inside, old, element))),
        (CtySequence olds, CtySequence news) =>
            olds.Elements.Length == news.Elements.Length && olds.Elements.Zip(news.Elements).All(pair => CameFrom(inside, pair.First, pair.Second)),
        (CtyMap olds, CtyMap news) =>
            olds.Entries.Length == news.Entries.Length
            && news.Entries.All(entry => olds.TryGet(entry.Key, out var old) && CameFrom(inside, old, entry.Value)),
        _ => prior.Equals(config),
    };

    private static bool HoldsConfigured(CoreNested nested, CtyValue value) => Elements(value)
        .OfType<CtyObject>()
        .Any(element => nested.Inside.Attributes.Any(attribute => HoldsConfigured(attribute, element[attribute.Name])));

    private static bool HoldsConfigured(CoreAttribute attribute, CtyValue value) =>
        !value.IsNull && (!attribute.Computed || (attribute.Nested is { } nested && HoldsConfigured(nested, value)));

    private static IEnumerable<CtyValue> Elements(CtyValue value) => value switch
    {
        CtyObject => [value],
        CtySequence sequence => sequence.Elements,
        CtyMap map => map.Entries.Select(static entry => entry.Value),
        _ => [],
    };
}
