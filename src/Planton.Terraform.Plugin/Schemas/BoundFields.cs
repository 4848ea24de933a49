using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// The fields of a model by the names of the object that it stands for: the way from one to the other and back. It does not know the type of the model,
/// because every collection of it would be compiled once for each model, and a process pays at its start for all that is compiled.
/// </summary>
internal abstract class BoundFields
{
    private readonly List<BoundField> _fields = [];
    private BoundField[]? _inWireOrder;
    private CtyObjectType? _type;
    private bool? _hasMeaning;

    public CtyObjectType Type => _type ??= CtyType.Object(_fields.Select(static bound => (bound.Name, bound.Type)));

    /// <summary>Whether any field, here or deeper inside, has values that differ and mean the same.</summary>
    public bool HasMeaning => _hasMeaning ??= _fields.Exists(static bound => bound.HasMeaning);

    /// <summary>Makes a model with nothing set.</summary>
    public abstract object NewModel();

    public void Add(BoundField field) => _fields.Add(field);

    public CtyObject EncodeModel(object model)
    {
        var fields = InWireOrder();
        var values = new CtyValue[fields.Length];
        for (var i = 0; i < values.Length; i++) values[i] = fields[i].Encode(model);
        return new CtyObject(Type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    public object DecodeModel(CtyObject value)
    {
        var model = NewModel();
        var fields = InWireOrder();
        for (var i = 0; i < fields.Length; i++) fields[i].Decode(model, value.Values[i]);
        return model;
    }

    /// <summary>A new object, with what was there before wherever both mean the same.</summary>
    public CtyObject Keep(CtyObject before, CtyObject after)
    {
        if (!HasMeaning) return after;

        var fields = InWireOrder();
        var values = new CtyValue[fields.Length];
        for (var i = 0; i < values.Length; i++) values[i] = fields[i].Keep(before.Values[i], after.Values[i]);
        return new CtyObject(Type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>Everything in an object that does not fit the model.</summary>
    public IEnumerable<TfConversionException> Misfits(CtyObject value) =>
        _fields.SelectMany(bound => bound.Misfits(value[bound.Name]).Select(misfit => misfit.Under(new CtyStep.Attribute(bound.Name))));

    /// <summary>The name under which the field is bound of which a reader tells the state; null when it is not bound.</summary>
    public string? FindName(Func<object, ITfValue> field)
    {
        // A field cannot be asked which one it is, but a mark that is put in each of them in turn shows in one only.
        foreach (var bound in _fields)
        {
            var probe = NewModel();
            bound.MarkUnknown(probe);
            if (field(probe).IsUnknown) return bound.Name;
        }

        return null;
    }

    /// <summary>The names that share a field with one before them.</summary>
    public IEnumerable<string> SharingAField()
    {
        var model = NewModel();
        return _fields.Where((bound, i) => _fields.Take(i).Any(earlier => bound.IsSameField(earlier, model))).Select(static bound => bound.Name);
    }

    private BoundField[] InWireOrder() => _inWireOrder ??= [.. _fields.OrderBy(bound => Type.IndexOf(bound.Name))];
}

/// <summary>The fields of a model of a known type.</summary>
internal sealed class BoundFields<TModel> : BoundFields
    where TModel : class, new()
{
    public override object NewModel() => new TModel();

    public void Add<T>(string name, Field<TModel, T> field, TfType<T> type)
        where T : notnull => Add(new BoundField<TModel, T>(name, field, type));

    public CtyObject Encode(TModel model) => EncodeModel(model);

    public TModel Decode(CtyObject value) => (TModel)DecodeModel(value);
}

/// <summary>One field of a model and its name.</summary>
internal abstract class BoundField(string name)
{
    public string Name { get; } = name;

    public abstract CtyType Type { get; }

    public abstract bool HasMeaning { get; }

    public abstract CtyValue Encode(object model);

    public abstract void Decode(object model, CtyValue value);

    public abstract CtyValue Keep(CtyValue before, CtyValue after);

    public abstract IEnumerable<TfConversionException> Misfits(CtyValue value);

    public abstract void MarkUnknown(object model);

    public abstract bool IsSameField(BoundField other, object model);
}

internal sealed class BoundField<TModel, T>(string name, Field<TModel, T> field, TfType<T> type) : BoundField(name)
    where TModel : class
    where T : notnull
{
    public override CtyType Type => type.CtyType;

    public override bool HasMeaning => type.HasMeaning;

    public override CtyValue Encode(object model) => type.ToCty(Of(model));

    public override void Decode(object model, CtyValue value)
    {
        try
        {
            Of(model) = type.FromCty(value);
        }
        catch (TfConversionException exception)
        {
            throw exception.Under(new CtyStep.Attribute(Name));
        }
    }

    public override CtyValue Keep(CtyValue before, CtyValue after) => type.Keep(before, after);

    public override IEnumerable<TfConversionException> Misfits(CtyValue value) => type.Misfits(value);

    public override void MarkUnknown(object model) => Of(model) = TfValue<T>.Unknown;

    public override bool IsSameField(BoundField other, object model) =>
        other is BoundField<TModel, T> that && Unsafe.AreSame(ref Of(model), ref that.Of(model));

    private ref TfValue<T> Of(object model) => ref field((TModel)model);
}
