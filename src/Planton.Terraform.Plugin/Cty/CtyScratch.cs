using System.Buffers;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// Holds the parts of values whose end has not come yet, and so their count: those of an inner value lie behind those of the outer one. The
/// memory is borrowed, and given back when the whole is read; what a fault interrupts is left to the collector.
/// </summary>
internal struct CtyScratch<T>()
{
    private T[] _parts = [];

    /// <summary>How many parts there are, those of all open values.</summary>
    public int Count { get; private set; }

    public void Add(T part)
    {
        if (Count == _parts.Length) Grow();
        _parts[Count++] = part;
    }

    /// <summary>Takes the parts from a position on, in an array of their own.</summary>
    public T[] Take(int from)
    {
        var parts = _parts.AsSpan(from..Count);
        var taken = parts.ToArray();
        parts.Clear();
        Count = from;
        return taken;
    }

    public readonly void GiveBack()
    {
        if (_parts.Length > 0) ArrayPool<T>.Shared.Return(_parts);
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(16, 2 * _parts.Length));
        _parts.CopyTo(larger, 0);
        if (_parts.Length > 0) ArrayPool<T>.Shared.Return(_parts, clearArray: true);
        _parts = larger;
    }
}
