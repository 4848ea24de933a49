using System.Collections;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A named attribute of a schema.</summary>
/// <param name="Name">The name in configurations: lower-case words joined by underscores.</param>
public sealed record NamedAttribute(string Name, SchemaAttribute Attribute);

/// <summary>The attributes of a schema or of a nested attribute, without the model that they are bound to.</summary>
public abstract class AttributeSet : IEnumerable<NamedAttribute>
{
    private bool? _hasBlocks;
    private bool? _hasNestedSet;

    private protected AttributeSet()
    {
    }

    /// <summary>The object type that the attributes make up.</summary>
    public abstract CtyObjectType Type { get; }

    /// <summary>Whether values that differ may mean the same, here or deeper inside.</summary>
    internal abstract bool HasMeaning { get; }

    /// <summary>The object of a configuration that sets nothing.</summary>
    internal CtyObject Absent => CtyValue.Object(Type, this.Select(static item => (item.Name, item.Attribute.Absent)));

    /// <summary>Whether there is a block, which only another block can hold.</summary>
    internal bool HasBlocks => _hasBlocks ??= this.Any(static item => item.Attribute.Blocks is not null);

    /// <summary>Whether there is a set of objects, here or deeper inside: the core cannot tell which of its elements is which.</summary>
    internal bool HasNestedSet => _hasNestedSet ??= this.Any(static item => item.Attribute.HasNestedSet);

    /// <summary>The names that share a field of the model with another one, so that both have the value of the last.</summary>
    internal abstract IEnumerable<string> SharingAField { get; }

    /// <inheritdoc/>
    public abstract IEnumerator<NamedAttribute> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rules for attributes together, in sentences.</summary>
    internal abstract IEnumerable<string> RuleTexts { get; }

    /// <summary>What is wrong with the declaration of the rules.</summary>
    internal abstract IEnumerable<string> FindRuleMistakes();

    /// <summary>Checks the rules for attributes together, of this object only.</summary>
    internal abstract void CheckRules(CtyObject config, CtyPath path, DiagnosticList diagnostics);

    /// <summary>The attributes that a configuration made of a state leaves out, because the rules do not allow them beside the others.</summary>
    internal abstract IEnumerable<string> Superfluous(CtyObject state);

    /// <summary>Fills in the defaults that follow from the other values of the object.</summary>
    internal abstract CtyObject PutComputedDefaults(CtyObject planned, CtyObject config);

    /// <summary>
    /// The object with no blocks where it has null: a list or set of blocks is never null, but a stored state of an older schema knows nothing of it.
    /// </summary>
    internal CtyObject WithBlocks(CtyObject value)
    {
        if (!HasBlocks) return value;

        foreach (var (name, attribute) in this.Where(static item => item.Attribute.Blocks is not null))
        {
            value = value.With(name, WithBlocks(attribute, value[name]));
        }

        return value;
    }

    private static CtyValue WithBlocks(SchemaAttribute block, CtyValue value)
    {
        CtyValue Inside(CtyValue element) => element is CtyObject known ? block.Nested!.Attributes.WithBlocks(known) : element;

        return value switch
        {
            CtyObject => Inside(value),
            CtySequence { IsSet: true } set => CtySequence.SetOf((CtyCollectionType)set.Type, [.. set.Elements.Select(Inside)]),
            CtySequence list => new CtySequence(list.Type, [.. list.Elements.Select(Inside)]),
            CtyNull => block.Absent,
            _ => value,
        };
    }

    /// <summary>A new object, with what was there before wherever both mean the same.</summary>
    internal abstract CtyObject Keep(CtyObject before, CtyObject after);
}

/// <summary>Names the field of a model that holds an attribute's value.</summary>
public delegate ref TfValue<T> Field<in TModel, T>(TModel model)
    where T : notnull;

/// <summary>
/// Attributes bound to the fields of a model, one line each: name, field, facts. The compiler checks that field and attribute
/// have the same type, and one reference serves for reading and for writing, so nothing is looked up at run time.
/// </summary>
/// <typeparam name="TModel">The model: a class with public <see cref="TfValue{T}"/> fields.</typeparam>
public sealed class AttributeSet<TModel> : AttributeSet
    where TModel : class, new()
{
    private readonly List<NamedAttribute> _attributes = [];
    private List<(ConfigRule<TModel> Rule, Lazy<IReadOnlyList<string>> Names)>? _rules;
    private List<ComputedDefault<TModel>>? _computedDefaults;

    /// <inheritdoc/>
    public override CtyObjectType Type => Fields.Type;

    internal override bool HasMeaning => Fields.HasMeaning;

    internal override IEnumerable<string> RuleTexts => (_rules ?? []).Select(static item => item.Rule.Describe(item.Names.Value));

    internal BoundFields<TModel> Fields { get; } = new();

    /// <summary>Adds an attribute or a block.</summary>
    public void Add<T>(string name, Field<TModel, T> field, SchemaAttribute<T> attribute)
        where T : notnull
    {
        Fields.Add(name, field, attribute.ValueType);
        _attributes.Add(new(name, attribute));
    }

    /// <summary>
    /// Adds an attribute whose default follows from the other values of the object. The CLI plans twice and compares, so the default is a pure function
    /// of them; of a value that is not known yet it makes an unknown one.
    /// </summary>
    /// <param name="byDefault">The value where the configuration has none, from the object with its other defaults filled in.</param>
    public void Add<T>(string name, Field<TModel, T> field, SchemaAttribute<T> attribute, Func<TModel, TfValue<T>> byDefault)
        where T : notnull
    {
        attribute.HasComputedDefault = true;
        Add(name, field, attribute);
        (_computedDefaults ??= []).Add(new ComputedDefault<TModel, T>(name, field, attribute.ValueType, byDefault));
    }

    /// <summary>Adds a rule for attributes together.</summary>
    public void Add(ConfigRule<TModel> rule) => (_rules ??= []).Add((rule, new(() => rule.NamesIn(Fields))));

    /// <summary>The Terraform object of a model.</summary>
    public CtyObject Encode(TModel model) => Fields.Encode(model);

    /// <summary>The model of a Terraform object.</summary>
    /// <param name="value">An object of <see cref="AttributeSet.Type"/>.</param>
    /// <exception cref="TfConversionException">A value does not fit its .NET type.</exception>
    public TModel Decode(CtyObject value) => Fields.Decode(value);

    /// <inheritdoc/>
    public override IEnumerator<NamedAttribute> GetEnumerator() => _attributes.GetEnumerator();

    internal override IEnumerable<string> SharingAField => Fields.SharingAField();

    internal override CtyObject Keep(CtyObject before, CtyObject after) => Fields.Keep(before, after);

    internal override void CheckRules(CtyObject config, CtyPath path, DiagnosticList diagnostics)
    {
        foreach (var (rule, names) in _rules ?? []) rule.Check(names.Value, StatesOf(names.Value, config), path, diagnostics);
    }

    internal override IEnumerable<string> FindRuleMistakes() => (_rules ?? [])
        .Where(item => !item.Rule.IsBoundIn(Fields))
        .Select(static item => $"{item.Rule.GetType().Name.Split('`')[0]}: the rule names a field that no attribute is bound to");

    internal override IEnumerable<string> Superfluous(CtyObject state) =>
        (_rules ?? []).SelectMany(item => item.Rule.Superfluous(StatesOf(item.Names.Value, state)).Select(i => item.Names.Value[i]));

    internal override CtyObject PutComputedDefaults(CtyObject planned, CtyObject config)
    {
        if (_computedDefaults is null) return planned;

        var model = Decode(planned);
        foreach (var item in _computedDefaults.Where(item => config[item.Name].IsNull)) planned = planned.With(item.Name, item.Put(model));
        return planned;
    }

    private ArgumentState[] StatesOf(IReadOnlyList<string> names, CtyObject config) => [.. names.Select(name => config[name] switch
    {
        CtyUnknown => ArgumentState.Unknown,
        var value when _attributes.Find(item => item.Name == name)!.Attribute.IsAbsent(value) => ArgumentState.NotSet,
        _ => ArgumentState.Set,
    })];
}
