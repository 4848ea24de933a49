using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>The fields of a model by the names of the object that it stands for: the way from one to the other and back.</summary>
internal sealed class BoundFields<TModel>
    where TModel : class, new()
{
    private readonly List<BoundField<TModel>> _fields = [];
    private ImmutableArray<BoundField<TModel>> _inWireOrder;
    private CtyObjectType? _type;
    private bool? _hasMeaning;

    public CtyObjectType Type => _type ??= CtyType.Object(_fields.Select(static bound => (bound.Name, bound.Type)));

    /// <summary>Whether any field, here or deeper inside, has values that differ and mean the same.</summary>
    public bool HasMeaning => _hasMeaning ??= _fields.Exists(static bound => bound.HasMeaning);

    public void Add<T>(string name, Field<TModel, T> field, TfType<T> type)
        where T : notnull => _fields.Add(new BoundField<TModel, T>(name, field, type));

    public CtyObject Encode(TModel model)
    {
        var fields = InWireOrder();
        var values = new CtyValue[fields.Length];
        for (var i = 0; i < values.Length; i++) values[i] = fields[i].Encode(model);
        return new CtyObject(Type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    public TModel Decode(CtyObject value)
    {
        var model = new TModel();
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

    /// <summary>The name under which a field is bound.</summary>
    /// <exception cref="InvalidOperationException">It is not bound.</exception>
    public string NameOf(Func<TModel, ITfValue> field) => FindName(field)
        ?? throw new InvalidOperationException($"A rule about {typeof(TModel).Name} names a field that no attribute is bound to.");

    /// <summary>The name under which a field is bound; null when it is not.</summary>
    public string? FindName(Func<TModel, ITfValue> field)
    {
        // A field cannot be asked which one it is, but a mark that is put in each of them in turn shows in one only.
        foreach (var bound in _fields)
        {
            var probe = new TModel();
            bound.MarkUnknown(probe);
            if (field(probe).IsUnknown) return bound.Name;
        }

        return null;
    }

    /// <summary>The names that share a field with one before them.</summary>
    public IEnumerable<string> SharingAField()
    {
        var model = new TModel();
        return _fields.Where((bound, i) => _fields.Take(i).Any(earlier => bound.IsSameField(earlier, model))).Select(static bound => bound.Name);
    }

    private ImmutableArray<BoundField<TModel>> InWireOrder()
    {
        if (_inWireOrder.IsDefault) _inWireOrder = [.. _fields.OrderBy(field => Type.IndexOf(field.Name))];
        return _inWireOrder;
    }
}

/// <summary>One field of a model and its name.</summary>
internal abstract class BoundField<TModel>(string name)
{
    public string Name { get; } = name;

    public abstract CtyType Type { get; }

    public abstract bool HasMeaning { get; }

    public abstract CtyValue Encode(TModel model);

    public abstract void Decode(TModel model, CtyValue value);

    public abstract CtyValue Keep(CtyValue before, CtyValue after);

    public abstract void MarkUnknown(TModel model);

    public abstract IEnumerable<TfConversionException> Misfits(CtyValue value);

    public abstract bool IsSameField(BoundField<TModel> other, TModel model);
}

internal sealed class BoundField<TModel, T>(string name, Field<TModel, T> field, TfType<T> type) : BoundField<TModel>(name)
    where T : notnull
{
    public override CtyType Type => type.CtyType;

    public override bool HasMeaning => type.HasMeaning;

    public override CtyValue Encode(TModel model) => type.ToCty(field(model));

    public override void Decode(TModel model, CtyValue value)
    {
        try
        {
            field(model) = type.FromCty(value);
        }
        catch (TfConversionException exception)
        {
            throw exception.Under(new CtyStep.Attribute(Name));
        }
    }

    public override CtyValue Keep(CtyValue before, CtyValue after) => type.Keep(before, after);

    public override void MarkUnknown(TModel model) => field(model) = TfValue<T>.Unknown;

    public override IEnumerable<TfConversionException> Misfits(CtyValue value) => type.Misfits(value);

    public override bool IsSameField(BoundField<TModel> other, TModel model) =>
        other is BoundField<TModel, T> that && Unsafe.AreSame(ref field(model), ref that.Field(model));

    private ref TfValue<T> Field(TModel model) => ref field(model);
}
