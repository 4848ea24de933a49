using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>What tuples of every length share: the way of one element over the bridge.</summary>
internal abstract class TupleType<T>(params IEnumerable<CtyType> elements) : TfType<T>
    where T : notnull
{
    public override CtyType CtyType { get; } = CtyType.Tuple(elements);

    private protected CtyValue Pack(params IEnumerable<CtyValue> values) => new CtySequence(CtyType, [.. values]);

    private protected static TfValue<TElement> Unpack<TElement>(CtyValue tuple, int index, TfType<TElement> type)
        where TElement : notnull
    {
        try
        {
            return type.FromCty(((CtySequence)tuple).Elements[index]);
        }
        catch (TfConversionException exception)
        {
            throw exception.Under(new CtyStep.Index(index));
        }
    }

    private protected CtyValue KeepEach(CtyValue before, CtyValue after, params ReadOnlySpan<Func<CtyValue, CtyValue, CtyValue>> keeps)
    {
        if (before is not CtySequence olds || after is not CtySequence news) return after;

        var kept = new CtyValue[keeps.Length];
        for (var i = 0; i < kept.Length; i++) kept[i] = keeps[i](olds.Elements[i], news.Elements[i]);
        return Pack(kept);
    }
}

/// <summary>A tuple of two.</summary>
internal sealed class TupleType<T1, T2>(TfType<T1> first, TfType<T2> second) : TupleType<(TfValue<T1> First, TfValue<T2> Second)>(first.CtyType, second.CtyType)
    where T1 : notnull
    where T2 : notnull
{
    internal override bool HasMeaning => first.HasMeaning || second.HasMeaning;

    internal override CtyValue Keep(CtyValue before, CtyValue after) => KeepEach(before, after, first.Keep, second.Keep);

    private protected override CtyValue Encode((TfValue<T1> First, TfValue<T2> Second) value) =>
        Pack(first.ToCty(value.First), second.ToCty(value.Second));

    private protected override (TfValue<T1> First, TfValue<T2> Second) Decode(CtyValue value) => (Unpack(value, 0, first), Unpack(value, 1, second));
}

/// <summary>A tuple of three.</summary>
internal sealed class TupleType<T1, T2, T3>(TfType<T1> first, TfType<T2> second, TfType<T3> third)
    : TupleType<(TfValue<T1> First, TfValue<T2> Second, TfValue<T3> Third)>(first.CtyType, second.CtyType, third.CtyType)
    where T1 : notnull
    where T2 : notnull
    where T3 : notnull
{
    internal override bool HasMeaning => first.HasMeaning || second.HasMeaning || third.HasMeaning;

    internal override CtyValue Keep(CtyValue before, CtyValue after) => KeepEach(before, after, first.Keep, second.Keep, third.Keep);

    private protected override CtyValue Encode((TfValue<T1> First, TfValue<T2> Second, TfValue<T3> Third) value) =>
        Pack(first.ToCty(value.First), second.ToCty(value.Second), third.ToCty(value.Third));

    private protected override (TfValue<T1> First, TfValue<T2> Second, TfValue<T3> Third) Decode(CtyValue value) =>
        (Unpack(value, 0, first), Unpack(value, 1, second), Unpack(value, 2, third));
}
