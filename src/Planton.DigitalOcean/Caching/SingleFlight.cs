namespace Planton.DigitalOcean.Caching;

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
    private Entry? _current;

    /// <summary>The kept value, or the one being loaded, or a newly loaded one.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the load.</param>
    /// <returns>The value.</returns>
    public async Task<T> GetAsync(CancellationToken cancellationToken) => (await AwaitAsync(forPart: false, cancellationToken)).Value;

    /// <summary>The value for the sake of one of its parts, so that changes of other parts do not matter.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends this caller's wait, not the load.</param>
    /// <returns>The value, and whether the part has changed since the value began to be loaded.</returns>
    public async Task<(T Value, bool HasChanged)> GetForAsync(string part, CancellationToken cancellationToken)
    {
        var (entry, value) = await AwaitAsync(forPart: true, cancellationToken);
        lock (_gate)
        {
            return (value, entry.ChangedParts.Contains(part));
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

    private async Task<(Entry Entry, T Value)> AwaitAsync(bool forPart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = Join(forPart);
        try
        {
            return (entry, await entry.Completion.Task.WaitAsync(cancellationToken));
        }
        finally
        {
            Leave(entry);
        }
    }

    private Entry Join(bool forPart)
    {
        Entry entry;
        lock (_gate)
        {
            if (_current is { } current && (forPart || current.ChangedParts.Count == 0) && (!current.IsComplete || time.GetElapsedTime(current.CompletedAt) < lifetime))
            {
                current.Waiters++;
                return current;
            }

            entry = new Entry { Waiters = 1 };
            _current = entry;
        }

        // Queued without the caller's execution context: the load serves all callers, so one caller's deadline must not flow into it.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Owner.LoadAsync(work.Entry), (Owner: this, Entry: entry), preferLocal: false);
        return entry;
    }

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Waiters > 0 || entry.IsComplete) return;
            Forget(entry);
            entry.Holders++;
        }

        // Whatever waits for the token runs now, on this thread: under the lock it would hold up everybody, or wait for itself.
        entry.Stop.Cancel();
        Release(entry);
    }

    /// <summary>The load and the one who stops it both need the source of its token; the last of them disposes of it.</summary>
    private void Release(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Holders > 0) return;
        }

        entry.Dispose();
    }

    private async Task LoadAsync(Entry entry)
    {
        try
        {
            var value = await load(entry.Stop.Token);
            Complete(entry, keep: true);
            entry.Completion.TrySetResult(value);
        }
        catch (OperationCanceledException e)
        {
            Complete(entry, keep: false);
            entry.Completion.TrySetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever failed belongs to the waiting callers, who get it from the task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Complete(entry, keep: false);
            entry.Completion.TrySetException(e);

            // With no caller left to see it, the failure must not end up in the finalizer's report of unobserved exceptions.
            _ = entry.Completion.Task.Exception;
        }
        finally
        {
            Release(entry);
        }
    }

    private void Complete(Entry entry, bool keep)
    {
        lock (_gate)
        {
            entry.IsComplete = true;
            entry.CompletedAt = time.GetTimestamp();
            if (!keep)
            {
                Forget(entry);
            }
        }
    }

    private void Forget(Entry entry)
    {
        if (ReferenceEquals(_current, entry))
        {
            _current = null;
        }
    }

    private sealed class Entry : IDisposable
    {
        public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Stop { get; } = new();

        public HashSet<string> ChangedParts { get; } = new(StringComparer.Ordinal);

        public int Waiters { get; set; }

        /// <summary>Who still needs <see cref="Stop"/>: the load, at first.</summary>
        public int Holders { get; set; } = 1;

        public bool IsComplete { get; set; }

        public long CompletedAt { get; set; }

        public void Dispose() => Stop.Dispose();
    }
}
