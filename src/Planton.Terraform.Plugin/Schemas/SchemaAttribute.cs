using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>One attribute of a schema: what it is for, who sets it, and what holds for its value.</summary>
public abstract class SchemaAttribute
{
    private protected SchemaAttribute()
    {
    }

    /// <summary>What the attribute is for, in Markdown: one or two sentences that name default, allowed values and unit.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the configuration must set it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the configuration may set it.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the provider sets it when the configuration does not. An attribute with a default is always computed.</summary>
    public bool Computed { get; init; }

    /// <summary>Whether the CLI hides the value from people. Messages of this framework never show it either.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Whether the value is only handed over in configuration and kept nowhere (Terraform 1.11).</summary>
    public bool WriteOnly { get; init; }

    /// <summary>What to use instead, when the attribute should no longer be used; else null.</summary>
    public string? DeprecationMessage { get; init; }

    /// <summary>The Terraform type of the value.</summary>
    public abstract CtyType Type { get; }

    /// <summary>Whether Terraform is told that the provider may set the value.</summary>
    internal bool IsComputed => Computed || HasDefault;

    /// <summary>Whether the default follows from the other values of the object.</summary>
    internal bool HasComputedDefault { get; set; }

    internal bool HasDefault => HasComputedDefault || Default is not null;

    /// <summary>The attributes inside, for a nested attribute.</summary>
    internal NestedAttributes? Nested { get; private protected init; }

    /// <summary>How many blocks there may be; null for an attribute, which is not written as a block.</summary>
    internal virtual BlockLimits? Blocks => null;

    internal bool HasNestedSet => Nested is { } nested && (nested.Mode == NestingMode.Set || nested.Attributes.HasNestedSet);

    /// <summary>The value where nothing is configured: null, or no blocks.</summary>
    internal CtyValue Absent => Blocks is not null && Nested is { Mode: NestingMode.List or NestingMode.Set } ? new CtySequence(Type, []) : CtyValue.Null(Type);

    /// <summary>The value that is planned where the configuration has none.</summary>
    internal abstract CtyValue? Default { get; }

    /// <summary>Whether a value of the configuration sets nothing: a null, or no blocks.</summary>
    internal bool IsAbsent(CtyValue value) => value.IsNull || (Blocks is not null && value is CtySequence { Elements.IsEmpty: true });

    /// <summary>What the validators ask for, in words for the documentation.</summary>
    internal abstract IEnumerable<string> Rules { get; }

    /// <summary>Whether any change of the value can force a replacement, for the documentation.</summary>
    internal abstract bool MayReplace { get; }

    /// <summary>The attributes of objects in the type: those of the nested attribute, or others whose properties nobody reads.</summary>
    internal abstract AttributeSet? AttributesOfType { get; }

    /// <summary>Everything in a value that does not fit its .NET type.</summary>
    internal abstract IEnumerable<TfConversionException> Misfits(CtyValue value);

    /// <summary>Runs the validators on a value of the configuration that fits its .NET type.</summary>
    /// <param name="isHidden">Whether an attribute around this one is sensitive.</param>
    internal abstract void Validate(CtyValue config, CtyPath path, DiagnosticList diagnostics, bool isHidden);

    /// <summary>A new value, with what was there before wherever both mean the same.</summary>
    internal abstract CtyValue Keep(CtyValue before, CtyValue after);

    /// <summary>Runs the plan modifiers.</summary>
    internal abstract CtyValue Modify(PlannedAttribute attribute);
}

/// <summary>How the attributes inside a nested attribute are repeated.</summary>
public enum NestingMode
{
    /// <summary>One object.</summary>
    Single = 1,

    /// <summary>A list of objects.</summary>
    List = 2,

    /// <summary>A set of objects.</summary>
    Set = 3,

    /// <summary>Objects under string keys.</summary>
    Map = 4,
}

/// <summary>The inside of a nested attribute.</summary>
internal sealed record NestedAttributes(NestingMode Mode, AttributeSet Attributes);

/// <summary>How many blocks of one name there must and may be.</summary>
/// <param name="Max">The greatest number; zero for any.</param>
internal sealed record BlockLimits(int Min, int Max);

/// <summary>What a plan modifier sees, before its values are given .NET types.</summary>
internal sealed record PlannedAttribute(
    CtyPath Path, CtyValue Config, CtyValue Prior, CtyValue Planned, bool ResourceExists, ISet<CtyPath> RequiresReplace);

/// <summary>An attribute whose known value has a .NET type.</summary>
public abstract class SchemaAttribute<T> : SchemaAttribute
    where T : notnull
{
    private protected SchemaAttribute(TfType<T> type) => ValueType = type;

    /// <summary>The value that is planned where the configuration has none; null for none. Makes the attribute computed.</summary>
    public TfValue<T> DefaultValue { get; init; }

    /// <summary>What must hold for a configured value. Null and unknown values are never asked.</summary>
    public ImmutableArray<Validator<T>> Validators { get; init; } = [];

    /// <summary>How the planned value follows from configuration and prior state, in order.</summary>
    public ImmutableArray<PlanModifier<T>> PlanModifiers { get; init; } = [];

    /// <inheritdoc/>
    public override CtyType Type => ValueType.CtyType;

    internal TfType<T> ValueType { get; }

    internal override CtyValue? Default => DefaultValue.IsKnown ? ValueType.ToCty(DefaultValue) : null;

    internal override IEnumerable<string> Rules => Validators.Select(static validator => validator.Description);

    internal override bool MayReplace => PlanModifiers.Any(static modifier => modifier.MayReplace);

    internal override AttributeSet? AttributesOfType => ValueType.Attributes;

    internal override IEnumerable<TfConversionException> Misfits(CtyValue value) => ValueType.Misfits(value);

    internal override void Validate(CtyValue config, CtyPath path, DiagnosticList diagnostics, bool isHidden)
    {
        if (Validators.IsEmpty || !config.IsKnown) return;

        var request = new ValidatorRequest<T>(ValueType.FromCty(config).Value, path, diagnostics, isHidden || Sensitive || WriteOnly) { IsSet = config is CtySequence { IsSet: true } };
        foreach (var validator in Validators) validator.Validate(request);
    }

    internal override CtyValue Modify(PlannedAttribute attribute)
    {
        if (PlanModifiers.IsEmpty) return attribute.Planned;

        var request = new PlanModifierRequest<T>(attribute, ValueType);
        foreach (var modifier in PlanModifiers) modifier.Modify(request);

        // Only what a modifier changed goes through the .NET type: its text may differ from the one that the configuration has.
        return request.IsChanged ? ValueType.Keep(attribute.Planned, ValueType.ToCty(request.Planned)) : attribute.Planned;
    }

    internal override CtyValue Keep(CtyValue before, CtyValue after) => ValueType.Keep(before, after);
}

/// <summary>A text attribute.</summary>
public sealed class StringAttribute() : SchemaAttribute<string>(TfTypes.String);

/// <summary>A whole number of 64 bits.</summary>
public sealed class Int64Attribute() : SchemaAttribute<long>(TfTypes.Int64);

/// <summary>A number as a double, which is what most services use. A configured number beyond its precision is planned and stored as it was written.</summary>
public sealed class Float64Attribute() : SchemaAttribute<double>(TfTypes.Float64);

/// <summary>A number of any size and precision, exactly.</summary>
public sealed class NumberAttribute() : SchemaAttribute<CtyNumber>(TfTypes.Number);

/// <summary>True or false.</summary>
public sealed class BoolAttribute() : SchemaAttribute<bool>(TfTypes.Bool);

/// <summary>A list of values of one type.</summary>
public sealed class ListAttribute<T>(TfType<T> element) : SchemaAttribute<ImmutableArray<TfValue<T>>>(TfTypes.List(element))
    where T : notnull;

/// <summary>A set of values of one type.</summary>
public sealed class SetAttribute<T>(TfType<T> element) : SchemaAttribute<ImmutableArray<TfValue<T>>>(TfTypes.Set(element))
    where T : notnull;

/// <summary>Values of one type under string keys.</summary>
public sealed class MapAttribute<T>(TfType<T> element)
    : SchemaAttribute<ImmutableDictionary<string, TfValue<T>>>(TfTypes.Map(element))
    where T : notnull;

/// <summary>A value of any type, which it brings along.</summary>
public sealed class DynamicAttribute() : SchemaAttribute<CtyValue>(TfTypes.Dynamic);

/// <summary>An object that is set as a whole.</summary>
public sealed class ObjectAttribute<TModel>(ObjectShape<TModel> shape) : SchemaAttribute<TModel>(TfTypes.Object(shape))
    where TModel : class, new();

/// <summary>An attribute of any type that <see cref="TfTypes"/> can make up, or of an author's own (<see cref="CustomType{T, TWire}"/>).</summary>
public sealed class ValueAttribute<T>(TfType<T> type) : SchemaAttribute<T>(type)
    where T : notnull;

/// <summary>One object with attributes of its own.</summary>
public sealed class SingleNestedAttribute<TModel> : SchemaAttribute<TModel>
    where TModel : class, new()
{
    /// <summary>Declares the object.</summary>
    public SingleNestedAttribute(AttributeSet<TModel> attributes)
        : base(TfTypes.Object(attributes)) => Nested = new(NestingMode.Single, attributes);
}

/// <summary>A list of objects.</summary>
public sealed class ListNestedAttribute<TModel> : SchemaAttribute<ImmutableArray<TfValue<TModel>>>
    where TModel : class, new()
{
    /// <summary>Declares the objects.</summary>
    public ListNestedAttribute(AttributeSet<TModel> attributes)
        : base(TfTypes.List(TfTypes.Object(attributes))) => Nested = new(NestingMode.List, attributes);
}

/// <summary>
/// A set of objects. A planned element takes what the provider computed from the element of the prior state that has the same configured values.
/// </summary>
public sealed class SetNestedAttribute<TModel> : SchemaAttribute<ImmutableArray<TfValue<TModel>>>
    where TModel : class, new()
{
    /// <summary>Declares the objects.</summary>
    public SetNestedAttribute(AttributeSet<TModel> attributes)
        : base(TfTypes.Set(TfTypes.Object(attributes))) => Nested = new(NestingMode.Set, attributes);
}

/// <summary>Objects under string keys.</summary>
public sealed class MapNestedAttribute<TModel> : SchemaAttribute<ImmutableDictionary<string, TfValue<TModel>>>
    where TModel : class, new()
{
    /// <summary>Declares the objects.</summary>
    public MapNestedAttribute(AttributeSet<TModel> attributes)
        : base(TfTypes.Map(TfTypes.Object(attributes))) => Nested = new(NestingMode.Map, attributes);
}
