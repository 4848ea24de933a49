using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>Lists and sets of one type.</summary>
/// <param name="isNeverNull">Whether the collection is that of blocks, which is empty where there are none.</param>
internal sealed class SequenceType<T>(TfType<T> element, CtyCollectionType type, bool isNeverNull = false) : TfType<ImmutableArray<TfValue<T>>>
    where T : notnull
{
    public override CtyType CtyType => type;

    internal override bool HasMeaning => element.HasMeaning;

    internal override AttributeSet? Attributes => element.Attributes;

    internal override CtyValue Keep(CtyValue before, CtyValue after) => before is CtySequence olds && after is CtySequence news && HasMeaning
        ? new CtySequence(type, type.Kind == CtyCollectionKind.Set ? KeepInSet(olds, news) : KeepByPosition(olds, news))
        : after;

    private protected override CtyValue Encode(ImmutableArray<TfValue<T>> value) => type.Kind == CtyCollectionKind.Set
        ? CtyValue.Set(type.Element, value.Select(element.ToCty))
        : CtyValue.List(type.Element, value.Select(element.ToCty));

    private protected override CtyValue EncodeMissing(TfValue<ImmutableArray<TfValue<T>>> value) =>
        isNeverNull && value.IsNull ? Encode([]) : base.EncodeMissing(value);

    private protected override ImmutableArray<TfValue<T>> Decode(CtyValue value) =>
        [.. ((CtySequence)value).Elements.Select(DecodeElement)];

    private protected override TfValue<ImmutableArray<TfValue<T>>> DecodeKnown(CtyValue value) => TfValue<ImmutableArray<TfValue<T>>>.Known(Decode(value), this);

    internal override IEnumerable<TfConversionException> Misfits(CtyValue value) => value is CtySequence known
        ? known.Elements.SelectMany((inner, index) => element.Misfits(inner).Select(misfit => At(index, misfit)))
        : [];

    private ImmutableArray<CtyValue> KeepByPosition(CtySequence before, CtySequence after) =>
        [.. after.Elements.Select((value, i) => i < before.Elements.Length ? element.Keep(before.Elements[i], value) : value)];

    /// <summary>An element of a set takes the place of the one before it that means the same, as far as that one is known.</summary>
    private ImmutableArray<CtyValue> KeepInSet(CtySequence before, CtySequence after)
    {
        var unused = before.Elements.Except(after.Elements).ToList();
        return [.. after.Elements.Select(value =>
        {
            var at = before.Elements.Contains(value) ? -1 : unused.FindIndex(old => Agree(old, element.Keep(old, value)));
            if (at < 0) return value;

            var kept = element.Keep(unused[at], value);
            unused.RemoveAt(at);
            return kept;
        })];
    }

    private static bool Agree(CtyValue before, CtyValue after) => before.IsUnknown || before.Equals(after)
        || (before is CtyObject old && after is CtyObject known && old.Values.Zip(known.Values).All(static pair => Agree(pair.First, pair.Second)));

    private TfValue<T> DecodeElement(CtyValue value, int index)
    {
        try
        {
            return element.FromCty(value);
        }
        catch (TfConversionException exception)
        {
            throw At(index, exception);
        }
    }

    private TfConversionException At(int index, TfConversionException inner) =>
        inner.Under(type.Kind == CtyCollectionKind.Set ? new CtyStep.Element() : new CtyStep.Index(index));
}

/// <summary>Maps to values of one type.</summary>
internal sealed class MapType<T>(TfType<T> element) : TfType<ImmutableDictionary<string, TfValue<T>>>
    where T : notnull
{
    public override CtyType CtyType { get; } = CtyType.Map(element.CtyType);

    internal override bool HasMeaning => element.HasMeaning;

    internal override AttributeSet? Attributes => element.Attributes;

    internal override CtyValue Keep(CtyValue before, CtyValue after) => before is CtyMap olds && after is CtyMap news && HasMeaning
        ? new CtyMap((CtyCollectionType)CtyType, [.. news.Entries.Select(entry => olds.TryGet(entry.Key, out var old) ? KeyValuePair.Create(entry.Key, element.Keep(old, entry.Value)) : entry)])
        : after;

    private protected override CtyValue Encode(ImmutableDictionary<string, TfValue<T>> value) =>
        CtyValue.Map(element.CtyType, value.Select(entry => KeyValuePair.Create(entry.Key, element.ToCty(entry.Value))));

    private protected override ImmutableDictionary<string, TfValue<T>> Decode(CtyValue value) =>
        ((CtyMap)value).Entries.ToImmutableDictionary(static entry => entry.Key, DecodeEntry);

    private protected override TfValue<ImmutableDictionary<string, TfValue<T>>> DecodeKnown(CtyValue value) =>
        TfValue<ImmutableDictionary<string, TfValue<T>>>.Known(Decode(value), this);

    internal override IEnumerable<TfConversionException> Misfits(CtyValue value) => value is CtyMap known
        ? known.Entries.SelectMany(entry => element.Misfits(entry.Value).Select(misfit => misfit.Under(new CtyStep.Key(entry.Key))))
        : [];

    private TfValue<T> DecodeEntry(KeyValuePair<string, CtyValue> entry)
    {
        try
        {
            return element.FromCty(entry.Value);
        }
        catch (TfConversionException exception)
        {
            throw exception.Under(new CtyStep.Key(entry.Key));
        }
    }
}

/// <summary>Objects behind models.</summary>
/// <param name="attributes">The attributes that the fields belong to; null for an object that is set as a whole.</param>
internal sealed class ObjectType<TModel>(BoundFields<TModel> fields, AttributeSet? attributes = null) : TfType<TModel>
    where TModel : class, new()
{
    public override CtyType CtyType => fields.Type;

    internal override AttributeSet? Attributes => attributes;

    internal override bool HasMeaning => fields.HasMeaning;

    internal override IEnumerable<TfConversionException> Misfits(CtyValue value) => value is CtyObject known ? fields.Misfits(known) : [];

    internal override CtyValue Keep(CtyValue before, CtyValue after) =>
        before is CtyObject old && after is CtyObject known ? fields.Keep(old, known) : after;

    private protected override CtyValue Encode(TModel value) => fields.Encode(value);

    private protected override TModel Decode(CtyValue value) => fields.Decode((CtyObject)value);

    private protected override TfValue<TModel> DecodeKnown(CtyValue value) => TfValue<TModel>.Known(Decode(value), this);
}
