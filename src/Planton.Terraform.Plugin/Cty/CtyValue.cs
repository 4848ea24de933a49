using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// A value of Terraform's type system: known, null, or unknown until apply. Values are immutable and compare by structure;
/// two unknown values of one type are equal.
/// </summary>
public abstract class CtyValue : IEquatable<CtyValue>
{
    private protected CtyValue(CtyType type) => Type = type;

    /// <summary>The value's type. For a value inside a dynamic place this is the concrete type it brought along.</summary>
    public CtyType Type { get; }

    /// <summary>Whether this is a null of its type.</summary>
    public bool IsNull => this is CtyNull;

    /// <summary>Whether this value, as a whole, is not known before apply.</summary>
    public bool IsUnknown => this is CtyUnknown;

    /// <summary>Whether the value is neither null nor unknown. Parts of it may still be either.</summary>
    public bool IsKnown => this is not (CtyNull or CtyUnknown);

    /// <summary>Whether no part of the value is unknown. A null is wholly known.</summary>
    public abstract bool IsWhollyKnown { get; }

    /// <summary>The null of a type.</summary>
    /// <param name="type">The type.</param>
    public static CtyValue Null(CtyType type) => new CtyNull(type);

    /// <summary>The unknown value of a type.</summary>
    /// <param name="type">The type.</param>
    public static CtyValue Unknown(CtyType type) => new CtyUnknown(type);

    /// <summary>A known text.</summary>
    /// <param name="value">The text.</param>
    public static CtyString String(string value) => new(value);

    /// <summary>A known whole number.</summary>
    /// <param name="value">The number.</param>
    public static CtyNumber Number(long value) => CtyNumber.From(value);

    /// <summary>A known truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static CtyBool Bool(bool value) => value ? CtyBool.True : CtyBool.False;

    /// <summary>A known list.</summary>
    /// <param name="element">The element type.</param>
    /// <param name="elements">The elements in order.</param>
    public static CtySequence List(CtyType element, params IEnumerable<CtyValue> elements) =>
        new(CtyType.List(element), [.. elements]);

    /// <summary>A known set. Duplicates collapse.</summary>
    /// <param name="element">The element type.</param>
    /// <param name="elements">The elements in any order.</param>
    public static CtySequence Set(CtyType element, params IEnumerable<CtyValue> elements) =>
        new(CtyType.Set(element), [.. elements.Distinct()]);

    /// <summary>A known tuple; its type follows from its elements.</summary>
    /// <param name="elements">The elements in order.</param>
    public static CtySequence Tuple(params IEnumerable<CtyValue> elements)
    {
        ImmutableArray<CtyValue> all = [.. elements];
        return new(CtyType.Tuple(all.Select(static element => element.Type)), all);
    }

    /// <summary>A known map. When a key is given twice the last one wins.</summary>
    /// <param name="element">The type of the values.</param>
    /// <param name="entries">Keys and values in any order.</param>
    public static CtyMap Map(CtyType element, params IEnumerable<KeyValuePair<string, CtyValue>> entries)
    {
        var sorted = new SortedDictionary<string, CtyValue>(Utf8Order.Comparer);
        foreach (var (key, value) in entries) sorted[key] = value;
        return new(CtyType.Map(element), [.. sorted]);
    }

    /// <summary>A known object. Attributes that are not given are null.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="attributes">Names and values; every name is one of the type's.</param>
    /// <exception cref="ArgumentException">A name is not one of the type's attributes.</exception>
    public static CtyObject Object(CtyObjectType type, params IEnumerable<(string Name, CtyValue Value)> attributes)
    {
        var values = new CtyValue?[type.Attributes.Length];
        foreach (var (name, value) in attributes)
        {
            var index = type.IndexOf(name);
            if (index < 0) throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(attributes));
            values[index] = value;
        }

        return new(type, [.. type.Attributes.Select((attribute, i) => values[i] ?? Null(attribute.Type))]);
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
    internal CtyNull(CtyType type)
        : base(type)
    {
    }

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
    internal CtyUnknown(CtyType type)
        : base(type)
    {
    }

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
    internal CtyString(string value)
        : base(CtyType.String) => Value = value;

    /// <summary>The text.</summary>
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
    private CtyBool(bool value)
        : base(CtyType.Bool) => Value = value;

    /// <summary>The known true.</summary>
    public static CtyBool True { get; } = new(true);

    /// <summary>The known false.</summary>
    public static CtyBool False { get; } = new(false);

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

/// <summary>A known list, set or tuple.</summary>
public sealed class CtySequence : CtyValue
{
    internal CtySequence(CtyType type, ImmutableArray<CtyValue> elements)
        : base(type)
    {
        Elements = elements;
        IsWhollyKnown = elements.All(static element => element.IsWhollyKnown);
    }

    /// <summary>The elements: in order for a list or tuple, in no meaningful order for a set.</summary>
    public ImmutableArray<CtyValue> Elements { get; }

    /// <summary>Whether this is a set, whose order means nothing.</summary>
    public bool IsSet => Type is CtyCollectionType { Kind: CtyCollectionKind.Set };

    /// <inheritdoc/>
    public override bool IsWhollyKnown { get; }

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not CtySequence that || Elements.Length != that.Elements.Length || !Type.Equals(that.Type)) return false;
        return IsSet ? that.Elements.ToHashSet().SetEquals(Elements) : Elements.SequenceEqual(that.Elements);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => IsSet
        ? Elements.Aggregate(23, static (hash, element) => hash ^ element.GetHashCode())
        : Elements.Aggregate(29, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Elements)}]";
}

/// <summary>A known map. Entries are kept in the byte order of their UTF-8 keys.</summary>
public sealed class CtyMap : CtyValue
{
    internal CtyMap(CtyCollectionType type, ImmutableArray<KeyValuePair<string, CtyValue>> entries)
        : base(type)
    {
        Entries = entries;
        IsWhollyKnown = entries.All(static entry => entry.Value.IsWhollyKnown);
    }

    /// <summary>The entries in wire order.</summary>
    public ImmutableArray<KeyValuePair<string, CtyValue>> Entries { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown { get; }

    /// <summary>Finds the value under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, when there is one.</param>
    public bool TryGet(string key, [NotNullWhen(true)] out CtyValue? value)
    {
        value = Entries.FirstOrDefault(entry => entry.Key == key).Value;
        return value is not null;
    }

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) =>
        ReferenceEquals(this, other) || (other is CtyMap that && Type.Equals(that.Type) && Entries.SequenceEqual(that.Entries));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Entries.Aggregate(31, static (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Entries.Select(static entry => $"\"{entry.Key}\"={entry.Value}"))}}}";
}

/// <summary>A known object: one value for each attribute of its type.</summary>
public sealed class CtyObject : CtyValue
{
    internal CtyObject(CtyObjectType type, ImmutableArray<CtyValue> values)
        : base(type)
    {
        Values = values;
        IsWhollyKnown = values.All(static value => value.IsWhollyKnown);
    }

    /// <summary>The object's type.</summary>
    public new CtyObjectType Type => (CtyObjectType)base.Type;

    /// <summary>The values, in the order of the type's attributes.</summary>
    public ImmutableArray<CtyValue> Values { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown { get; }

    /// <summary>The value of an attribute.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public CtyValue this[string name] => Type.IndexOf(name) is >= 0 and var index
        ? Values[index]
        : throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(name));

    /// <summary>The same object with one attribute replaced.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public CtyObject With(string name, CtyValue value) => Type.IndexOf(name) is >= 0 and var index
        ? new(Type, Values.SetItem(index, value))
        : throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(name));

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) =>
        ReferenceEquals(this, other)
        || (other is CtyObject that && base.Type.Equals(that.Type) && Values.SequenceEqual(that.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(37, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{{string.Join(", ", Type.Attributes.Zip(Values, static (attribute, value) => $"{attribute.Name}={value}"))}}}";
}
