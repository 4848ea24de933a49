namespace Planton.DigitalOcean.Caching;

/// <summary>
/// A value that is loaded once for all concurrent callers, and kept for a while. Failures are not kept. A caller that gives up does not affect the
/// others; the load is stopped only when the last one has left. A load that began before <see cref="Invalidate()"/> still serves those who were
/// waiting for it, but is not kept. If one part of a value changes, the value stays valid for the others.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="load">Loads the value; must not depend on the caller.</param>
/// <param name="lifetime">How long a value is kept after it was loaded.</param>
internal sealed class SingleFlight<T>(Func<CancellationToken, Task<T>> load, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Entry? _current;

    /// <summary>The kept value, or the one being loaded, or a newly loaded one.</summary>
    /// <param name="cancellationToken">Ends this caller's wait, not the load.</param>
    /// <returns>The value.</returns>
    public async Task<T> GetAsync(CancellationToken cancellationToken) => (await AwaitAsync(forPart: false, cancellationToken)).Value;

    /// <summary>The value for the sake of one of its parts, so that changes of other parts do not matter.</summary>
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

    /// <summary>Drops the value: later callers get a newly loaded one.</summary>
    public void Invalidate()
    {
        lock (_gate)
        {
            _current = null;
        }
    }

    /// <summary>Marks a part as changed: later callers that need the whole value get a newly loaded one.</summary>
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

        // Queued without the caller's execution context: the load serves all callers, so one caller's deadline must not apply to it.
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

        // Callbacks of the token run now, on this thread; under the lock they would block everyone, or deadlock.
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

            // If no caller is left to see it, the failure must not be reported as an unobserved exception.
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
