using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A known list, set or tuple.</summary>
public sealed class CtySequence : CtyValue
{
    private int _hash;

    internal CtySequence(CtyType type, ImmutableArray<CtyValue> elements)
    {
        Type = type;
        Elements = elements;
        IsWhollyKnown = AllWhollyKnown(elements.AsSpan());
    }

    /// <inheritdoc/>
    public override CtyType Type { get; }

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
        return IsSet
            ? GetHashCode() == that.GetHashCode() && SameElements(Elements.AsSpan(), that.Elements.AsSpan())
            : AllEqual(Elements.AsSpan(), that.Elements.AsSpan());
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0) _hash = ComputeHash();
        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Elements)}]";

    /// <summary>A set of the elements that the caller gives away.</summary>
    internal static CtySequence SetOf(CtyCollectionType type, CtyValue[] elements) => new(type, Distinct(elements));

    internal static bool AllWhollyKnown(ReadOnlySpan<CtyValue> values)
    {
        foreach (var value in values)
        {
            if (!value.IsWhollyKnown) return false;
        }

        return true;
    }

    internal static bool AllEqual(ReadOnlySpan<CtyValue> left, ReadOnlySpan<CtyValue> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!left[i].Equals(right[i])) return false;
        }

        return true;
    }

    /// <summary>
    /// Each element once, in order of first appearance. Elements that are not wholly known stay apart even when they look
    /// alike, as in Terraform: they may yet turn out to differ, and the count of a planned set must not shrink.
    /// </summary>
    private static ImmutableArray<CtyValue> Distinct(CtyValue[] elements)
    {
        if (elements.Length < 2) return ImmutableCollectionsMarshal.AsImmutableArray(elements);

        // Twice as many places as elements, and borrowed: sets are read often, and their tables would be most of what is allocated.
        var bits = BitOperations.Log2((uint)elements.Length) + 2;
        var places = ArrayPool<int>.Shared.Rent(1 << bits);
        places.AsSpan(0, 1 << bits).Clear();
        var kept = 0;
        foreach (var element in elements)
        {
            if (element.IsWhollyKnown)
            {
                ref var place = ref Find(places.AsSpan(0, 1 << bits), bits, elements, element);
                if (place > 0) continue;
                place = kept + 1;
            }

            elements[kept++] = element;
        }

        ArrayPool<int>.Shared.Return(places);
        return ImmutableCollectionsMarshal.AsImmutableArray(kept == elements.Length ? elements : elements[..kept]);
    }

    /// <summary>The place that holds the position of an equal element, counted from one, or the free one where it belongs.</summary>
    private static ref int Find(Span<int> places, int bits, ReadOnlySpan<CtyValue> elements, CtyValue element)
    {
        // The product spreads hashes that lie close together.
        var at = (int)(unchecked((uint)element.GetHashCode() * 0x9E37_79B9u) >> (32 - bits));
        while (places[at] > 0 && !elements[places[at] - 1].Equals(element)) at = (at + 1) & (places.Length - 1);
        return ref places[at];
    }

    /// <summary>Counts, because elements that are not wholly known may occur more than once.</summary>
    private static bool SameElements(ReadOnlySpan<CtyValue> left, ReadOnlySpan<CtyValue> right)
    {
        // What stands in the same place needs no table. Elements with different hashes are not compared: within sets of sets each such look
        // would be one more through all that lies deeper.
        var alike = 0;
        while (alike < left.Length && left[alike].GetHashCode() == right[alike].GetHashCode() && left[alike].Equals(right[alike])) alike++;

        var counts = new Dictionary<CtyValue, int>(left.Length - alike);
        foreach (var element in left[alike..])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, element, out _)++;
        }

        foreach (var element in right[alike..])
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, element);
            if (Unsafe.IsNullRef(ref count) || count-- == 0) return false;
        }

        return true;
    }

    private int ComputeHash()
    {
        var hash = new HashCode();
        var sum = 0;
        foreach (var element in Elements)
        {
            if (IsSet) sum = unchecked(sum + element.GetHashCode());
            else hash.Add(element.GetHashCode());
        }

        hash.Add(sum);
        hash.Add(Elements.Length);
        return hash.ToHashCode();
    }
}
