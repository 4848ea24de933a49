using System.Collections.Immutable;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A type of Terraform's type system. Types are immutable and compare by structure.</summary>
public abstract class CtyType : IEquatable<CtyType>
{
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
    /// <param name="element">The type of every element.</param>
    public static CtyCollectionType List(CtyType element) => new(CtyCollectionKind.List, element);

    /// <summary>An unordered collection without duplicates.</summary>
    /// <param name="element">The type of every element.</param>
    public static CtyCollectionType Set(CtyType element) => new(CtyCollectionKind.Set, element);

    /// <summary>Values of one type under string keys.</summary>
    /// <param name="element">The type of every value.</param>
    public static CtyCollectionType Map(CtyType element) => new(CtyCollectionKind.Map, element);

    /// <summary>A fixed sequence of values, each of its own type.</summary>
    /// <param name="elements">The types in order.</param>
    public static CtyTupleType Tuple(params IEnumerable<CtyType> elements) => new([.. elements]);

    /// <summary>Named attributes, each of its own type.</summary>
    /// <param name="attributes">The attributes in any order; names are unique.</param>
    public static CtyObjectType Object(params IEnumerable<(string Name, CtyType Type)> attributes) =>
        new(attributes.Select(static attribute => new CtyAttribute(attribute.Name, attribute.Type)));

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
    internal CtyCollectionType(CtyCollectionKind kind, CtyType element) => (Kind, Element) = (kind, element);

    /// <summary>Which collection this is.</summary>
    public CtyCollectionKind Kind { get; }

    /// <summary>The type of every element.</summary>
    public CtyType Element { get; }

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) =>
        other is CtyCollectionType that && Kind == that.Kind && Element.Equals(that.Element);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Element);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}({Element})";
}

/// <summary>A tuple type.</summary>
public sealed class CtyTupleType : CtyType
{
    internal CtyTupleType(ImmutableArray<CtyType> elements) => Elements = elements;

    /// <summary>The element types in order.</summary>
    public ImmutableArray<CtyType> Elements { get; }

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) => other is CtyTupleType that && Elements.SequenceEqual(that.Elements);

    /// <inheritdoc/>
    public override int GetHashCode() => Elements.Aggregate(7, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"tuple([{string.Join(", ", Elements)}])";
}

/// <summary>A name and its type inside an object type.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">The attribute's type.</param>
public sealed record CtyAttribute(string Name, CtyType Type);

/// <summary>An object type. Attributes are kept in the byte order of their UTF-8 names, the order of the wire.</summary>
public sealed class CtyObjectType : CtyType
{
    internal CtyObjectType(IEnumerable<CtyAttribute> attributes)
    {
        Attributes = [.. attributes.OrderBy(static attribute => attribute.Name, Utf8Order.Comparer)];
        for (var i = 1; i < Attributes.Length; i++)
        {
            if (Attributes[i].Name == Attributes[i - 1].Name)
            {
                throw new ArgumentException($"The attribute \"{Attributes[i].Name}\" is declared twice.", nameof(attributes));
            }
        }
    }

    /// <summary>The attributes in wire order.</summary>
    public ImmutableArray<CtyAttribute> Attributes { get; }

    /// <summary>The position of an attribute in <see cref="Attributes"/>, or a negative number when there is none of that name.</summary>
    /// <param name="name">The attribute's name.</param>
    public int IndexOf(string name)
    {
        var (low, high) = (0, Attributes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Utf8Order.Comparer.Compare(Attributes[middle].Name, name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override bool Equals(CtyType? other) =>
        ReferenceEquals(this, other) || (other is CtyObjectType that && Attributes.SequenceEqual(that.Attributes));

    /// <inheritdoc/>
    public override int GetHashCode() => Attributes.Aggregate(11, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() =>
        $"object({{{string.Join(", ", Attributes.Select(static attribute => $"{attribute.Name}={attribute.Type}"))}}})";
}

/// <summary>Orders text by its UTF-8 bytes: the order of keys on the wire, which differs from .NET's for characters beyond U+FFFF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (ReferenceEquals(x, y)) return 0;
        if (x is null) return -1;
        if (y is null) return 1;

        var shared = Math.Min(x.Length, y.Length);
        for (var i = 0; i < shared; i++)
        {
            if (x[i] == y[i]) continue;

            // Surrogates stand for characters above all others, but their code units are below U+E000.
            var (left, right) = (char.IsSurrogate(x[i]), char.IsSurrogate(y[i]));
            return left == right ? x[i] - y[i] : left ? 1 : -1;
        }

        return x.Length - y.Length;
    }
}
