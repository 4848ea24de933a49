using System.Collections.Concurrent;

namespace TerraformProviderPlanton.Common;

/// <summary>Lets one caller at a time work on a key. Keys are few and live as long as the process.</summary>
internal sealed class KeyedLock
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for the key; the key is free again when the result is disposed.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellation)
    {
        var gate = _gates.GetOrAdd(key, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellation);
        return new Exit(gate);
    }

    private sealed class Exit(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
