using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>An app to add, in service already; its slots begin to count when it is added.</summary>
public sealed record AppSeed
{
    /// <summary>The UUID; made up when null.</summary>
    public string? Id { get; init; }

    /// <summary>The specification, as a client would send it.</summary>
    public required JsonObject Spec { get; init; }

    /// <summary>Other deployments than the active one, oldest first.</summary>
    public IReadOnlyList<DeploymentSeed> Deployments { get; init; } = [];

    /// <summary>Runs of its jobs.</summary>
    public IReadOnlyList<InvocationSeed> JobInvocations { get; init; } = [];

    /// <summary>When it was created; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long ago it was created.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>A deployment beside the active one.</summary>
public sealed record DeploymentSeed
{
    /// <summary>The UUID; made up when null.</summary>
    public string? Id { get; init; }

    /// <summary>Its specification, as a client would send it.</summary>
    public required JsonObject Spec { get; init; }

    /// <summary>Its phase, other than <c>ACTIVE</c>; an unfinished phase such as <c>BUILDING</c> lasts until another deployment starts.</summary>
    public string Phase { get; init; } = DeploymentPhase.Superseded;

    /// <summary>How long ago it was created; null for a minute if it is unfinished and otherwise sixty days.</summary>
    public TimeSpan? Age { get; init; }
}

/// <summary>A run of a job of the past.</summary>
public sealed record InvocationSeed
{
    /// <summary>The UUID; made up when null.</summary>
    public string? Id { get; init; }

    /// <summary>The job.</summary>
    public required string Job { get; init; }

    /// <summary>A final phase, or any other to have a run that stays in it.</summary>
    public string Phase { get; init; } = InvocationPhase.Succeeded;

    /// <summary>Whether somebody started it, and not the schedule.</summary>
    public bool IsManual { get; init; }

    /// <summary>What its command wrote.</summary>
    public string Log { get; init; } = "";

    /// <summary>When it came about; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long ago it came about.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; } = TimeSpan.FromSeconds(10);
}
