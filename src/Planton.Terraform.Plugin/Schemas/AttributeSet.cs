using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A named attribute of a schema.</summary>
/// <param name="Name">The name in configurations: lower-case words joined by underscores.</param>
public sealed record NamedAttribute(string Name, SchemaAttribute Attribute);

/// <summary>The attributes of a schema or of a nested attribute, without the model that they are bound to.</summary>
public abstract class AttributeSet : IEnumerable<NamedAttribute>
{
    private CtyObjectType? _type;

    private protected AttributeSet()
    {
    }

    /// <summary>The object type that the attributes make up.</summary>
    public CtyObjectType Type => _type ??= CtyType.Object(this.Select(static item => (item.Name, item.Attribute.Type)));

    /// <inheritdoc/>
    public abstract IEnumerator<NamedAttribute> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Names the field of a model that holds an attribute's value.</summary>
public delegate ref TfValue<T> Field<in TModel, T>(TModel model)
    where T : notnull;

/// <summary>
/// Attributes bound to the fields of a model, one line each: name, field, facts. The compiler checks that field and attribute
/// agree, and one reference serves for reading and for writing, so nothing is looked up at run time.
/// </summary>
/// <typeparam name="TModel">The model: a class with public <see cref="TfValue{T}"/> fields.</typeparam>
public sealed class AttributeSet<TModel> : AttributeSet
    where TModel : class, new()
{
    private readonly List<Binding> _bindings = [];
    private ImmutableArray<Binding> _inWireOrder;

    /// <summary>Adds an attribute.</summary>
    public void Add<T>(string name, Field<TModel, T> field, SchemaAttribute<T> attribute)
        where T : notnull => _bindings.Add(new Binding<T>(name, field, attribute));

    /// <summary>The Terraform object of a model.</summary>
    public CtyObject Encode(TModel model)
    {
        var bindings = InWireOrder();
        var values = new CtyValue[bindings.Length];
        for (var i = 0; i < values.Length; i++) values[i] = bindings[i].Encode(model);
        return new CtyObject(Type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>The model of a Terraform object.</summary>
    /// <param name="value">An object of <see cref="AttributeSet.Type"/>.</param>
    /// <exception cref="TfConversionException">A value does not fit its .NET type.</exception>
    public TModel Decode(CtyObject value)
    {
        var model = new TModel();
        var bindings = InWireOrder();
        for (var i = 0; i < bindings.Length; i++) bindings[i].Decode(model, value.Values[i]);
        return model;
    }

    /// <inheritdoc/>
    public override IEnumerator<NamedAttribute> GetEnumerator() =>
        _bindings.Select(static binding => new NamedAttribute(binding.Name, binding.Attribute)).GetEnumerator();

    private ImmutableArray<Binding> InWireOrder()
    {
        if (_inWireOrder.IsDefault) _inWireOrder = [.. _bindings.OrderBy(binding => Type.IndexOf(binding.Name))];
        return _inWireOrder;
    }

    private abstract class Binding(string name)
    {
        public string Name { get; } = name;

        public abstract SchemaAttribute Attribute { get; }

        public abstract CtyValue Encode(TModel model);

        public abstract void Decode(TModel model, CtyValue value);
    }

    private sealed class Binding<T>(string name, Field<TModel, T> field, SchemaAttribute<T> attribute) : Binding(name)
        where T : notnull
    {
        public override SchemaAttribute Attribute => attribute;

        public override CtyValue Encode(TModel model) => attribute.ValueType.ToCty(field(model));

        public override void Decode(TModel model, CtyValue value)
        {
            try
            {
                field(model) = attribute.ValueType.FromCty(value);
            }
            catch (TfConversionException exception)
            {
                throw exception.Under(new CtyStep.Attribute(Name));
            }
        }
    }
}
