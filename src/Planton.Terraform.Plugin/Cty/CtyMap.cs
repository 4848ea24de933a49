using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>A known map. Entries are kept in the byte order of their UTF-8 keys.</summary>
public sealed class CtyMap : CtyValue
{
    private int _hash;

    internal CtyMap(CtyCollectionType type, ImmutableArray<KeyValuePair<string, CtyValue>> entries)
    {
        Type = type;
        Entries = entries;
        IsWhollyKnown = AllWhollyKnown(entries.AsSpan());
    }

    /// <inheritdoc/>
    public override CtyType Type { get; }

    /// <summary>The entries in wire order.</summary>
    public ImmutableArray<KeyValuePair<string, CtyValue>> Entries { get; }

    /// <inheritdoc/>
    public override bool IsWhollyKnown { get; }

    /// <summary>Finds the value under a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out CtyValue? value)
    {
        var (low, high) = (0, Entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var entry = Entries[middle];
            var order = Utf8Order.Comparer.Compare(entry.Key, key);
            if (order == 0)
            {
                value = entry.Value;
                return true;
            }

            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) =>
        ReferenceEquals(this, other)
        || (other is CtyMap that && Type.Equals(that.Type) && AllEqual(Entries.AsSpan(), that.Entries.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0) _hash = ComputeHash();
        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Entries.Select(static entry => $"\"{entry.Key}\"={entry.Value}"))}}}";

    /// <summary>A map of entries in any order, whose array the caller gives away. When a key is given twice the last one wins.</summary>
    internal static CtyMap Of(CtyCollectionType type, KeyValuePair<string, CtyValue>[] entries)
    {
        if (IsAscending(entries)) return new(type, ImmutableCollectionsMarshal.AsImmutableArray(entries));

        var last = new Dictionary<string, CtyValue>(entries.Length, StringComparer.Ordinal);
        foreach (var (key, value) in entries) last[key] = value;

        var sorted = new KeyValuePair<string, CtyValue>[last.Count];
        ((ICollection<KeyValuePair<string, CtyValue>>)last).CopyTo(sorted, 0);
        Array.Sort(sorted, static (left, right) => Utf8Order.Comparer.Compare(left.Key, right.Key));
        return new(type, ImmutableCollectionsMarshal.AsImmutableArray(sorted));
    }

    private static bool IsAscending(ReadOnlySpan<KeyValuePair<string, CtyValue>> entries)
    {
        for (var i = 1; i < entries.Length; i++)
        {
            if (Utf8Order.Comparer.Compare(entries[i - 1].Key, entries[i].Key) >= 0) return false;
        }

        return true;
    }

    private static bool AllWhollyKnown(ReadOnlySpan<KeyValuePair<string, CtyValue>> entries)
    {
        foreach (var (_, value) in entries)
        {
            if (!value.IsWhollyKnown) return false;
        }

        return true;
    }

    private static bool AllEqual(ReadOnlySpan<KeyValuePair<string, CtyValue>> left, ReadOnlySpan<KeyValuePair<string, CtyValue>> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || !left[i].Value.Equals(right[i].Value)) return false;
        }

        return true;
    }

    private int ComputeHash()
    {
        var hash = new HashCode();
        foreach (var (key, value) in Entries)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value.GetHashCode());
        }

        return hash.ToHashCode();
    }
}
