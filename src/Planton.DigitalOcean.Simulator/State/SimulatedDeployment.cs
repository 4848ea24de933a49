using System.Text.Json;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The phases of a deployment that the simulator gives.</summary>
public static class DeploymentPhase
{
    /// <summary>Waits.</summary>
    public const string PendingBuild = "PENDING_BUILD";

    /// <summary>Fetches the images.</summary>
    public const string Building = "BUILDING";

    /// <summary>Is being put into service.</summary>
    public const string Deploying = "DEPLOYING";

    /// <summary>Is in service.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Made way for a newer one.</summary>
    public const string Superseded = "SUPERSEDED";

    /// <summary>Failed.</summary>
    public const string Error = "ERROR";

    internal static bool IsUnderWay(string phase) => phase is PendingBuild or Building or Deploying or "PENDING_DEPLOY";
}

/// <summary>The types of deployments that lists can be filtered by.</summary>
public static class DeploymentType
{
    /// <summary>Requested by a user.</summary>
    public const string Manual = "MANUAL";

    /// <summary>A rollback by a user.</summary>
    public const string Rollback = "MANUAL_ROLLBACK";
}

/// <summary>One attempt to bring a specification into service. It has no timer: <see cref="SimulatedApp"/> moves it on.</summary>
public sealed class SimulatedDeployment
{
    private readonly Queue<(TimeSpan After, string Phase)> _steps;

    /// <summary>A deployment that passes through phases; without steps it stays in its phase.</summary>
    internal SimulatedDeployment(
        string id, JsonElement spec, string cause, DateTimeOffset createdAt, IEnumerable<(TimeSpan After, string Phase)> steps)
    {
        Id = id;
        Spec = spec;
        Cause = cause;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
        _steps = new Queue<(TimeSpan, string)>(steps);
        Schedule();
    }

    /// <summary>The identity, a UUID.</summary>
    public string Id { get; }

    /// <summary>The specification, secrets enciphered.</summary>
    public JsonElement Spec { get; }

    /// <summary>Why it came about.</summary>
    public string Cause { get; }

    /// <summary>When it came about.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Where it stands; see <see cref="DeploymentPhase"/>.</summary>
    public string Phase { get; internal set; } = DeploymentPhase.PendingBuild;

    /// <summary>Its type; see <see cref="DeploymentType"/>.</summary>
    public string Type { get; internal init; } = DeploymentType.Manual;

    /// <summary>The id of the deployment that a rollback repeats; otherwise null.</summary>
    public string? ClonedFrom { get; internal init; }

    internal DateTimeOffset? NextAt { get; private set; }

    internal bool IsUnderWay => DeploymentPhase.IsUnderWay(Phase);

    internal void Step()
    {
        (Phase, UpdatedAt) = (_steps.Dequeue().Phase, NextAt!.Value);
        Schedule();
    }

    internal void GiveWay(DateTimeOffset at)
    {
        (Phase, UpdatedAt, NextAt) = (DeploymentPhase.Superseded, at, null);
        _steps.Clear();
    }

    private void Schedule() => NextAt = _steps.TryPeek(out var next) ? UpdatedAt + next.After : null;
}
