namespace Planton.DigitalOcean.Http;

/// <summary>
/// The single queue that all calls of a client pass, in order: what one call learns about the rate limit applies to all. It performs the waits that
/// <see cref="RateLimiterState"/> computes. A caller that gives up yields its place to the next.
/// </summary>
/// <param name="requestsPerSecond">The client's own limit; 0 for none.</param>
/// <param name="maxBrokenPromises">How often in a row the API may refuse after the announced time before waiting callers fail.</param>
internal sealed class RequestThrottle(double requestsPerSecond, int maxBrokenPromises, TimeProvider time) : IDisposable
{
    /// <summary>A timer cannot be set much farther.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _line = new();
    private readonly long _origin = time.GetTimestamp();
    private RateLimiterState _pace = new() { OwnSpacing = requestsPerSecond > 0 ? TimeSpan.FromSeconds(1 / requestsPerSecond) : TimeSpan.Zero };
    private ITimer? _timer;

    /// <summary>The moment that the timer is set for.</summary>
    private TimeSpan? _alarm;

    /// <summary>Waits for a place.</summary>
    /// <param name="deadline">The time by which the caller needs a response: a longer wait is refused, at once or as soon as it is known.</param>
    /// <param name="again">
    /// Whether the call was refused before; it then goes before those that were not, but behind those that were refused earlier: were it the
    /// first again, all bad luck would be that of one call.
    /// </param>
    /// <param name="operation">What kind of call it is; null for one of no special kind.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    public async Task<Entry> EnterAsync(OperationDeadline? deadline, bool again, ApiOperation? operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = LineUp(new Waiter(deadline, again, operation));
        await using var leaving = cancellationToken.Register(() => Leave(waiter, cancellationToken));
        return await waiter.Entry.Task;
    }

    /// <summary>A request was accepted.</summary>
    public void Accept()
    {
        lock (_gate) _pace = _pace.Accept();
    }

    /// <summary>A request was refused.</summary>
    /// <param name="entry">Its place.</param>
    /// <param name="read">The API's refusal, given how often in a row it has refused after the announced time.</param>
    /// <returns>The pace from now on, whether this is the first that is heard of it, and whether it came although the API had promised otherwise.</returns>
    public (RateLimiterState Pace, TimeSpan Now, bool IsNews, bool IsBroken) Refuse(Entry entry, Func<int, RateRefusal> read)
    {
        lock (_gate)
        {
            var (before, now) = (_pace, Now());
            _pace = before.Refuse(entry.Refusals, now, read(before.BrokenPromises));
            SendAway(now);
            Admit();
            var isNews = _pace.Refusals > before.Refusals;
            return (_pace, now, isNews, isNews && now >= before.Resets);
        }
    }

    /// <summary>Whether it makes no sense to go on asking.</summary>
    public bool IsHopeless
    {
        get
        {
            lock (_gate) return _pace.BrokenPromises > maxBrokenPromises;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            foreach (var waiter in _line) waiter.Entry.TrySetException(new ObjectDisposedException(nameof(DigitalOceanClient)));
            _line.Clear();
        }
    }

    private Waiter LineUp(Waiter waiter)
    {
        lock (_gate)
        {
            var ahead = _line.TakeWhile(other => other.Rank <= waiter.Rank).Count();
            if (IsTooLong(waiter, ahead, Now())) return waiter;

            var behind = _line.First;
            while (behind is not null && ahead-- > 0) behind = behind.Next;
            if (behind is null) _line.AddLast(waiter);
            else _line.AddBefore(behind, waiter);
            Admit();
        }

        return waiter;
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!waiter.Entry.TrySetCanceled(cancellationToken)) return;
            _line.Remove(waiter);
            Admit();
        }
    }

    /// <summary>Lets go who may go, and sets the timer for the next.</summary>
    private void Admit()
    {
        var now = Now();
        while (_line.First is { } first && _pace.PlaceOf(0, now) <= now)
        {
            _line.RemoveFirst();
            _pace = _pace.Take(now);
            first.Value.Entry.TrySetResult(new Entry(_pace.Refusals, RefusedWait: null));
        }

        SetTimer(_line.Count == 0 ? null : _pace.PlaceOf(0, now), now);
    }

    private void SetTimer(TimeSpan? moment, TimeSpan now)
    {
        if (_alarm == moment) return;
        _alarm = moment;
        _timer?.Dispose();
        _timer = moment is { } due ? time.CreateTimer(static gate => ((RequestThrottle)gate!).OnTimer(), this, Due(due - now), Timeout.InfiniteTimeSpan) : null;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _alarm = null;
            Admit();
        }
    }

    /// <summary>After a refusal: callers that cannot wait that long fail now, and not at their deadline.</summary>
    private void SendAway(TimeSpan now)
    {
        var ahead = 0;
        for (var node = _line.First; node is not null;)
        {
            var (waiter, next) = (node, node.Next);
            if (IsTooLong(waiter.Value, ahead, now)) _line.Remove(waiter);
            else ahead++;
            node = next;
        }
    }

    private bool IsTooLong(Waiter waiter, int ahead, TimeSpan now)
    {
        if (waiter.WaitsForItsTurnOnly) return IsMoreThanATurn(waiter, ahead, now);

        var wait = _pace.WaitOf(waiter.Deadline is null ? 0 : ahead, now);
        var isTooLong = wait > TimeSpan.Zero && (_pace.BrokenPromises > maxBrokenPromises || !(wait < waiter.Deadline?.Remaining || (waiter.Deadline is null && wait <= RetrySchedule.MaxServerWait)));
        return isTooLong && waiter.Entry.TrySetResult(new Entry(_pace.Refusals, wait));
    }

    /// <summary>
    /// A request that follows from a decision keeps its distance from the previous request, but does not wait for a closed gate: the decision would
    /// be out of date by then.
    /// </summary>
    private bool IsMoreThanATurn(Waiter waiter, int ahead, TimeSpan now)
    {
        var (closed, turn) = (_pace.WaitOf(ahead, now), _pace.PlaceOf(ahead, now) - now);
        if (closed == TimeSpan.Zero && !(turn > waiter.Deadline?.Remaining)) return false;

        return waiter.Entry.TrySetResult(new Entry(_pace.Refusals, closed > turn ? closed : turn));
    }

    /// <summary>Timers have whole milliseconds; one that is early would only have to be set again.</summary>
    private static TimeSpan Due(TimeSpan wait) => wait < MaxTimer ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : MaxTimer;

    private TimeSpan Now() => time.GetElapsedTime(_origin);

    /// <summary>A place at the gate.</summary>
    /// <param name="Refusals">How often the gate had been closed at that time.</param>
    /// <param name="RefusedWait">The necessary wait, if it was too long; null if the request may be sent.</param>
    internal sealed record Entry(int Refusals, TimeSpan? RefusedWait);

    private sealed class Waiter(OperationDeadline? deadline, bool wasRefused, ApiOperation? operation)
    {
        /// <summary>Lower goes first: what a decision hangs on, then what was refused before, then the rest.</summary>
        public int Rank { get; } = operation is { GoesFirst: true } ? 0 : wasRefused ? 1 : 2;

        public bool WaitsForItsTurnOnly { get; } = operation is { IsSentOnce: true };

        public OperationDeadline? Deadline { get; } = deadline;

        public TaskCompletionSource<Entry> Entry { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
