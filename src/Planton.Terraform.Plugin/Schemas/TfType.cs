using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>The bridge between a .NET type and a Terraform type: values go over it in both directions.</summary>
public abstract class TfType<T>
    where T : notnull
{
    /// <summary>The Terraform type.</summary>
    public abstract CtyType CtyType { get; }

    /// <summary>
    /// Whether values that differ may mean the same, here or deeper inside: a value of an author's own type. Where they do, the value that Terraform
    /// knows already is kept.
    /// </summary>
    internal virtual bool HasMeaning => false;

    /// <summary>The Terraform value of a .NET value.</summary>
    /// <param name="value">The .NET value in any of the three states.</param>
    public CtyValue ToCty(TfValue<T> value) => value.IsKnown ? EncodeKnown(value) : EncodeMissing(value);

    /// <summary>The .NET value of a Terraform value.</summary>
    /// <param name="value">A value of <see cref="CtyType"/> in any of the three states.</param>
    /// <exception cref="TfConversionException">The value does not fit the .NET type, such as a fraction where a whole number stands.</exception>
    public TfValue<T> FromCty(CtyValue value) => value.IsKnown ? DecodeKnown(value) : DecodeMissing(value);

    /// <summary>The attributes of the objects inside: their properties count in a nested attribute or block alone.</summary>
    internal virtual AttributeSet? Attributes => null;

    /// <summary>A new value, with what was there before wherever both mean the same.</summary>
    internal virtual CtyValue Keep(CtyValue before, CtyValue after) => after;

    private protected virtual CtyValue EncodeMissing(TfValue<T> value) =>
        value.IsNull ? CtyValue.Null(CtyType) : CtyValue.Unknown(CtyType);

    private protected virtual TfValue<T> DecodeMissing(CtyValue value) => value.IsNull ? TfValue<T>.Null : TfValue<T>.Unknown;

    /// <summary>Everything in a value that does not fit the .NET type, where decoding stops at the first.</summary>
    internal virtual IEnumerable<TfConversionException> Misfits(CtyValue value)
    {
        try
        {
            FromCty(value);
            return [];
        }
        catch (TfConversionException exception)
        {
            return [exception];
        }
    }

    private protected abstract CtyValue Encode(T value);

    private protected abstract T Decode(CtyValue value);

    private protected virtual CtyValue EncodeKnown(TfValue<T> value) => Encode(value.Value);

    private protected virtual TfValue<T> DecodeKnown(CtyValue value) => Decode(value);
}

/// <summary>A Terraform value cannot be held by the .NET type that the schema gives it.</summary>
/// <param name="message">What does not fit, for the user.</param>
/// <param name="path">Where, seen from the value that was converted.</param>
public sealed class TfConversionException(string message, CtyPath path) : Exception(message)
{
    /// <summary>Where the value stands.</summary>
    public CtyPath Path { get; } = path;

    internal TfConversionException Under(params IEnumerable<CtyStep> outer) =>
        new(Message, outer.Concat(Path.Steps).Aggregate(CtyPath.Root, static (path, step) => path.Then(step)));
}

/// <summary>The bridges for the types that schemas use.</summary>
public static class TfTypes
{
    /// <summary>Text.</summary>
    public static TfType<string> String { get; } = new StringType();

    /// <summary>A whole number of 64 bits.</summary>
    public static TfType<long> Int64 { get; } = new Int64Type();

    /// <summary>A number as a double. What a configuration, plan or state holds beyond the precision of one comes back unchanged.</summary>
    public static TfType<double> Float64 { get; } = new Float64Type();

    /// <summary>A number of any size and precision.</summary>
    public static TfType<CtyNumber> Number { get; } = new NumberType();

    /// <summary>True or false.</summary>
    public static TfType<bool> Bool { get; } = new BoolType();

    /// <summary>A value of any type, which it brings along.</summary>
    public static TfType<CtyValue> Dynamic => DynamicType.Instance;

    /// <summary>A list.</summary>
    public static TfType<ImmutableArray<TfValue<T>>> List<T>(TfType<T> element)
        where T : notnull => new SequenceType<T>(element, CtyType.List(element.CtyType));

    /// <summary>A set. Its elements come in no meaningful order.</summary>
    public static TfType<ImmutableArray<TfValue<T>>> Set<T>(TfType<T> element)
        where T : notnull => new SequenceType<T>(element, CtyType.Set(element.CtyType));

    /// <summary>A map.</summary>
    public static TfType<ImmutableDictionary<string, TfValue<T>>> Map<T>(TfType<T> element)
        where T : notnull => new MapType<T>(element);

    /// <summary>An object with the attributes of a model.</summary>
    public static TfType<TModel> Object<TModel>(AttributeSet<TModel> attributes)
        where TModel : class, new() => new ObjectType<TModel>(attributes.Fields, attributes);

    /// <summary>An object with the fields of a model, which are set together.</summary>
    public static TfType<TModel> Object<TModel>(ObjectShape<TModel> shape)
        where TModel : class, new() => new ObjectType<TModel>(shape.Fields);

    /// <summary>A fixed sequence of two values, each of its own type.</summary>
    public static TfType<(TfValue<T1> First, TfValue<T2> Second)> Tuple<T1, T2>(TfType<T1> first, TfType<T2> second)
        where T1 : notnull
        where T2 : notnull => new TupleType<T1, T2>(first, second);

    /// <summary>A fixed sequence of three values, each of its own type.</summary>
    public static TfType<(TfValue<T1> First, TfValue<T2> Second, TfValue<T3> Third)> Tuple<T1, T2, T3>(TfType<T1> first, TfType<T2> second, TfType<T3> third)
        where T1 : notnull
        where T2 : notnull
        where T3 : notnull => new TupleType<T1, T2, T3>(first, second, third);

    /// <summary>The objects of a list or set of blocks: without any, the collection is empty and never null.</summary>
    internal static TfType<ImmutableArray<TfValue<TModel>>> Blocks<TModel>(AttributeSet<TModel> attributes, CtyCollectionKind kind)
        where TModel : class, new() => new SequenceType<TModel>(Object(attributes), new CtyCollectionType(kind, attributes.Type), isNeverNull: true);

    private sealed class StringType : TfType<string>
    {
        public override CtyType CtyType => CtyType.String;

        private protected override CtyValue Encode(string value) => CtyValue.String(value);

        private protected override string Decode(CtyValue value) => ((CtyString)value).Value;
    }

    private sealed class Int64Type : TfType<long>
    {
        public override CtyType CtyType => CtyType.Number;

        private protected override CtyValue Encode(long value) => CtyValue.Number(value);

        private protected override long Decode(CtyValue value) => ((CtyNumber)value).TryGetInt64(out var number)
            ? number
            : throw new TfConversionException("A whole number of at most 64 bits is required.", CtyPath.Root);
    }

    private sealed class Float64Type : TfType<double>
    {
        public override CtyType CtyType => CtyType.Number;

        internal override bool HasMeaning => true;

        // A service that computes with doubles rounds what it is given, which is no difference.
        internal override CtyValue Keep(CtyValue before, CtyValue after) =>
            before is CtyNumber old && after is CtyNumber now && old.ToDouble().Equals(now.ToDouble()) ? before : after;

        private protected override CtyValue Encode(double value) => CtyNumber.From(value);

        private protected override double Decode(CtyValue value) => DecodeKnown(value).Value;

        // Terraform's numbers are longer than a double, and one that came back as another would break the plan. So the value remembers the number.
        private protected override TfValue<double> DecodeKnown(CtyValue value)
        {
            var number = (CtyNumber)value;
            var nearest = number.ToDouble();
            if (double.IsInfinity(nearest) && number.IsFinite) throw new TfConversionException("A number within the range of a 64-bit floating point number is required.", CtyPath.Root);
            return number.Equals(CtyNumber.From(nearest)) ? nearest : TfValue<double>.Known(nearest, number);
        }

        private protected override CtyValue EncodeKnown(TfValue<double> value) => value.Origin as CtyNumber ?? Encode(value.Value);
    }

    private sealed class NumberType : TfType<CtyNumber>
    {
        public override CtyType CtyType => CtyType.Number;

        private protected override CtyValue Encode(CtyNumber value) => value;

        private protected override CtyNumber Decode(CtyValue value) => (CtyNumber)value;
    }

    private sealed class BoolType : TfType<bool>
    {
        public override CtyType CtyType => CtyType.Bool;

        private protected override CtyValue Encode(bool value) => CtyValue.Bool(value);

        private protected override bool Decode(CtyValue value) => ((CtyBool)value).Value;
    }
}
