using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// Finds what is wrong with the declaration of a schema and what no compiler sees. It takes time that no command of a user should wait for, so it runs
/// in tests and in <c>--debug</c>.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>What is wrong, with the place of each.</summary>
    /// <param name="reserved">The names that the language itself uses in such a block.</param>
    /// <param name="mayBeWriteOnly">Whether values of such a block can be write-only.</param>
    public static IEnumerable<string> Of(Schema schema, IReadOnlyCollection<string> reserved, bool mayBeWriteOnly)
    {
        foreach (var name in schema.Untyped.Select(static item => item.Name).Where(reserved.Contains))
        {
            yield return $"{name}: the name is reserved for the language";
        }

        if (schema.Version < 0) yield return "the version is negative";
        foreach (var found in Of(schema.Untyped, "", mayBeWriteOnly)) yield return found;
    }

    /// <summary>Whether Terraform's language can write a name: a letter or underscore first, then those and digits, all in lower case.</summary>
    public static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    public static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(static name => name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key);

    private static IEnumerable<string> Of(AttributeSet attributes, string path, bool mayBeWriteOnly, bool mayBeBlock = true)
    {
        foreach (var name in Twice(attributes.Select(static item => item.Name))) yield return $"{path}{name}: the name is declared twice";
        foreach (var name in attributes.SharingAField) yield return $"{path}{name}: another attribute is bound to the same field of the model";
        foreach (var (name, attribute) in attributes)
        {
            if (!IsName(name)) yield return $"{path}{name}: a name consists of lower-case letters, digits and underscores, and does not begin with a digit";
            foreach (var found in Properties(attribute, mayBeWriteOnly)) yield return $"{path}{name}: {found}";
            if (attribute.Blocks is not null && !mayBeBlock) yield return $"{path}{name}: a block can stand only in another block; use a nested attribute";
            if (attribute.Nested is not { } nested) continue;

            foreach (var found in Of(nested.Attributes, $"{path}{name}.", mayBeWriteOnly && nested.Mode != NestingMode.Set, attribute.Blocks is not null)) yield return found;
        }

        foreach (var found in attributes.FindRuleMistakes()) yield return $"{path}{found}";
    }

    private static IEnumerable<string> Properties(SchemaAttribute attribute, bool mayBeWriteOnly)
    {
        if (!attribute.Required && !attribute.Optional && !attribute.Computed) yield return "it is neither required, optional nor computed";
        if (attribute.Blocks is null && attribute.Required && (attribute.Optional || attribute.IsComputed)) yield return "a required attribute is neither optional nor computed, and has no default";
        if (attribute.Blocks is not null && (attribute.IsComputed || attribute.Sensitive || attribute.WriteOnly)) yield return "a block is neither computed, sensitive nor write-only, and has no default; its attributes may be";
        if (attribute.Type is CtyCollectionType { HasDynamic: true }) yield return "the elements of a list, set or map cannot hold values of any type; make the whole attribute one of any type";
        if (attribute.HasDefault && !attribute.Optional) yield return "only an optional attribute can have a default";
        if (attribute.WriteOnly && attribute.IsComputed) yield return "a write-only value cannot be computed and has no default";
        if (attribute.WriteOnly && !mayBeWriteOnly) yield return "only a resource or an action has write-only values, and no set has any";
        if (attribute.Nested is null && attribute.AttributesOfType is not null)
        {
            yield return "its type holds a nested object, whose validators, defaults and other properties would be ignored; use a nested attribute or an ObjectShape";
        }
    }
}
