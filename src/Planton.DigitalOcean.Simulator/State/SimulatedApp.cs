using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>An app of App Platform with its deployments and the runs of its jobs.</summary>
public sealed class SimulatedApp
{
    private readonly World _world;
    private ImmutableList<ScheduledJob> _jobs = [];
    private ImmutableList<SimulatedInvocation> _running = [];
    private ImmutableDictionary<string, ImmutableQueue<InvocationScript>> _scripts =
        ImmutableDictionary.Create<string, ImmutableQueue<InvocationScript>>(StringComparer.Ordinal);

    internal SimulatedApp(World world, string id, string projectId, DateTimeOffset createdAt)
    {
        _world = world;
        Id = id;
        ProjectId = projectId;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
        Vault = new AppVault(world.Identities);
    }

    /// <summary>The identity, a UUID.</summary>
    public string Id { get; }

    /// <summary>The name, unique in the account.</summary>
    public string Name => Spec.GetProperty("name").GetString()!;

    /// <summary>The UUID of its project.</summary>
    public string ProjectId { get; }

    /// <summary>What was last asked for, secrets enciphered and defaults filled in.</summary>
    public JsonElement Spec { get; private set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last asked to change.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>All deployments, oldest first.</summary>
    public ImmutableList<SimulatedDeployment> Deployments { get; private set; } = [];

    /// <summary>All runs of its jobs, oldest first.</summary>
    public ImmutableList<SimulatedInvocation> Invocations { get; private set; } = [];

    /// <summary>The deployment in service; null before the first one is.</summary>
    public SimulatedDeployment? ActiveDeployment => Deployments.Find(deployment => deployment.Phase == DeploymentPhase.Active);

    /// <summary>When each job in service runs next; null for one without a schedule, or whose schedule names no time.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?> NextRuns =>
        _jobs.ToImmutableSortedDictionary(job => job.Name, job => job.NextSlot, StringComparer.Ordinal);

    /// <summary>The deployment that a rollback has pinned the app to; otherwise null.</summary>
    public SimulatedDeployment? PinnedDeployment { get; private set; }

    internal AppVault Vault { get; }

    internal SimulatedDeployment? PendingDeployment => Deployments.Find(deployment => deployment.Phase == DeploymentPhase.PendingBuild);

    internal SimulatedDeployment? InProgressDeployment =>
        Deployments.Find(deployment => deployment.IsUnderWay && deployment.Phase != DeploymentPhase.PendingBuild);

    /// <summary>When something happens next without anybody asking.</summary>
    internal DateTimeOffset? NextAt => Happenings().Min(happening => (DateTimeOffset?)happening.At);

    /// <summary>Deploys a checked specification and removes the pin of a rollback.</summary>
    internal SimulatedDeployment Deploy(JsonObject spec, string cause, DateTimeOffset at, DeploymentTiming timing)
    {
        Spec = JsonSerializer.SerializeToElement(spec);
        UpdatedAt = at;
        PinnedDeployment = null;
        return Begin(new SimulatedDeployment(_world.Identities.UuidText(), Spec, cause, at, Steps(timing)), at);
    }

    /// <summary>Deploys the specification of an older deployment and pins the app to it; the app's own specification does not change.</summary>
    internal SimulatedDeployment RollBack(SimulatedDeployment target, DateTimeOffset at, DeploymentTiming timing)
    {
        PinnedDeployment = Begin(
            new SimulatedDeployment(_world.Identities.UuidText(), target.Spec, "manual rollback", at, Steps(timing))
            {
                Type = DeploymentType.Rollback,
                ClonedFrom = target.Id,
            },
            at);
        return PinnedDeployment;
    }

    /// <summary>Adds seeded deployments.</summary>
    internal void AddPast(IEnumerable<SimulatedDeployment> deployments) =>
        Deployments = [.. Deployments.Concat(deployments).OrderBy(deployment => deployment.CreatedAt)];

    /// <summary>Lets the earliest of what is due happen: a run goes on, then a slot begins one, then a deployment goes on.</summary>
    internal void Step() => Happenings().MinBy(happening => happening.At).Act();

    internal void Script(string job, InvocationScript script) =>
        _scripts = _scripts.SetItem(job, _scripts.GetValueOrDefault(job, []).Enqueue(script));

    /// <summary>Begins a run.</summary>
    internal SimulatedInvocation Begin(ScheduledJob job, DateTimeOffset at, bool isManual)
    {
        var overlaps = _running.Exists(one => one.JobName == job.Name) && _world.Behavior.OverlappingInvocationsAreSkipped;
        var script = overlaps ? new InvocationScript(InvocationPhase.Skipped) : NextScript(job.Name);
        var invocation = new SimulatedInvocation(
            _world.Identities.UuidText(), job, at, isManual, _world.Behavior.Job, script, called => _world.JobRunner.Run(this, job.Spec, called));
        Add(invocation);
        return invocation;
    }

    /// <summary>Adds a run of the past, or one that stays in a phase.</summary>
    internal void AddPast(SimulatedInvocation invocation)
    {
        Add(invocation);
        Invocations = [.. Invocations.OrderBy(one => one.CreatedAt)];
    }

    /// <summary>Puts the jobs of a deployment in the place of those that were in service.</summary>
    internal void PutIntoService(SimulatedDeployment deployment, DateTimeOffset at)
    {
        var rules = new AppSpecRules(_world.Behavior);
        var jobs = AppSpec.Read(JsonSerializer.SerializeToNode(deployment.Spec)!).Jobs ?? [];
        _jobs = [.. jobs.Select(job => new ScheduledJob(job!, deployment.Id, job!.Schedule is null ? null : rules.Slots(job.Schedule), at))];
    }

    internal SimulatedDeployment Deployment(string id) =>
        Deployments.Find(deployment => deployment.Id == id) ?? throw ApiErrorException.NotFound("deployment not found");

    internal ScheduledJob Job(string name) => _jobs.Find(job => job.Name == name) ?? throw ApiErrorException.NotFound("job not found");

    internal void Cancel(SimulatedInvocation invocation, DateTimeOffset at)
    {
        invocation.End(InvocationPhase.Canceled, at);
        _running = _running.Remove(invocation);
    }

    private SimulatedDeployment Begin(SimulatedDeployment deployment, DateTimeOffset at)
    {
        foreach (var unfinished in Deployments.Where(one => one.IsUnderWay)) unfinished.GiveWay(at);
        Deployments = Deployments.Add(deployment);
        return deployment;
    }

    private (TimeSpan After, string Phase)[] Steps(DeploymentTiming timing) =>
    [
        (timing.Pending, DeploymentPhase.Building),
        (timing.Building, DeploymentPhase.Deploying),
        (timing.Deploying, _world.Behavior.DeploymentsFail ? DeploymentPhase.Error : DeploymentPhase.Active),
    ];

    private IEnumerable<(DateTimeOffset At, Action Act)> Happenings()
    {
        foreach (var invocation in _running)
        {
            if (invocation.NextAt is { } at) yield return (at, () => GoOn(invocation));
        }

        foreach (var job in _jobs)
        {
            if (job.NextSlot is { } at) yield return (at, () => PassSlot(job, at));
        }

        foreach (var deployment in Deployments)
        {
            if (deployment.NextAt is { } at) yield return (at, () => GoOn(deployment, at));
        }
    }

    private void GoOn(SimulatedInvocation invocation)
    {
        invocation.Step();
        if (!invocation.IsActive) _running = _running.Remove(invocation);
    }

    private void PassSlot(ScheduledJob job, DateTimeOffset slot)
    {
        _ = Begin(job, slot, isManual: false);
        job.PassSlot();
    }

    /// <summary>
    /// Schedules change in the moment in which a deployment comes into service: the old one's slot of that moment has been, the new one's is
    /// to come. So a change makes neither a gap nor a double.
    /// </summary>
    private void GoOn(SimulatedDeployment deployment, DateTimeOffset at)
    {
        var before = ActiveDeployment;
        deployment.Step();
        if (deployment.Phase != DeploymentPhase.Active) return;
        before?.GiveWay(at);
        PutIntoService(deployment, at);
    }

    private void Add(SimulatedInvocation invocation)
    {
        Invocations = Invocations.Add(invocation);
        if (invocation.IsActive) _running = _running.Add(invocation);
    }

    private InvocationScript? NextScript(string job)
    {
        if (!_scripts.TryGetValue(job, out var queue) || queue.IsEmpty) return null;
        _scripts = _scripts.SetItem(job, queue.Dequeue(out var script));
        return script;
    }
}
