namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A job of the deployment in service.</summary>
internal sealed class ScheduledJob
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(30);

    private readonly CronSchedule? _schedule;

    public ScheduledJob(JobSpec spec, string deploymentId, CronSchedule? schedule, DateTimeOffset from)
    {
        Spec = spec;
        DeploymentId = deploymentId;
        _schedule = schedule;
        NextSlot = schedule?.Next(from);
    }

    public JobSpec Spec { get; }

    public string Name => Spec.Name!;

    public string DeploymentId { get; }

    public TimeSpan Timeout => Spec.Timeout is { } timeout ? GoSpan.Parse(timeout)!.Value : UsualTimeout;

    /// <summary>The next slot; null when none comes.</summary>
    public DateTimeOffset? NextSlot { get; private set; }

    public void PassSlot() => NextSlot = _schedule!.Next(NextSlot!.Value);
}
