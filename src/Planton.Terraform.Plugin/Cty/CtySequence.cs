using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A known list, set or tuple.</summary>
public sealed class CtySequence : CtyValue
{
    private int _hash;

    internal CtySequence(CtyType type, ImmutableArray<CtyValue> elements)
        : base(type)
    {
        Elements = elements;
        IsWhollyKnown = AllWhollyKnown(elements.AsSpan());
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
        if (AllEqual(Elements.AsSpan(), that.Elements.AsSpan())) return true;
        return IsSet && GetHashCode() == that.GetHashCode() && SameElements(Elements, that.Elements);
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

        var seen = new HashSet<CtyValue>(elements.Length);
        var kept = 0;
        foreach (var element in elements)
        {
            if (!element.IsWhollyKnown || seen.Add(element)) elements[kept++] = element;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(kept == elements.Length ? elements : elements[..kept]);
    }

    /// <summary>Counts, because elements that are not wholly known may occur more than once.</summary>
    private static bool SameElements(ImmutableArray<CtyValue> left, ImmutableArray<CtyValue> right)
    {
        var counts = new Dictionary<CtyValue, int>(left.Length);
        foreach (var element in left)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, element, out _)++;
        }

        foreach (var element in right)
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
