using System.Text;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>A standard stream of a process under test: keeps what was written, write by write, and tells when the first line is there.</summary>
internal sealed class CapturedStream : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _bytes = new();
    private readonly List<string> _writes = [];
    private readonly TaskCompletionSource _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstLine => _firstLine.Task;

    public string Text
    {
        get
        {
            lock (_gate) return Encoding.UTF8.GetString(_bytes.ToArray());
        }
    }

    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (_gate) return [.. _writes];
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            _bytes.Write(buffer);
            _writes.Add(Encoding.UTF8.GetString(buffer));
        }

        if (buffer.Contains((byte)'\n')) _firstLine.TrySetResult();
    }
}
