namespace Planton.DigitalOcean.Http;

/// <summary>
/// Keeps the memory of long lists that of their values. The runtime lets older generations grow with the cache and the memory of the machine, so that a
/// process that reads ten thousand images in a minute would keep the text of all of them. Short lists never reach the first collection.
/// </summary>
internal sealed class ResponseMemory
{
    private const long BytesPerCollection = 1 << 20;

    // A response that arrives in chunks does not say its length; a page of a long list is about this long.
    private const long UnknownLength = 256 << 10;

    private long _bytes;

    /// <summary>Adds a response whose text is no longer needed.</summary>
    public void Release(long? bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes ?? UnknownLength) < BytesPerCollection) return;

        Interlocked.Exchange(ref _bytes, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }
}
