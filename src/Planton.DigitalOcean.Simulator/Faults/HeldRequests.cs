namespace Planton.DigitalOcean.Simulator.Faults;

/// <summary>
/// Requests whose answer is lost and whose effect is still to come, as with a gateway that gives up on a request that waits in a queue behind it.
/// When the effect comes is counted in later requests, not in time: a test that waits for it is the same on every machine.
/// </summary>
public sealed class HeldRequests
{
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];

    /// <summary>How many requests have not taken effect yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    /// <summary>Lets all of them take effect now, in the order of their arrival.</summary>
    /// <returns>How many there were.</returns>
    public int Release()
    {
        var due = Take(static _ => true);
        foreach (var held in due) held.Effect();
        return due.Count;
    }

    /// <summary>Forgets all of them: they never take effect.</summary>
    public void Clear() => Take(static _ => true);

    /// <summary>Takes note of a later request, which sees the effects that are due by then.</summary>
    internal void Pass()
    {
        lock (_gate) _held.ForEach(static held => held.Left--);
        foreach (var held in Take(static held => held.Left < 0)) held.Effect();
    }

    internal void Add(int after, Action effect)
    {
        lock (_gate) _held.Add(new Held(effect) { Left = after });
    }

    private List<Held> Take(Predicate<Held> isDue)
    {
        lock (_gate)
        {
            var due = _held.FindAll(isDue);
            _held.RemoveAll(due.Contains);
            return due;
        }
    }

    private sealed class Held(Action effect)
    {
        public Action Effect { get; } = effect;

        public int Left { get; set; }
    }
}
