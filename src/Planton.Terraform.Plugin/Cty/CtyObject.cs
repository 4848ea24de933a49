using System.Collections.Immutable;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A known object: one value for each attribute of its type.</summary>
public sealed class CtyObject : CtyValue
{
    private int _hash;

    internal CtyObject(CtyObjectType type, ImmutableArray<CtyValue> values)
    {
        Type = type;
        Values = values;
        IsWhollyKnown = CtySequence.AllWhollyKnown(values.AsSpan());
    }

    /// <summary>The object's type.</summary>
    public override CtyObjectType Type { get; }

    /// <summary>The values, in the order of the type's attributes.</summary>
    public ImmutableArray<CtyValue> Values { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown { get; }

    /// <summary>The value of an attribute.</summary>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public CtyValue this[string name] => Type.IndexOf(name) is >= 0 and var index
        ? Values[index]
        : throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(name));

    /// <summary>The same object with one attribute replaced.</summary>
    /// <exception cref="ArgumentException">The type has no such attribute.</exception>
    public CtyObject With(string name, CtyValue value) => Type.IndexOf(name) is >= 0 and var index
        ? new(Type, Values.SetItem(index, value))
        : throw new ArgumentException($"The object has no attribute \"{name}\".", nameof(name));

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) =>
        ReferenceEquals(this, other)
        || (other is CtyObject that && Type.Equals(that.Type) && CtySequence.AllEqual(Values.AsSpan(), that.Values.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0) _hash = ComputeHash();
        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{{string.Join(", ", Type.Attributes.Zip(Values, static (attribute, value) => $"{attribute.Name}={value}"))}}}";

    private int ComputeHash()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(value.GetHashCode());
        return hash.ToHashCode();
    }
}
