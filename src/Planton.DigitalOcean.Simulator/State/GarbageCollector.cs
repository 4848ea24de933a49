using System.Collections.Immutable;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Starts and cancels garbage collections by the API's rules.</summary>
internal sealed class GarbageCollector(World world)
{
    /// <summary>Starts a run.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="type">What it deletes; null for the API's default.</param>
    /// <param name="at">When: the present, or the time up to which the world has been brought.</param>
    public GarbageCollectionRun Start(SimulatedRegistry registry, string? type, DateTimeOffset at)
    {
        var kind = type ?? GarbageCollectionType.UnreferencedBlobs;
        if (!GarbageCollectionType.IsKnown(kind)) throw ApiErrorException.Unprocessable($"invalid garbage collection type: {kind}");
        if (registry.ActiveGarbageCollection is not null)
        {
            throw ApiErrorException.Of(
                world.Behavior.GarbageCollectionConflictStatus,
                "a garbage collection is already active for this registry");
        }

        var script = NextScript(registry);
        var run = new GarbageCollectionRun(
            registry,
            world.Identities.Uuid(),
            kind,
            at,
            script.Phases ?? UsualPhases(registry, at),
            script.Outcome);
        registry.Add(run);
        return run;
    }

    public GarbageCollectionRun Cancel(SimulatedRegistry registry, string uuid)
    {
        var run = registry.ActiveGarbageCollection;
        if (run is null || run.Uuid.ToString() != uuid) throw ApiErrorException.NotFound("garbage collection not found");
        run.Cancel(world.Now, world.Behavior.GarbageCollection.Cancelling);
        return run;
    }

    /// <summary>A run of the past, or one that stays in a status for ever.</summary>
    public GarbageCollectionRun AddPast(SimulatedRegistry registry, GarbageCollectionSeed seed)
    {
        var created = seed.CreatedAt ?? world.Now - seed.Age;
        var run = new GarbageCollectionRun(
            registry,
            seed.Uuid ?? world.Identities.Uuid(),
            seed.Type,
            created,
            [new GarbageCollectionPhase(seed.Status, Duration: null)],
            GarbageCollectionStatus.Succeeded)
        {
            BlobsDeleted = seed.BlobsDeleted,
            FreedBytes = seed.FreedBytes,
        };
        if (GarbageCollectionStatus.IsTerminal(seed.Status)) run.End(seed.Status, created + seed.Took);
        registry.Add(run);
        return run;
    }

    private static GarbageCollectionScript NextScript(SimulatedRegistry registry)
    {
        if (registry.Scripts.IsEmpty) return new GarbageCollectionScript();
        registry.Scripts = registry.Scripts.Dequeue(out var script);
        return script;
    }

    private ImmutableList<GarbageCollectionPhase> UsualPhases(SimulatedRegistry registry, DateTimeOffset now)
    {
        var timing = world.Behavior.GarbageCollection;
        // Push tokens handed out before the run stay valid for their whole life; the run waits them out.
        var lastPushToken = registry.LastPushAt + timing.PushTokenLifetime - now - timing.Requested;
        var wait = lastPushToken > timing.WaitingForTokens ? lastPushToken : timing.WaitingForTokens;
        return
        [
            .. new GarbageCollectionPhase[]
            {
                new(GarbageCollectionStatus.Requested, timing.Requested),
                new(GarbageCollectionStatus.WaitingForTokens, wait),
                new(GarbageCollectionStatus.Scanning, timing.Scanning),
                new(GarbageCollectionStatus.WaitingForDeletes, timing.WaitingForDeletes),
                new(GarbageCollectionStatus.Deleting, timing.Deleting),
            }.Where(phase => phase.Duration > TimeSpan.Zero || MustPass(phase.Status)),
        ];
    }

    /// <summary>The start call always answers with the first status, and work is done even when it takes no time.</summary>
    private static bool MustPass(string status) =>
        status is GarbageCollectionStatus.Requested or GarbageCollectionStatus.Scanning or GarbageCollectionStatus.Deleting;
}
