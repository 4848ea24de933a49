using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>Finds and replaces unknown values where there must be none.</summary>
internal static class UnknownValues
{
    public static IEnumerable<CtyPath> In(CtyObject value) => Find(value, CtyPath.Root);

    /// <summary>Demands that arguments are known. The CLI asks for nothing before they are; another client might.</summary>
    public static void Exclude(CtyObject arguments)
    {
        foreach (var path in In(arguments))
        {
            throw new DiagnosticException($"The argument {path} is not known yet", "Its value comes from something that the apply creates, so nothing can be looked up before then. Use a value that is known at plan, or apply what it comes from first (-target).", path);
        }
    }

    /// <summary>Demands that a stored state is known throughout, as every state is that a CLI has stored.</summary>
    public static void ExcludeFromState(CtyObject? state)
    {
        foreach (var path in state is null ? [] : In(state))
        {
            throw new DiagnosticException(
                $"The state has no value at {path}", "The value is unknown, which is impossible in a stored state: the state is damaged. Restore a backup of it, or remove the object from it and import it again.", path);
        }
    }

    /// <summary>Reports every unknown value as a bug and gives the object without them.</summary>
    public static CtyObject Refuse(CtyObject value, string typeName, DiagnosticList diagnostics)
    {
        foreach (var path in In(value))
        {
            diagnostics.Error(
                path, "Unknown value after the operation", $"{typeName} left {path} unknown. The object itself is safe. This is a bug in the provider; please report it.");
        }

        return ReplaceUnknownsWithNull(value);
    }

    public static CtyObject ReplaceUnknownsWithNull(CtyObject value) => (CtyObject)WithNulls(value);

    private static IEnumerable<CtyPath> Find(CtyValue value, CtyPath path) => value switch
    {
        { IsWhollyKnown: true } => [],
        CtyUnknown => [path],
        CtyObject known => known.Type.Attributes.SelectMany((attribute, i) => Find(known.Values[i], path.Attribute(attribute.Name))),
        CtyMap map => map.Entries.SelectMany(entry => Find(entry.Value, path.Key(entry.Key))),
        CtySequence { IsSet: true } => [path],
        CtySequence list => list.Elements.SelectMany((element, i) => Find(element, path.Index(i))),
        _ => [],
    };

    /// <summary>A value with null in place of everything unknown in it.</summary>
    public static CtyValue WithNulls(CtyValue value) => value switch
    {
        { IsWhollyKnown: true } => value,
        CtyObject known => new CtyObject(known.Type, [.. known.Values.Select(WithNulls)]),
        CtyMap map => new CtyMap((CtyCollectionType)map.Type, [.. map.Entries.Select(static entry => KeyValuePair.Create(entry.Key, WithNulls(entry.Value)))]),
        CtySequence list => new CtySequence(list.Type, [.. list.Elements.Select(WithNulls)]),
        _ => CtyValue.Null(value.Type),
    };
}
