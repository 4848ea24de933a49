using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Planning;

/// <summary>Makes another object of one inside a nested attribute.</summary>
/// <param name="prior">The object that it was in the prior state; null for a new one.</param>
/// <param name="at">The step from the attribute to the object; null where the attribute is one object.</param>
internal delegate CtyObject ElementStep(CtyObject element, CtyObject config, CtyObject? prior, CtyStep? at);

/// <summary>
/// Walks the objects inside a nested attribute, each beside its own configuration and prior state: by position in a list, by key in a map, by what is
/// configured in a set (<see cref="SetCorrelation"/>).
/// </summary>
internal static class NestedElements
{
    private static readonly CtyStep AnyElement = new CtyStep.Element();

    /// <summary>Runs a step on each object. What has no configuration of its own stays as it is.</summary>
    /// <param name="prior">The prior value; null where the step does not ask for it.</param>
    public static CtyValue Each(NestedAttributes nested, CtyValue value, CtyValue config, CtyValue? prior, ElementStep step) => (value, config) switch
    {
        (CtyObject, _) => Run(value, config, prior, null, step),
        (CtySequence elements, CtySequence given) when elements.Elements.Length == given.Elements.Length => Sequence(nested, elements, given, prior, step),
        (CtyMap map, CtyMap given) => new CtyMap(
            (CtyCollectionType)map.Type,
            [.. map.Entries.Select(entry => KeyValuePair.Create(
                entry.Key, Run(entry.Value, At(given, entry.Key), At(prior, entry.Key), new CtyStep.Key(entry.Key), step)))]),
        _ => value,
    };

    private static CtySequence Sequence(NestedAttributes nested, CtySequence elements, CtySequence config, CtyValue? prior, ElementStep step)
    {
        var inSet = elements.IsSet && prior is not null ? SetCorrelation.PriorOf(nested.Attributes, config, prior) : null;
        return new(elements.Type, [.. elements.Elements.Select((element, i) => elements.IsSet
            ? Run(element, config.Elements[i], inSet?[i], AnyElement, step)
            : Run(element, config.Elements[i], At(prior, i), new CtyStep.Index(i), step))]);
    }

    private static CtyValue Run(CtyValue element, CtyValue? config, CtyValue? prior, CtyStep? at, ElementStep step) =>
        element is CtyObject known && config is CtyObject given ? step(known, given, prior as CtyObject, at) : element;

    private static CtyValue? At(CtyValue? value, int index) =>
        value is CtySequence list && index < list.Elements.Length ? list.Elements[index] : null;

    private static CtyValue? At(CtyValue? value, string key) => value is CtyMap map && map.TryGet(key, out var found) ? found : null;
}
