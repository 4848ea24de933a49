using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Planning;

/// <summary>
/// Which object of a set became which. The elements of a set have neither position nor key, so a configured element is taken for the prior one with the
/// same configured values. The core does so too, but it knows nothing of defaults and of values that mean the same, and it may give one prior
/// element to a configured one that another fits better.
/// </summary>
internal static class SetCorrelation
{
    /// <summary>The prior element of each configured one; null for one that is new.</summary>
    public static CtyValue?[] PriorOf(AttributeSet attributes, CtySequence config, CtyValue prior)
    {
        var found = new CtyValue?[config.Elements.Length];
        if (prior is not CtySequence { Elements.IsEmpty: false } olds) return found;

        // Those that agree throughout go first: the others agree with more than one where the configuration leaves values to the provider.
        var unused = olds.Elements.ToList();
        Pair(attributes, config, unused, found, isExact: true);
        Pair(attributes, config, unused, found, isExact: false);
        return found;
    }

    private static void Pair(AttributeSet attributes, CtySequence config, List<CtyValue> unused, CtyValue?[] found, bool isExact)
    {
        for (var i = 0; i < found.Length; i++)
        {
            var configured = config.Elements[i];
            var at = found[i] is null ? unused.FindIndex(prior => IsSame(attributes, prior, configured, isExact)) : -1;
            if (at < 0) continue;

            found[i] = unused[at];
            unused.RemoveAt(at);
        }
    }

    private static bool IsSame(AttributeSet attributes, CtyValue prior, CtyValue config, bool isExact) =>
        prior is CtyObject old && config is CtyObject given
            && attributes.All(item => IsSame(item.Attribute, old[item.Name], given[item.Name], isExact));

    private static bool IsSame(SchemaAttribute attribute, CtyValue prior, CtyValue config, bool isExact)
    {
        if (prior.Equals(config)) return true;
        if (config.IsNull && attribute.IsComputed) return !isExact || !attribute.Optional || (attribute.Default is { } fallback && fallback.Equals(prior));
        return attribute.Nested is { } nested ? AreSame(nested, prior, config, isExact) : attribute.Keep(prior, config).Equals(prior);
    }

    private static bool AreSame(NestedAttributes nested, CtyValue prior, CtyValue config, bool isExact) => (prior, config) switch
    {
        (CtyObject, CtyObject) => IsSame(nested.Attributes, prior, config, isExact),
        (CtySequence olds, CtySequence news) when olds.Elements.Length != news.Elements.Length => false,
        (CtySequence olds, CtySequence { IsSet: true } news) => PriorOf(nested.Attributes, news, olds).All(static found => found is not null),
        (CtySequence olds, CtySequence news) =>
            olds.Elements.Zip(news.Elements).All(pair => IsSame(nested.Attributes, pair.First, pair.Second, isExact)),
        (CtyMap olds, CtyMap news) => olds.Entries.Length == news.Entries.Length
            && news.Entries.All(entry => olds.TryGet(entry.Key, out var old) && IsSame(nested.Attributes, old, entry.Value, isExact)),
        _ => false,
    };
}
