using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// A value of Terraform's type system: known, null, or unknown until apply. Values are immutable and compare by structure;
/// two unknown values of one type are equal.
/// </summary>
public abstract class CtyValue : IEquatable<CtyValue>
{
    private protected CtyValue()
    {
    }

    /// <summary>The value's type. For a value inside a dynamic place this is the concrete type it brought along.</summary>
    public abstract CtyType Type { get; }

    /// <summary>Whether this is a null of its type.</summary>
    public bool IsNull => this is CtyNull;

    /// <summary>Whether this value, as a whole, is not known before apply.</summary>
    public bool IsUnknown => this is CtyUnknown;

    /// <summary>Whether the value is neither null nor unknown. Parts of it may still be either.</summary>
    public bool IsKnown => this is not (CtyNull or CtyUnknown);

    /// <summary>Whether no part of the value is unknown. A null is wholly known.</summary>
    public abstract bool IsWhollyKnown { get; }

    /// <summary>The null of a type.</summary>
    public static CtyValue Null(CtyType type) => type.NullValue;

    /// <summary>The unknown value of a type.</summary>
    public static CtyValue Unknown(CtyType type) => type.UnknownValue;

    /// <summary>A known text.</summary>
    public static CtyString String(string value) => new(CtyText.WellFormed(value));

    /// <summary>A known whole number.</summary>
    public static CtyNumber Number(long value) => CtyNumber.From(value);

    /// <summary>A known truth value.</summary>
    public static CtyBool Bool(bool value) => value ? CtyBool.True : CtyBool.False;

    /// <summary>A known list.</summary>
    public static CtySequence List(CtyType element, params IEnumerable<CtyValue> elements) =>
        new(CtyType.List(element), [.. elements]);

    /// <summary>A known set. Duplicates collapse, but for elements that are not wholly known: those may yet turn out to differ.</summary>
    /// <param name="elements">The elements in any order.</param>
    public static CtySequence Set(CtyType element, params IEnumerable<CtyValue> elements) =>
        CtySequence.SetOf(CtyType.Set(element), [.. elements]);

    /// <summary>A known tuple; its type follows from its elements.</summary>
    public static CtySequence Tuple(params IEnumerable<CtyValue> elements)
    {
        ImmutableArray<CtyValue> all = [.. elements];
        return new(CtyType.Tuple(all.Select(static element => element.Type)), all);
    }

    /// <summary>A known map. When a key is given twice the last one wins.</summary>
    /// <param name="entries">Keys and values in any order.</param>
    public static CtyMap Map(CtyType element, params IEnumerable<KeyValuePair<string, CtyValue>> entries) => CtyMap.Of(
        CtyType.Map(element),
        [.. entries.Select(static entry => KeyValuePair.Create(CtyText.WellFormed(entry.Key), entry.Value))]);

    /// <summary>A known object. Attributes that are not given are null.</summary>
    /// <param name="attributes">Names and values; every name is one of the type's.</param>
    /// <exception cref="ArgumentException">A name is not one of the type's attributes.</exception>
    public static CtyObject Object(CtyObjectType type, params IEnumerable<(string Name, CtyValue Value)> attributes)
    {
        var values = new CtyValue[type.Attributes.Length];
        for (var i = 0; i < values.Length; i++) values[i] = type.Attributes[i].Type.NullValue;
        foreach (var (name, value) in attributes)
        {
            var index = type.IndexOf(name);
            if (index < 0) throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(attributes));
            values[index] = value;
        }

        return new(type, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <inheritdoc/>
    public abstract bool Equals(CtyValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as CtyValue);

    /// <inheritdoc/>
    public abstract override int GetHashCode();
}

/// <summary>The null of a type.</summary>
public sealed class CtyNull : CtyValue
{
    internal CtyNull(CtyType type) => Type = type;

    /// <inheritdoc/>
    public override CtyType Type { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown => true;

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) => other is CtyNull && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override int GetHashCode() => 3;

    /// <inheritdoc/>
    public override string ToString() => "null";
}

/// <summary>A value that is only known after apply.</summary>
public sealed class CtyUnknown : CtyValue
{
    internal CtyUnknown(CtyType type) => Type = type;

    /// <inheritdoc/>
    public override CtyType Type { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown => false;

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) => other is CtyUnknown && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override int GetHashCode() => 5;

    /// <inheritdoc/>
    public override string ToString() => "(known after apply)";
}

/// <summary>A known text.</summary>
public sealed class CtyString : CtyValue
{
    /// <summary>Takes text that is known to be well-formed; <see cref="CtyValue.String"/> is for all other.</summary>
    internal CtyString(string value) => Value = value;

    /// <inheritdoc/>
    public override CtyType Type => CtyType.String;

    /// <summary>The text: always whole Unicode characters, a lone half of a surrogate pair has become U+FFFD.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown => true;

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) => other is CtyString that && Value == that.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"\"{Value}\"";
}

/// <summary>A known truth value.</summary>
public sealed class CtyBool : CtyValue
{
    private CtyBool(bool value) => Value = value;

    /// <summary>The known true.</summary>
    public static CtyBool True { get; } = new(true);

    /// <summary>The known false.</summary>
    public static CtyBool False { get; } = new(false);

    /// <inheritdoc/>
    public override CtyType Type => CtyType.Bool;

    /// <summary>The truth value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown => true;

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 17 : 19;

    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}
