using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <content>Apps, and what somebody else does to them.</content>
public sealed partial class World
{
    /// <summary>The apps, in order of creation.</summary>
    public IReadOnlyList<SimulatedApp> Apps => Locked(() => AppStore.All.ToImmutableList());

    /// <summary>Finds an app.</summary>
    /// <param name="name">Its name or its UUID.</param>
    /// <returns>The app; null if there is none.</returns>
    public SimulatedApp? FindApp(string name) => Locked(() => AppStore.Find(name) ?? AppStore.All.FirstOrDefault(app => app.Name == name));

    /// <summary>Adds an app that is in service already.</summary>
    /// <param name="seed">The app.</param>
    /// <returns>The app.</returns>
    /// <exception cref="InvalidOperationException">The specification would be refused, or the name is taken.</exception>
    public SimulatedApp AddApp(AppSeed seed) => Locked(() => Allowed(() => AppStore.AddPast(seed)));

    /// <summary>Replaces the specification of an app, as somebody else would; it does not appear in the request log.</summary>
    /// <param name="name">Its name or its UUID.</param>
    /// <param name="spec">The specification; secrets may be in the clear, or the app's own cipher text.</param>
    /// <exception cref="InvalidOperationException">The specification would be refused.</exception>
    public void UpdateApp(string name, JsonObject spec) => Locked(() => Allowed(() => Do(() => AppStore.Update(App(name), spec))));

    /// <summary>Rolls an app back to an older deployment, as in the control panel; the app is pinned to it until the next deployment.</summary>
    /// <exception cref="InvalidOperationException">The app has no such deployment.</exception>
    public SimulatedDeployment RollBackApp(string name, string deploymentId) => Locked(() => Allowed(() => AppStore.RollBack(App(name), deploymentId)));

    /// <summary>Takes an app away behind every client's back.</summary>
    /// <param name="name">Its name or its UUID.</param>
    public void RemoveApp(string name) => Locked(() => Do(() => AppStore.Delete(App(name))));

    /// <summary>Starts a job now, as somebody would in the control panel.</summary>
    /// <param name="app">The app's name or UUID.</param>
    /// <param name="job">The job.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InvalidOperationException">The job is not in service.</exception>
    public SimulatedInvocation RunJob(string app, string job) => Locked(() => Allowed(() => App(app).Begin(App(app).Job(job), Now, isManual: true)));

    /// <summary>Decides the course of the next run of a job; several calls decide several runs.</summary>
    /// <param name="app">The app's name or UUID.</param>
    /// <param name="job">The job.</param>
    /// <param name="script">The course.</param>
    public void ScriptInvocation(string app, string job, InvocationScript script) => Locked(() => Do(() => App(app).Script(job, script)));

    /// <summary>Adds a run of the past, or one that stays in a phase.</summary>
    /// <param name="app">The app's name or UUID.</param>
    /// <param name="seed">The run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InvalidOperationException">The job is not in service.</exception>
    public SimulatedInvocation AddInvocation(string app, InvocationSeed seed) => Locked(() => Allowed(() => AppStore.AddPast(App(app), seed)));

    /// <summary>Makes a token worthless, as its owner would in the control panel.</summary>
    /// <param name="token">The token.</param>
    public void RevokeToken(string token) => Locked(() => Do(() => TokenStore.Revoke(token)));

    private SimulatedApp App(string name) =>
        AppStore.Find(name)
        ?? AppStore.All.FirstOrDefault(app => app.Name == name)
        ?? throw new ArgumentException($"There is no app '{name}'.", nameof(name));

    private static T Allowed<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ApiErrorException refusal)
        {
            throw new InvalidOperationException(refusal.Message, refusal);
        }
    }
}
