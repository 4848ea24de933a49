using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>A slot of a schedule.</summary>
/// <param name="At">When it is.</param>
/// <param name="Window">How long after it a run may start.</param>
internal sealed record SweptSlot(DateTimeOffset At, TimeSpan Window)
{
    /// <summary>The last moment for a run to start.</summary>
    public DateTimeOffset Closes => At + Window;

    /// <summary>The attribute that says that the slot was missed; null where there is none.</summary>
    public string? MissedAttribute { get; init; }
}

/// <summary>
/// Judges the runs that an operation has started, as the simulated account counts them: never more than one, never one that nothing asks for, and
/// none for a slot whose window is not open, unless a trigger or the creation asks for it.
/// </summary>
/// <param name="life">The life.</param>
/// <param name="operation">The operation.</param>
/// <param name="world">The account, as it is before the operation.</param>
internal sealed class SweptStarts(SweptLife life, SweptOperation operation, World world)
{
    private readonly HashSet<Guid> _before = [.. Runs(world).Select(static run => run.Uuid)];
    private readonly SweptSlot? _slot = operation == SweptOperation.Update ? life.Slot : null;
    private readonly bool _isForced = life.Starts == operation;

    private IReadOnlyList<GarbageCollectionRun> Started => [.. Runs(world).Where(run => !_before.Contains(run.Uuid))];

    /// <summary>What must not be, whatever happened; null when all is well.</summary>
    public string? Wrong()
    {
        var started = Started;
        if (started.Count > (_isForced || _slot is not null ? 1 : 0)) return $"garbage collection was started {started.Count} times";
        return _isForced || started.All(run => run.CreatedAt >= _slot!.At && run.CreatedAt <= _slot.Closes)
            ? null
            : $"garbage collection was started at {started[0].CreatedAt:O}, and the window of its slot was open from {_slot!.At:O} to {_slot.Closes:O}";
    }

    /// <summary>What is wrong after the operation was repeated until it went through; null when nothing is.</summary>
    /// <param name="state">What is in state then.</param>
    public string? Unsettled(CtyObject? state)
    {
        if (Started.Count > 0 || (!_isForced && _slot is null)) return null;
        if (_isForced || world.Now <= _slot!.Closes) return "the garbage collection that was due was never started";
        return _slot.MissedAttribute is { } missed && state?[missed] is var said && !Equals(said, CtyValue.Bool(true)) ? $"a slot was missed, and {missed} is {said}" : null;
    }

    private static IEnumerable<GarbageCollectionRun> Runs(World world) => world.Registries.SelectMany(static registry => registry.GarbageCollections);
}
