using System.Runtime.InteropServices;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Planning;

/// <summary>What the CLI asks to plan: a create when there is no prior state, else an update. A destroy never comes here.</summary>
/// <param name="Config">The configuration; its null values are the ones that are not set.</param>
/// <param name="Prior">The state after the last refresh; null on create.</param>
/// <param name="Proposed">The core's merge of both.</param>
internal sealed record PlanInput(CtyObject Config, CtyObject? Prior, CtyObject Proposed)
{
    /// <summary>The root attributes that stay as they are while the object exists: those that identify it.</summary>
    public IEnumerable<string> Constant { get; init; } = [];
}

/// <summary>The schema's part of a plan.</summary>
/// <param name="RequiresReplace">The attributes whose change needs a replacement.</param>
internal sealed record PlanOutput(CtyObject Planned, IReadOnlySet<CtyPath> RequiresReplace);

/// <summary>
/// The steps by which every plan is made from the schema, before a resource's own rules. A pure function: the CLI plans twice,
/// once before and once during apply, and refuses a provider that answers differently.
/// </summary>
internal static class ResourcePlanner
{
    public static PlanOutput Plan(Schema schema, PlanInput input)
    {
        var attributes = schema.Untyped;
        var proposed = Proposal.WithSets(attributes, input.Proposed, input.Config, input.Prior);
        var planned = PutDefaultsWithoutWriteOnly(attributes, proposed, input.Config);
        if (input.Prior is { } known && attributes.HasMeaning) planned = KeepMeaning(attributes, planned, input.Config, known);

        // Only a real change makes computed values uncertain; without one the plan must stay equal to the state. What the modifiers keep is no change,
        // so they run before this is decided, and again for what it leaves unknown.
        if (input.Prior is { } prior)
        {
            var kept = Modify(schema, planned, input);
            if (kept.Planned.Equals(prior)) return kept;
            planned = kept.Planned;
        }

        planned = Identified(MarkUnknown(schema.Untyped, planned, input.Config), input);
        return Modify(schema, planned, input);
    }

    /// <summary>What is read or opened while the service cannot be asked yet: the arguments, and everything unknown that only the service knows.</summary>
    public static CtyObject Placeholder(Schema schema, CtyObject config) =>
        MarkUnknown(schema.Untyped, PutDefaults(schema.Untyped, config, config), config);

    /// <summary>
    /// The model of a block that is not planned, with defaults where the configuration has nothing. Write-only values stay: nobody but the current
    /// operation sees them.
    /// </summary>
    public static TModel DecodeWithDefaults<TModel>(Schema<TModel> schema, CtyObject config)
        where TModel : class, new() => schema.Attributes.Decode(PutDefaults(schema.Untyped, config, config));

    /// <summary>An object without its write-only values, which are kept nowhere.</summary>
    public static CtyObject WithoutWriteOnly(Schema schema, CtyObject state) => WithoutWriteOnly(schema.Untyped, state, state);

    private static CtyObject WithoutWriteOnly(AttributeSet attributes, CtyObject state, CtyObject _) => Each(attributes, state, static (item, value) =>
    {
        if (item.Attribute.WriteOnly) return CtyValue.Null(item.Attribute.Type);
        return item.Attribute.Nested is { } nested ? Descend(nested, value, value, WithoutWriteOnly) : value;
    });

    /// <summary>Puts defaults where the configuration has nothing, and takes write-only values out.</summary>
    private static CtyObject PutDefaultsWithoutWriteOnly(AttributeSet attributes, CtyObject planned, CtyObject config) =>
        WithoutWriteOnly(attributes, PutDefaults(attributes, planned, config), planned);

    private static CtyObject PutDefaults(AttributeSet attributes, CtyObject planned, CtyObject config)
    {
        var filled = Each(attributes, planned, (item, value) =>
        {
            var configured = config[item.Name];
            if (configured.IsNull && item.Attribute.Default is { } fallback) return fallback;
            return item.Attribute.Nested is { } nested ? Descend(nested, value, configured, PutDefaults) : value;
        });
        return attributes.PutComputedDefaults(filled, config);
    }

    /// <summary>Makes every computed value unknown that neither the configuration nor a default decides.</summary>
    private static CtyObject MarkUnknown(AttributeSet attributes, CtyObject planned, CtyObject config) => Each(attributes, planned, (item, value) =>
    {
        var (configured, attribute) = (config[item.Name], item.Attribute);
        if (configured.IsNull && attribute is { IsComputed: true, HasDefault: false }) return CtyValue.Unknown(attribute.Type);
        return attribute.Nested is { } nested ? Descend(nested, value, configured, MarkUnknown) : value;
    });

    /// <summary>
    /// Puts prior values where the planned ones mean the same, so that they are no change. The core takes the configured or the prior value of an
    /// attribute, but no mixture, so a collection is kept as a whole or not at all.
    /// </summary>
    private static CtyObject KeepMeaning(AttributeSet attributes, CtyObject planned, CtyObject config, CtyObject prior) => Each(attributes, planned, (item, value) =>
    {
        var (attribute, before) = (item.Attribute, prior[item.Name]);
        if (attribute.Nested is { } nested) return KeepMeaningInside(attribute, nested, value, config[item.Name], before);
        return !before.IsNull && attribute.Keep(before, value).Equals(before) ? before : value;
    });

    /// <summary>The core compares the objects of a set with the configuration alone; as an attribute, the whole set may be the prior one.</summary>
    private static CtyValue KeepMeaningInside(SchemaAttribute attribute, NestedAttributes nested, CtyValue value, CtyValue config, CtyValue prior)
    {
        if (nested.Mode == NestingMode.Set && attribute.Blocks is not null) return value;

        var kept = NestedElements.Each(nested, value, config, prior, (element, given, before, _) =>
            before is null ? element : KeepMeaning(nested.Attributes, element, given, before));
        return nested.Mode != NestingMode.Set || kept.Equals(prior) ? kept : value;
    }

    /// <summary>An object that stays keeps what identifies it: the CLI refuses an update whose planned identity is unknown.</summary>
    private static CtyObject Identified(CtyObject planned, PlanInput input) => input.Prior is not { } prior
        ? planned
        : input.Constant.Where(name => planned[name].IsUnknown && input.Config[name].IsNull && prior[name].IsKnown)
            .Aggregate(planned, (known, name) => known.With(name, prior[name]));

    private static PlanOutput Modify(Schema schema, CtyObject planned, PlanInput input)
    {
        var replace = new HashSet<CtyPath>();
        var step = new Modification(CtyPath.Root, input.Prior is not null, replace);
        var modified = Modify(schema.Untyped, planned, input.Config, input.Prior, step);
        if (schema.Untyped.HasNestedSet) Proposal.ExcludeDuplicates(schema.Untyped, modified, CtyPath.Root);
        return new PlanOutput(modified, replace);
    }

    private static CtyObject Modify(AttributeSet attributes, CtyObject planned, CtyObject config, CtyObject? prior, Modification step) =>
        Each(attributes, planned, (item, value) =>
        {
            var (path, configured) = (step.Path.Attribute(item.Name), config[item.Name]);
            var before = prior?[item.Name] ?? CtyValue.Null(item.Attribute.Type);
            var modified = Modify(item.Attribute, new(path, configured, before, value, step.ResourceExists, step.RequiresReplace));
            return item.Attribute.Nested is { } nested ? ModifyInside(nested, modified, configured, before, step with { Path = path }) : modified;
        });

    private static CtyValue Modify(SchemaAttribute attribute, PlannedAttribute planned)
    {
        try
        {
            return attribute.Modify(planned);
        }
        catch (TfConversionException exception)
        {
            throw exception.Under(planned.Path.Steps);
        }
    }

    /// <summary>The modifiers of a nested object's own attributes see their own before and after.</summary>
    private static CtyValue ModifyInside(NestedAttributes nested, CtyValue value, CtyValue config, CtyValue prior, Modification step) =>
        NestedElements.Each(nested, value, config, prior, (element, given, before, at) =>
            Modify(nested.Attributes, element, given, before, step with { Path = at is null ? step.Path : step.Path.Then(at) }));

    /// <summary>Runs a step on the objects inside a nested attribute, each beside the configuration that it came from.</summary>
    private static CtyValue Descend(
        NestedAttributes nested, CtyValue value, CtyValue config, Func<AttributeSet, CtyObject, CtyObject, CtyObject> step) =>
        NestedElements.Each(nested, value, config, prior: null, (element, given, _, _) => step(nested.Attributes, element, given));

    /// <summary>An object with every attribute as the step makes it; the object itself when that changes none.</summary>
    private static CtyObject Each(AttributeSet attributes, CtyObject value, Func<NamedAttribute, CtyValue, CtyValue> step)
    {
        CtyValue[]? values = null;
        foreach (var item in attributes)
        {
            var at = value.Type.IndexOf(item.Name);
            var made = step(item, value.Values[at]);
            if (ReferenceEquals(made, value.Values[at])) continue;

            values ??= [.. value.Values];
            values[at] = made;
        }

        return values is null ? value : new(value.Type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private sealed record Modification(CtyPath Path, bool ResourceExists, HashSet<CtyPath> RequiresReplace);
}
