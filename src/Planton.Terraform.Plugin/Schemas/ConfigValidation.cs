using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// Checks a configuration against its schema: the validators, and the rules that Terraform's core leaves to the provider
/// (read-only attributes, nulls inside nested attributes, write-only values, deprecations).
/// </summary>
internal static class ConfigValidation
{
    /// <summary>Checks a configuration against its schema and, where it fits, against the author's own rules.</summary>
    public static void Validate<TModel>(
        Schema<TModel> schema, CtyObject config, bool writeOnlyAllowed, Action<TModel, DiagnosticList> rules, DiagnosticList diagnostics)
        where TModel : class, new()
    {
        Validate(schema, config, writeOnlyAllowed, diagnostics);
        if (!diagnostics.HasErrors) rules(schema.Attributes.Decode(config), diagnostics);
    }

    public static void Validate(Schema schema, CtyObject config, bool writeOnlyAllowed, DiagnosticList diagnostics)
    {
        if (schema.DeprecationMessage is { } message) diagnostics.Warning("Deprecated block", message);
        Walk(schema.Untyped, config, CtyPath.Root, new Rules(writeOnlyAllowed, IsHidden: false, diagnostics));
    }

    private static void Walk(AttributeSet attributes, CtyObject config, CtyPath path, Rules rules)
    {
        foreach (var (name, attribute) in attributes) Check(attribute, config[name], path.Attribute(name), rules);
        attributes.CheckRules(config, path, rules.Diagnostics);
    }

    private static void Check(SchemaAttribute attribute, CtyValue value, CtyPath path, Rules rules)
    {
        if (attribute.IsAbsent(value))
        {
            // The core counts blocks itself.
            if (attribute is { Required: true, Blocks: null })
            {
                rules.Diagnostics.Error(path, "Missing required value", $"The attribute {path} must be set to a value other than null.");
            }

            return;
        }

        if (attribute is { Required: false, Optional: false })
        {
            rules.Diagnostics.Error(path, "Read-only attribute", $"The provider sets {path}; remove it from the configuration.");
            return;
        }

        if (attribute.DeprecationMessage is { } message) rules.Diagnostics.Warning(path, "Deprecated attribute", message);
        if (attribute.WriteOnly && !rules.WriteOnlyAllowed) RefuseWriteOnly(path, rules.Diagnostics);
        CheckValue(attribute, value, path, rules);
    }

    private static void CheckValue(SchemaAttribute attribute, CtyValue value, CtyPath path, Rules rules)
    {
        var misfits = attribute.Misfits(value).ToArray();
        if (misfits.Length == 0) attribute.Validate(value, path, rules.Diagnostics, rules.IsHidden);
        if (attribute.Nested is null) Report(misfits, path, rules.Diagnostics);
        else if (value.IsKnown) WalkNested(attribute.Nested, value, path, rules with { IsHidden = rules.IsHidden || attribute.Sensitive || attribute.WriteOnly });
    }

    /// <summary>Those inside a nested attribute are reported by the attributes that they belong to.</summary>
    private static void Report(IEnumerable<TfConversionException> misfits, CtyPath path, DiagnosticList diagnostics)
    {
        foreach (var exception in misfits)
        {
            var at = exception.Path.Steps.Aggregate(path, static (at, step) => at.Then(step));
            diagnostics.Error(at, $"Invalid value for {at}", exception.Message);
        }
    }

    private static void WalkNested(NestedAttributes nested, CtyValue value, CtyPath path, Rules rules)
    {
        foreach (var (element, at) in NestedObjects.Of(nested, value, path))
        {
            if (element is CtyObject known) Walk(nested.Attributes, known, at, rules);
            else if (element.IsNull) rules.Diagnostics.Error(at, "Null element", $"An element of {path} is null. Remove it, or give it a value.");
        }
    }

    private static void RefuseWriteOnly(CtyPath path, DiagnosticList diagnostics) => diagnostics.Error(
        path,
        "Write-only attribute is not supported",
        $"The attribute {path} is write-only, which needs Terraform 1.11 or OpenTofu 1.11. Upgrade, or remove the attribute.");

    private sealed record Rules(bool WriteOnlyAllowed, bool IsHidden, DiagnosticList Diagnostics);
}

/// <summary>Walks the objects inside a nested attribute.</summary>
internal static class NestedObjects
{
    /// <summary>The objects of a known value with their paths.</summary>
    public static IEnumerable<(CtyValue Value, CtyPath Path)> Of(NestedAttributes nested, CtyValue value, CtyPath path) => nested.Mode switch
    {
        NestingMode.Single => [(value, path)],
        NestingMode.List => ((CtySequence)value).Elements.Select((element, index) => (element, path.Index(index))),
        NestingMode.Set => ((CtySequence)value).Elements.Select(element => (element, path.Element())),
        NestingMode.Map => ((CtyMap)value).Entries.Select(entry => (entry.Value, path.Key(entry.Key))),
        _ => throw new InvalidOperationException($"The nesting mode {nested.Mode} is unknown."),
    };
}
