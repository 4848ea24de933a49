using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>Writes the configuration that an imported object would have, for <c>plan -generate-config-out</c>.</summary>
internal static class GeneratedConfig
{
    /// <summary>The state without what a person would not write: computed and deprecated values, defaults, write-only values, time limits.</summary>
    public static CtyObject From(Schema schema, CtyObject state) => Strip(schema.Untyped, state, isRoot: true);

    private static CtyObject Strip(AttributeSet attributes, CtyObject value, bool isRoot)
    {
        var superfluous = attributes.Superfluous(value).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, attribute) in attributes)
        {
            var isWritten = (attribute.Required || attribute.Optional)
                && attribute is { DeprecationMessage: null, WriteOnly: false }
                && !superfluous.Contains(name)
                && !(isRoot && !attribute.Required && (name is "id" or "timeouts"))
                && !(attribute.Default is { } fallback && fallback.Equals(value[name]));

            if (!isWritten) value = value.With(name, attribute.Absent);
            else if (attribute.Nested is { } nested) value = value.With(name, StripInside(nested.Attributes, value[name]));
        }

        return value;
    }

    private static CtyValue StripInside(AttributeSet attributes, CtyValue value) => value switch
    {
        CtyObject known => Strip(attributes, known, isRoot: false),
        CtySequence { IsSet: true } set => CtyValue.Set(attributes.Type, set.Elements.Select(element => StripInside(attributes, element))),
        CtySequence list => CtyValue.List(attributes.Type, list.Elements.Select(element => StripInside(attributes, element))),
        CtyMap map => CtyValue.Map(attributes.Type, map.Entries.Select(entry => KeyValuePair.Create(entry.Key, StripInside(attributes, entry.Value)))),
        _ => value,
    };
}
