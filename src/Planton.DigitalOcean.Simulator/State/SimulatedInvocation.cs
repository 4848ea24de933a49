namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The published phases of a run of a job.</summary>
public static class InvocationPhase
{
    /// <summary>Its container has not started.</summary>
    public const string Pending = "PENDING";

    /// <summary>Its container runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>Ended well.</summary>
    public const string Succeeded = "SUCCEEDED";

    /// <summary>Ended badly.</summary>
    public const string Failed = "FAILED";

    /// <summary>Ended on request.</summary>
    public const string Canceled = "CANCELED";

    /// <summary>Never began.</summary>
    public const string Skipped = "SKIPPED";

    internal static bool IsTerminal(string phase) => phase is Succeeded or Failed or Canceled or Skipped;
}

/// <summary>The course of one run of a job, in place of the usual one; its command is not carried out.</summary>
/// <param name="Outcome">The phase it ends with, at its usual time; one that is not final, known or not, is kept for ever.</param>
/// <param name="Log">What its log says.</param>
public sealed record InvocationScript(string Outcome, string Log = "");

/// <summary>What became of a command.</summary>
internal sealed record CommandResult(bool Succeeded, string Log);

/// <summary>One run of a job of an app. It has no timer: <see cref="SimulatedApp"/> moves it on.</summary>
public sealed class SimulatedInvocation
{
    private readonly JobTiming _timing;
    private readonly TimeSpan _timeout;
    private readonly InvocationScript? _script;
    private Func<DateTimeOffset, CommandResult> _command;
    private Action _step;
    private CommandResult? _result;

    internal SimulatedInvocation(
        string id,
        ScheduledJob job,
        DateTimeOffset createdAt,
        bool isManual,
        JobTiming timing,
        InvocationScript? script,
        Func<DateTimeOffset, CommandResult> command)
    {
        Id = id;
        JobName = job.Name;
        DeploymentId = job.DeploymentId;
        Cron = job.Spec.Schedule?.Cron;
        TimeZone = job.Spec.Schedule?.TimeZone;
        CreatedAt = createdAt;
        IsManual = isManual;
        _timing = timing;
        _timeout = job.Timeout;
        _script = script;
        _command = script is null ? command : _ => new CommandResult(script.Outcome == InvocationPhase.Succeeded, script.Log);
        _step = Start;
        NextAt = createdAt + timing.Pending;
        if (script?.Outcome is InvocationPhase.Skipped) End(InvocationPhase.Skipped, createdAt);
        else if (script is not null && !InvocationPhase.IsTerminal(script.Outcome)) Hold(script.Outcome, createdAt);
    }

    /// <summary>The identity, a UUID.</summary>
    public string Id { get; }

    /// <summary>The job.</summary>
    public string JobName { get; }

    /// <summary>The deployment whose specification it runs.</summary>
    public string DeploymentId { get; }

    /// <summary>Whether somebody started it, and not the schedule.</summary>
    public bool IsManual { get; }

    /// <summary>When it came about; of a scheduled one, its slot.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When its container started; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Where it stands; see <see cref="InvocationPhase"/>.</summary>
    public string Phase { get; private set; } = InvocationPhase.Pending;

    /// <summary>What its command wrote.</summary>
    public string Log { get; private set; } = "";

    /// <summary>Whether it has not ended.</summary>
    public bool IsActive => !InvocationPhase.IsTerminal(Phase);

    internal string? Cron { get; }

    internal string? TimeZone { get; }

    internal DateTimeOffset? NextAt { get; private set; }

    internal void Step() => _step();

    internal void End(string phase, DateTimeOffset at)
    {
        (Phase, CompletedAt, NextAt) = (phase, at, null);
        Log = _result?.Log ?? _script?.Log ?? Log;
    }

    /// <summary>Makes a run of the past of it, which began without delay.</summary>
    internal void Pass(string phase, TimeSpan took)
    {
        StartedAt = CreatedAt;
        End(phase, CreatedAt + took);
    }

    /// <summary>Shows a phase for ever.</summary>
    internal void Hold(string phase, DateTimeOffset at)
    {
        (Phase, NextAt) = (phase, null);
        StartedAt ??= phase == InvocationPhase.Pending ? null : at;
    }

    private void Start()
    {
        (Phase, StartedAt) = (InvocationPhase.Running, NextAt);
        Then(Call, _timing.BeforeCall);
    }

    private void Call()
    {
        _result = _command(NextAt!.Value);
        _command = _ => throw new InvalidOperationException("A run carries its command out once.");
        Then(Finish, _timing.AfterCall);
    }

    private void Finish() => End(_script?.Outcome ?? (_result!.Succeeded ? InvocationPhase.Succeeded : InvocationPhase.Failed), NextAt!.Value);

    private void TimeOut()
    {
        _result = new CommandResult(Succeeded: false, $"{_result?.Log}job exceeded its timeout of {_timeout}\n");
        End(InvocationPhase.Failed, NextAt!.Value);
    }

    /// <summary>The next step, unless the run's time is up before.</summary>
    private void Then(Action step, TimeSpan after)
    {
        var end = StartedAt!.Value + _timeout;
        (_step, NextAt) = NextAt + after > end ? (TimeOut, end) : (step, NextAt + after);
    }
}
