using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The account's apps.</summary>
internal sealed class AppStore(World world)
{
    private readonly OrderedDictionary<string, SimulatedApp> _all = new(StringComparer.Ordinal);

    /// <summary>In order of creation; changes under the reader unless the world is locked.</summary>
    public IReadOnlyCollection<SimulatedApp> All => _all.Values;

    public SimulatedApp? Find(string id) => _all.GetValueOrDefault(id);

    public SimulatedApp Get(string id) => Find(id) ?? throw ApiErrorException.NotFound("app not found");

    public SimulatedApp Create(JsonObject spec, string? projectId)
    {
        if (projectId is { Length: > 0 } && projectId != Catalog.ProjectId) throw ApiErrorException.NotFound("project not found");
        var app = New(spec, world.Identities.UuidText(), DateTimeOffset.FromUnixTimeSeconds(world.Now.ToUnixTimeSeconds()));
        app.Deploy(Ready(app, spec), "initial deployment", world.Now, world.Behavior.Deployment);
        _all.Add(app.Id, app);
        return app;
    }

    public void Update(SimulatedApp app, JsonObject spec)
    {
        CheckName(new AppSpecRules(world.Behavior).Read(spec).Name!, app);
        app.Deploy(Ready(app, spec), "app spec updated", world.Now, world.Behavior.Deployment);
    }

    /// <summary>An app that has been in service for some time; its slots begin to count now.</summary>
    public SimulatedApp AddPast(AppSeed seed)
    {
        var created = seed.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds((world.Now - seed.Age).ToUnixTimeSeconds());
        var app = New(seed.Spec, seed.Id ?? world.Identities.UuidText(), created);
        var atOnce = new DeploymentTiming { Pending = default, Building = default, Deploying = default };
        app.Deploy(Ready(app, seed.Spec), "initial deployment", created, atOnce);
        var deployment = app.Deployments[0];
        while (deployment.NextAt is not null) deployment.Step();
        if (deployment.Phase == DeploymentPhase.Active) app.PutIntoService(deployment, world.Now);
        app.AddPast(seed.Deployments.Select(past => Past(app, past)));
        _all.Add(app.Id, app);
        foreach (var invocation in seed.JobInvocations) AddPast(app, invocation);
        return app;
    }

    /// <summary>A run of the past, or one that stays in a phase for ever.</summary>
    public SimulatedInvocation AddPast(SimulatedApp app, InvocationSeed seed)
    {
        var script = new InvocationScript(seed.Phase, seed.Log);
        var invocation = new SimulatedInvocation(
            seed.Id ?? world.Identities.UuidText(),
            app.Job(seed.Job),
            seed.CreatedAt ?? world.Now - seed.Age,
            seed.IsManual,
            world.Behavior.Job,
            script,
            _ => new CommandResult(Succeeded: false, ""));
        if (InvocationPhase.IsTerminal(seed.Phase) && seed.Phase != InvocationPhase.Skipped) invocation.Pass(seed.Phase, seed.Took);
        app.AddPast(invocation);
        return invocation;
    }

    /// <summary>Deploys the app's specification again.</summary>
    public SimulatedDeployment Redeploy(SimulatedApp app, string cause = "manual") =>
        app.Deploy(JsonSerializer.SerializeToNode(app.Spec)!.AsObject(), cause, world.Now, world.Behavior.Deployment);

    /// <summary>Deploys the apps anew that a push concerns. One that a rollback has pinned stays as it is.</summary>
    public void DeployOnPush(string repository, IReadOnlyList<string> tags)
    {
        foreach (var app in _all.Values.Where(static app => app.PinnedDeployment is null))
        {
            var images = AppSpec.Read(JsonSerializer.SerializeToNode(app.Spec)!).Images;
            if (images.Any(image => image.IsDeployedBy(repository, tags))) Redeploy(app, $"image {repository} pushed");
        }
    }

    /// <summary>Rolls back to an older deployment.</summary>
    /// <exception cref="ApiErrorException">404: the app has no such deployment.</exception>
    public SimulatedDeployment RollBack(SimulatedApp app, string deploymentId) =>
        app.RollBack(app.Deployment(deploymentId), world.Now, world.Behavior.Deployment);

    public void Delete(SimulatedApp app) => _all.Remove(app.Id);

    /// <summary>
    /// Lets everything happen that is due, in order; before each happening the rest of the world is brought to that time, so that a job of
    /// three weeks ago finds the registry as it was.
    /// </summary>
    public void AdvanceTo(DateTimeOffset now, Action<DateTimeOffset> settleOthers)
    {
        while (Next() is { NextAt: { } at } app && at <= now)
        {
            settleOthers(at);
            app.Step();
        }
    }

    private SimulatedApp? Next() => _all.Values.Where(app => app.NextAt is not null).MinBy(app => app.NextAt);

    private SimulatedApp New(JsonObject spec, string id, DateTimeOffset created)
    {
        CheckName(new AppSpecRules(world.Behavior).Read(spec).Name!, except: null);
        return new SimulatedApp(world, id, Catalog.ProjectId, created);
    }

    private SimulatedDeployment Past(SimulatedApp app, DeploymentSeed seed)
    {
        if (seed.Phase == DeploymentPhase.Active)
        {
            throw new ArgumentException("The deployment in service is that of the app's own spec.", nameof(seed));
        }

        var isUnderWay = DeploymentPhase.IsUnderWay(seed.Phase);
        var createdAt = world.Now - (seed.Age ?? (isUnderWay ? TimeSpan.FromMinutes(1) : TimeSpan.FromDays(60)));
        var spec = JsonSerializer.SerializeToElement(Ready(app, seed.Spec));
        return new SimulatedDeployment(seed.Id ?? world.Identities.UuidText(), spec, "app spec updated", createdAt, []) { Phase = seed.Phase };
    }

    private JsonObject Ready(SimulatedApp app, JsonObject spec)
    {
        var ready = app.Vault.Seal(spec, world.Behavior);
        if (world.Behavior.FillInAppSpec) AppDefaults.Fill(ready);
        return ready;
    }

    private void CheckName(string name, SimulatedApp? except)
    {
        if (_all.Values.Any(app => app.Name == name && app != except))
        {
            throw ApiErrorException.Of(world.Behavior.DuplicateAppNameStatus, "App name already exists");
        }
    }
}
