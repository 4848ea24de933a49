using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A name and its type inside an object type.</summary>
public sealed record CtyAttribute(string Name, CtyType Type);

/// <summary>An object type. Attributes are kept in the byte order of their UTF-8 names, the order of the wire.</summary>
public sealed class CtyObjectType : CtyType
{
    private readonly byte[][] _utf8Names;
    private int _hash;

    internal CtyObjectType(IEnumerable<CtyAttribute> attributes)
    {
        CtyAttribute[] sorted = [.. attributes];
        Array.Sort(sorted, static (left, right) => Utf8Order.Comparer.Compare(left.Name, right.Name));
        _utf8Names = new byte[sorted.Length][];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].Name == sorted[i - 1].Name)
            {
                throw new ArgumentException($"The attribute \"{sorted[i].Name}\" is declared twice.", nameof(attributes));
            }

            _utf8Names[i] = Encoding.UTF8.GetBytes(sorted[i].Name);
            HasDynamic |= sorted[i].Type.HasDynamic;
        }

        Attributes = ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }

    /// <summary>The attributes in wire order.</summary>
    public ImmutableArray<CtyAttribute> Attributes { get; }

    internal override bool HasDynamic { get; }

    /// <summary>The position of an attribute in <see cref="Attributes"/>, or a negative number when there is none of that name.</summary>
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
    public override bool Equals(CtyType? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not CtyObjectType that || Attributes.Length != that.Attributes.Length) return false;
        for (var i = 0; i < Attributes.Length; i++)
        {
            if (Attributes[i].Name != that.Attributes[i].Name || !Attributes[i].Type.Equals(that.Attributes[i].Type)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0) _hash = ComputeHash();
        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"object({{{string.Join(", ", Attributes.Select(static attribute => $"{attribute.Name}={attribute.Type}"))}}})";

    /// <summary>The name of the attribute at a position, in the bytes of the wire.</summary>
    internal ReadOnlySpan<byte> Utf8Name(int index) => _utf8Names[index];

    /// <summary>The position of an attribute by the bytes of its name; the caller's guess is tried first.</summary>
    internal int IndexOf(ReadOnlySpan<byte> utf8Name, int guess)
    {
        if (guess < _utf8Names.Length && utf8Name.SequenceEqual(_utf8Names[guess])) return guess;

        var (low, high) = (0, _utf8Names.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = utf8Name.SequenceCompareTo(_utf8Names[middle]);
            if (order == 0) return middle;
            if (order > 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private int ComputeHash()
    {
        var hash = new HashCode();
        foreach (var (name, type) in Attributes)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(type.GetHashCode());
        }

        return hash.ToHashCode();
    }
}
