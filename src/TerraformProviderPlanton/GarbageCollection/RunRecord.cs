using Planton.DigitalOcean;
namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>One garbage collection run, as a policy records it.</summary>
/// <param name="Uuid">The run's identity.</param>
/// <param name="Type">What it deletes; null when the service does not say.</param>
/// <param name="Status">The service's status: an open set.</param>
/// <param name="Origin">Who started it: one of <see cref="RunOrigin"/>.</param>
/// <param name="ScheduledFor">The slot that the run serves; null when it serves none.</param>
/// <param name="CreatedAt">When it was started, on the service's clock; in whole seconds.</param>
/// <param name="UpdatedAt">When the service last changed it.</param>
/// <param name="BlobsDeleted">How many blobs it deleted; final once the run has ended.</param>
/// <param name="FreedBytes">How many bytes it freed; final once the run has ended.</param>
internal sealed record RunRecord(
    string Uuid,
    string? Type,
    string Status,
    string Origin,
    DateTimeOffset? ScheduledFor,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long? BlobsDeleted,
    long? FreedBytes)
{
    /// <summary>Whether the run has ended.</summary>
    public bool HasEnded => GarbageCollectionStatus.IsTerminal(Status);

    /// <summary>Whether the run deletes at least what a policy asks for, and so counts for it, whoever started it.</summary>
    /// <param name="policyType">The policy's type.</param>
    public bool Covers(string policyType) => RunTypes.Covers(Type, policyType);

    /// <summary>The service's part of the record.</summary>
    public ObservedRun ToObserved() => new(Uuid, Type, Status, CreatedAt, UpdatedAt, BlobsDeleted, FreedBytes);
}

/// <summary>Who started a run.</summary>
internal static class RunOrigin
{
    /// <summary>The policy.</summary>
    public const string Policy = "policy";

    /// <summary>Anyone else: the control panel, another client, another pipeline.</summary>
    public const string External = "external";
}

/// <summary>A run as the service shows it.</summary>
/// <param name="Uuid">The run's identity.</param>
/// <param name="Type">What it deletes; null when the service does not say.</param>
/// <param name="Status">The service's status: an open set.</param>
/// <param name="CreatedAt">When it was started, on the service's clock; in whole seconds.</param>
/// <param name="UpdatedAt">When the service last changed it.</param>
/// <param name="BlobsDeleted">How many blobs it deleted; null when the service does not say.</param>
/// <param name="FreedBytes">How many bytes it freed; null when the service does not say.</param>
internal sealed record ObservedRun(
    string Uuid,
    string? Type,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long? BlobsDeleted,
    long? FreedBytes)
{
    /// <summary>The run as a new record of someone else's.</summary>
    public RunRecord AsExternal()
    {
        var type = string.IsNullOrEmpty(Type) ? null : Type;
        return new(Uuid, type, Status, RunOrigin.External, ScheduledFor: null, CreatedAt, UpdatedAt, BlobsDeleted, FreedBytes);
    }
}
