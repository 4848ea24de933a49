namespace Planton.DigitalOcean;

/// <summary>
/// A value that is loaded once for all who ask at the same time, and kept for a while. Failures are not kept. A caller who gives up does
/// not disturb the others; the load is stopped only when the last one has left. A load that began before <see cref="Invalidate()"/> still
/// answers those who were waiting for it, but is not kept. A value with parts stays good for the others when one of them has changed.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="load">Loads the value; must not depend on the asking caller.</param>
/// <param name="lifetime">How long a value is kept, from the moment it was complete.</param>
/// <param name="time">The clock.</param>
internal sealed class SingleFlight<T>(Func<CancellationToken, Task<T>> load, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Flight? _current;

    /// <summary>The kept value, or the one being loaded, or a newly loaded one.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the load.</param>
    /// <returns>The value.</returns>
    public async Task<T> GetAsync(CancellationToken cancellationToken) => (await RideAsync(forPart: false, cancellationToken)).Value;

    /// <summary>The value for the sake of one of its parts, so that changes of other parts do not matter.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends this caller's wait, not the load.</param>
    /// <returns>The value, and whether the part has changed since the value began to be loaded.</returns>
    public async Task<(T Value, bool HasChanged)> GetForAsync(string part, CancellationToken cancellationToken)
    {
        var (flight, value) = await RideAsync(forPart: true, cancellationToken);
        lock (_gate)
        {
            return (value, flight.ChangedParts.Contains(part));
        }
    }

    /// <summary>Forgets the value: whoever asks from now on gets a newly loaded one.</summary>
    public void Invalidate()
    {
        lock (_gate)
        {
            _current = null;
        }
    }

    /// <summary>Notes that a part has changed: whoever asks for the whole from now on gets a newly loaded one.</summary>
    /// <param name="part">The part.</param>
    public void Invalidate(string part)
    {
        lock (_gate)
        {
            _current?.ChangedParts.Add(part);
        }
    }

    private async Task<(Flight Flight, T Value)> RideAsync(bool forPart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var flight = Board(forPart);
        try
        {
            return (flight, await flight.Landing.Task.WaitAsync(cancellationToken));
        }
        finally
        {
            Leave(flight);
        }
    }

    private Flight Board(bool forPart)
    {
        Flight flight;
        lock (_gate)
        {
            if (_current is { } current && (forPart || current.ChangedParts.Count == 0) && (!current.Landed || time.GetElapsedTime(current.LandedAt) < lifetime))
            {
                current.Passengers++;
                return current;
            }

            flight = new Flight { Passengers = 1 };
            _current = flight;
        }

        // Queued without the caller's execution context: the load serves all callers, so one caller's deadline must not flow into it.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Owner.FlyAsync(work.Flight), (Owner: this, Flight: flight), preferLocal: false);
        return flight;
    }

    private void Leave(Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Passengers > 0 || flight.Landed) return;
            Forget(flight);
            flight.Holders++;
        }

        // Whatever waits for the token runs now, on this thread: under the lock it would hold up everybody, or wait for itself.
        flight.Stop.Cancel();
        Release(flight);
    }

    /// <summary>The load and the one who stops it both need the source of its token; the last of them disposes of it.</summary>
    private void Release(Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Holders > 0) return;
        }

        flight.Dispose();
    }

    private async Task FlyAsync(Flight flight)
    {
        try
        {
            var value = await load(flight.Stop.Token);
            Land(flight, keep: true);
            flight.Landing.TrySetResult(value);
        }
        catch (OperationCanceledException e)
        {
            Land(flight, keep: false);
            flight.Landing.TrySetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever failed belongs to the waiting callers, who get it from the task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Land(flight, keep: false);
            flight.Landing.TrySetException(e);

            // With no caller left to see it, the failure must not end up in the finalizer's report of unobserved exceptions.
            _ = flight.Landing.Task.Exception;
        }
        finally
        {
            Release(flight);
        }
    }

    private void Land(Flight flight, bool keep)
    {
        lock (_gate)
        {
            flight.Landed = true;
            flight.LandedAt = time.GetTimestamp();
            if (!keep)
            {
                Forget(flight);
            }
        }
    }

    private void Forget(Flight flight)
    {
        if (ReferenceEquals(_current, flight))
        {
            _current = null;
        }
    }

    private sealed class Flight : IDisposable
    {
        public TaskCompletionSource<T> Landing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Stop { get; } = new();

        public HashSet<string> ChangedParts { get; } = new(StringComparer.Ordinal);

        public int Passengers { get; set; }

        /// <summary>Who still needs <see cref="Stop"/>: the load, at first.</summary>
        public int Holders { get; set; } = 1;

        public bool Landed { get; set; }

        public long LandedAt { get; set; }

        public void Dispose() => Stop.Dispose();
    }
}
