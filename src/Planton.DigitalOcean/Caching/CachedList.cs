namespace Planton.DigitalOcean.Caching;

/// <summary>
/// A list of the account that is read once for all callers within a short time, as a whole or for one item. After a change of one item the list still
/// serves all others, so that N changes do not read a list of N items N times.
/// </summary>
/// <typeparam name="TList">The list.</typeparam>
/// <typeparam name="TItem">An item of it.</typeparam>
/// <param name="load">Reads the list.</param>
/// <param name="find">Reads one item by its key; null when it is absent.</param>
/// <param name="keyOf">The key of an item.</param>
/// <param name="lifetime">How long the list is kept.</param>
internal sealed class CachedList<TList, TItem>(
    Func<CancellationToken, Task<TList>> load, Func<string, CancellationToken, Task<TItem?>> find, Func<TItem, string> keyOf, TimeSpan lifetime, TimeProvider time)
    where TList : IReadOnlyList<TItem>
    where TItem : class
{
    private readonly SingleFlight<Known> _flight = new(async cancellation => new(await load(cancellation), keyOf), lifetime, time);

    /// <summary>The whole list, with every change of this process in it.</summary>
    public async Task<TList> GetAsync(CancellationToken cancellationToken) => (await _flight.GetAsync(cancellationToken)).List;

    /// <summary>One item. An item that is missing from the list is read by its key before it counts as absent: a list may change between its pages.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The item, or null when it is absent.</returns>
    public async Task<TItem?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (known, hasChanged) = await _flight.GetForAsync(key, cancellationToken);
        return !hasChanged && known.ByKey.TryGetValue(key, out var item) ? item : await find(key, cancellationToken);
    }

    /// <summary>Forgets one item, as after a change of it.</summary>
    public void Invalidate(string key) => _flight.Invalidate(key);

    /// <summary>Forgets the list.</summary>
    public void Invalidate() => _flight.Invalidate();

    private sealed class Known
    {
        public Known(TList list, Func<TItem, string> keyOf)
        {
            List = list;
            foreach (var item in list) ByKey[keyOf(item)] = item;
        }

        public TList List { get; }

        public Dictionary<string, TItem> ByKey { get; } = new(StringComparer.Ordinal);
    }
}
