using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Control;

/// <summary>An app; its secrets are cipher text here too.</summary>
internal sealed record AppView(
    string Id,
    string Name,
    string ProjectId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    JsonElement Spec,
    IReadOnlyDictionary<string, DateTimeOffset?> NextRuns,
    IReadOnlyList<DeploymentView> Deployments,
    string? PinnedDeploymentId,
    IReadOnlyList<InvocationView> JobInvocations)
{
    public static AppView Of(SimulatedApp app) => new(
        app.Id,
        app.Name,
        app.ProjectId,
        app.CreatedAt,
        app.UpdatedAt,
        app.Spec,
        app.NextRuns,
        [.. app.Deployments.Select(DeploymentView.Of)],
        app.PinnedDeployment?.Id,
        [.. app.Invocations.Select(InvocationView.Of)]);
}

internal sealed record DeploymentView(string Id, string Phase, string Cause, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static DeploymentView Of(SimulatedDeployment deployment) =>
        new(deployment.Id, deployment.Phase, deployment.Cause, deployment.CreatedAt, deployment.UpdatedAt);
}

internal sealed record InvocationView(
    string Id,
    string Job,
    string DeploymentId,
    string Phase,
    bool IsManual,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    string Log)
{
    public static InvocationView Of(SimulatedInvocation invocation) => new(
        invocation.Id,
        invocation.JobName,
        invocation.DeploymentId,
        invocation.Phase,
        invocation.IsManual,
        invocation.CreatedAt,
        invocation.StartedAt,
        invocation.CompletedAt,
        invocation.Log);
}
