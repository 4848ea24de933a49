using System.Collections.Immutable;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A type of Terraform's type system. Types are immutable and compare by structure.</summary>
public abstract class CtyType : IEquatable<CtyType>
{
    private CtyNull? _null;
    private CtyUnknown? _unknown;
    private byte[]? _json;

    private protected CtyType()
    {
    }

    /// <summary>Unicode text.</summary>
    public static CtyType String { get; } = new CtyPrimitiveType("string");

    /// <summary>A decimal number of any size and precision.</summary>
    public static CtyType Number { get; } = new CtyPrimitiveType("number");

    /// <summary>True or false.</summary>
    public static CtyType Bool { get; } = new CtyPrimitiveType("bool");

    /// <summary>A place for a value of any type; the type then travels with the value.</summary>
    public static CtyType Dynamic { get; } = new CtyDynamicType();

    /// <summary>An ordered collection of values of one type.</summary>
    public static CtyCollectionType List(CtyType element) => new(CtyCollectionKind.List, element);

    /// <summary>An unordered collection without duplicates.</summary>
    public static CtyCollectionType Set(CtyType element) => new(CtyCollectionKind.Set, element);

    /// <summary>Values of one type under string keys.</summary>
    public static CtyCollectionType Map(CtyType element) => new(CtyCollectionKind.Map, element);

    /// <summary>A fixed sequence of values, each of its own type.</summary>
    public static CtyTupleType Tuple(params IEnumerable<CtyType> elements) => new([.. elements]);

    /// <summary>Named attributes, each of its own type.</summary>
    /// <param name="attributes">The attributes in any order; names are unique.</param>
    public static CtyObjectType Object(params IEnumerable<(string Name, CtyType Type)> attributes) =>
        new(attributes.Select(static attribute => new CtyAttribute(attribute.Name, attribute.Type)));

    /// <summary>Whether the dynamic type occurs anywhere in this type.</summary>
    internal abstract bool HasDynamic { get; }

    /// <summary>The one null of this type: nulls are frequent and all alike.</summary>
    internal CtyNull NullValue => _null ??= new(this);

    /// <summary>The one unknown value of this type.</summary>
    internal CtyUnknown UnknownValue => _unknown ??= new(this);

    /// <summary>The type's JSON, which travels with every value of it in a dynamic place.</summary>
    internal ReadOnlySpan<byte> Json => _json ??= CtyTypeJson.Encode(this).ToArray();

    /// <inheritdoc/>
    public abstract bool Equals(CtyType? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as CtyType);

    /// <inheritdoc/>
    public abstract override int GetHashCode();
}

/// <summary>One of the three primitive types: string, number, bool.</summary>
public sealed class CtyPrimitiveType : CtyType
{
    internal CtyPrimitiveType(string name) => Name = name;

    /// <summary>The name in Terraform's type syntax.</summary>
    public string Name { get; }

    internal override bool HasDynamic => false;

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The type that stands for any type.</summary>
public sealed class CtyDynamicType : CtyType
{
    internal CtyDynamicType()
    {
    }

    internal override bool HasDynamic => true;

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) => other is CtyDynamicType;

    /// <inheritdoc/>
    public override int GetHashCode() => 1;

    /// <inheritdoc/>
    public override string ToString() => "dynamic";
}

/// <summary>Which collection a <see cref="CtyCollectionType"/> is.</summary>
public enum CtyCollectionKind
{
    /// <summary>Ordered, duplicates allowed.</summary>
    List,

    /// <summary>Unordered, no duplicates.</summary>
    Set,

    /// <summary>Values under string keys.</summary>
    Map,
}

/// <summary>A list, set or map type.</summary>
public sealed class CtyCollectionType : CtyType
{
    internal CtyCollectionType(CtyCollectionKind kind, CtyType element) =>
        (Kind, Element, HasDynamic) = (kind, element, element.HasDynamic);

    /// <summary>Which collection this is.</summary>
    public CtyCollectionKind Kind { get; }

    /// <summary>The type of every element.</summary>
    public CtyType Element { get; }

    internal override bool HasDynamic { get; }

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) =>
        ReferenceEquals(this, other) || (other is CtyCollectionType that && Kind == that.Kind && Element.Equals(that.Element));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Element);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}({Element})";
}

/// <summary>A tuple type.</summary>
public sealed class CtyTupleType : CtyType
{
    internal CtyTupleType(ImmutableArray<CtyType> elements)
    {
        Elements = elements;
        foreach (var element in elements) HasDynamic |= element.HasDynamic;
    }

    /// <summary>The element types in order.</summary>
    public ImmutableArray<CtyType> Elements { get; }

    internal override bool HasDynamic { get; }

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) =>
        ReferenceEquals(this, other) || (other is CtyTupleType that && Elements.SequenceEqual(that.Elements));

    /// <inheritdoc/>
    public override int GetHashCode() => Elements.Aggregate(7, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"tuple([{string.Join(", ", Elements)}])";
}
