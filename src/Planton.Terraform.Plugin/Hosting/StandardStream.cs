using System.Text;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Standard output or error: whole lines, one writer at a time, nothing held back.</summary>
internal sealed class StandardStream(Stream stream)
{
    private readonly Lock _gate = new();

    /// <summary>Writes whole lines at once. A reader that is gone is no reason to fail.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            try
            {
                stream.Write(lines);
                stream.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Nobody is left to tell.
            }
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public void Write(string lines) => Write(Encoding.UTF8.GetBytes(lines));
}
