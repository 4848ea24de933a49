namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The published statuses of a garbage collection.</summary>
public static class GarbageCollectionStatus
{
    /// <summary>Queued.</summary>
    public const string Requested = "requested";

    /// <summary>The registry is read-only; push tokens that are already out may still be used.</summary>
    public const string WaitingForTokens = "waiting for write JWTs to expire";

    /// <summary>Walks the manifests and deletes untagged ones if the type says so.</summary>
    public const string Scanning = "scanning manifests";

    /// <summary>Not in the published list, but seen for hours on stuck runs.</summary>
    public const string WaitingForDeletes = "waiting for delete requests";

    /// <summary>Deletes blobs that no manifest points to, if the type says so.</summary>
    public const string Deleting = "deleting unreferenced blobs";

    /// <summary>Asked to stop.</summary>
    public const string Cancelling = "cancelling";

    /// <summary>Ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Ended badly.</summary>
    public const string Failed = "failed";

    /// <summary>Stopped; what was deleted stays deleted.</summary>
    public const string Cancelled = "cancelled";

    internal static bool IsTerminal(string status) => status is Succeeded or Failed or Cancelled;
}

/// <summary>The published types of a garbage collection.</summary>
public static class GarbageCollectionType
{
    /// <summary>Deletes manifests without a tag; their blobs stay.</summary>
    public const string UntaggedManifests = "untagged manifests only";

    /// <summary>Deletes blobs that no manifest points to; the default.</summary>
    public const string UnreferencedBlobs = "unreferenced blobs only";

    /// <summary>Deletes both.</summary>
    public const string Both = "untagged manifests and unreferenced blobs";

    internal static bool IsKnown(string type) => type is UntaggedManifests or UnreferencedBlobs or Both;
}

/// <summary>A status that a run passes through.</summary>
/// <param name="Status">The status; manifests are deleted in <c>scanning manifests</c>, blobs in <c>deleting unreferenced blobs</c>.</param>
/// <param name="Duration">How long it lasts in simulated time; null for ever.</param>
public sealed record GarbageCollectionPhase(string Status, TimeSpan? Duration);

/// <summary>The course of one run, in place of the usual one.</summary>
/// <param name="Phases">The statuses it passes through; null for the usual ones.</param>
/// <param name="Outcome">The status it ends with.</param>
public sealed record GarbageCollectionScript(
    IReadOnlyList<GarbageCollectionPhase>? Phases = null,
    string Outcome = GarbageCollectionStatus.Succeeded);

/// <summary>
/// One garbage collection of one registry. It has no timer: <see cref="AdvanceTo"/> brings it up to a given time, and is
/// called before anything is read.
/// </summary>
public sealed class GarbageCollectionRun
{
    private readonly SimulatedRegistry _registry;
    private IReadOnlyList<GarbageCollectionPhase> _phases;
    private string _outcome;
    private int _index;
    private DateTimeOffset _phaseStart;
    private int _blobsBefore;
    private IReadOnlyList<SimulatedBlob>? _doomed;

    internal GarbageCollectionRun(
        SimulatedRegistry registry,
        Guid uuid,
        string type,
        DateTimeOffset createdAt,
        IReadOnlyList<GarbageCollectionPhase> phases,
        string outcome)
    {
        _registry = registry;
        _phases = phases;
        _outcome = outcome;
        _phaseStart = createdAt;
        Uuid = uuid;
        Type = type;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
        Status = phases.Count > 0 ? phases[0].Status : GarbageCollectionStatus.Requested;
    }

    /// <summary>The run's identity.</summary>
    public Guid Uuid { get; }

    /// <summary>What it deletes.</summary>
    public string Type { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When its status last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Its status when the world was last read.</summary>
    public string Status { get; internal set; }

    /// <summary>Blobs deleted so far.</summary>
    public long BlobsDeleted { get; internal set; }

    /// <summary>Bytes freed so far.</summary>
    public long FreedBytes { get; internal set; }

    /// <summary>Whether it has not ended.</summary>
    public bool IsActive => !GarbageCollectionStatus.IsTerminal(Status);

    internal void AdvanceTo(DateTimeOffset now)
    {
        while (IsActive)
        {
            if (_index == _phases.Count)
            {
                End(_outcome, _phaseStart);
                return;
            }

            var phase = _phases[_index];
            Work(phase, now);
            if (phase.Duration is not { } duration || _phaseStart + duration > now) return;
            _phaseStart += duration;
            _index++;
            if (_index < _phases.Count) Show(_phases[_index].Status, _phaseStart);
        }
    }

    /// <summary>Stops after the given time; what was deleted stays deleted.</summary>
    internal void Cancel(DateTimeOffset now, TimeSpan takes)
    {
        if (Status != GarbageCollectionStatus.Cancelling)
        {
            Follow([new GarbageCollectionPhase(GarbageCollectionStatus.Cancelling, takes)], GarbageCollectionStatus.Cancelled, now);
        }
    }

    /// <summary>Shows a status for ever, known to the API's documentation or not.</summary>
    internal void Hold(string status, DateTimeOffset now) => Follow([new GarbageCollectionPhase(status, Duration: null)], _outcome, now);

    internal void End(string status, DateTimeOffset at)
    {
        Show(status, at);
        _index = _phases.Count;
    }

    private void Follow(IReadOnlyList<GarbageCollectionPhase> phases, string outcome, DateTimeOffset now)
    {
        _phases = phases;
        _outcome = outcome;
        _index = 0;
        _phaseStart = now;
        Show(phases[0].Status, now);
    }

    private void Show(string status, DateTimeOffset at)
    {
        Status = status;
        UpdatedAt = at;
    }

    private void Work(GarbageCollectionPhase phase, DateTimeOffset now)
    {
        var end = _phaseStart + phase.Duration;
        if (phase.Status == GarbageCollectionStatus.Scanning && end <= now && Type != GarbageCollectionType.UnreferencedBlobs)
        {
            _registry.DeleteUntaggedManifests(end.Value);
        }

        if (phase.Status == GarbageCollectionStatus.Deleting && end is { } until && Type != GarbageCollectionType.UntaggedManifests)
        {
            DeleteBlobs((now - _phaseStart) / (until - _phaseStart), until < now ? until : now);
        }
    }

    /// <summary>Deletes evenly over the phase, so that a run cancelled half-way has freed half.</summary>
    private void DeleteBlobs(double share, DateTimeOffset at)
    {
        _doomed ??= _registry.UnreferencedBlobs();
        var upTo = double.IsNaN(share) || share >= 1 ? _doomed.Count : (int)(_doomed.Count * share);
        for (; _blobsBefore < upTo; _blobsBefore++)
        {
            FreedBytes += _doomed[_blobsBefore].SizeBytes;
            BlobsDeleted++;
            _registry.DeleteBlob(_doomed[_blobsBefore].Digest, at);
        }
    }
}
