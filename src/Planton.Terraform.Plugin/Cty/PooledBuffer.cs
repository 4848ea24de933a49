using System.Buffers;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// An output that grows in borrowed memory, so that a writer whose length is not known beforehand allocates nothing but its result.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = [];
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length) Grow(needed);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>What was written, in an array of its own.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, 1024), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _bytes = larger;
    }
}
