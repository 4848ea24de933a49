namespace Planton.Registry.Runs;

/// <summary>One garbage collection of one registry.</summary>
/// <param name="Uuid">The run's identity.</param>
/// <param name="Type">What it deletes; null when the service does not say.</param>
/// <param name="Status">The service's status: an open set.</param>
/// <param name="Origin">Who started it: one of <see cref="RunOrigin"/>; <see cref="RunOrigin.External"/> of a run that was just read.</param>
/// <param name="ScheduledFor">The slot that the run serves; null when it serves none.</param>
/// <param name="CreatedAt">When it was started, on the service's clock; in whole seconds.</param>
/// <param name="UpdatedAt">When the service last changed it.</param>
/// <param name="BlobsDeleted">How many blobs it deleted; final once the run has ended.</param>
/// <param name="FreedBytes">How many bytes it freed; final once the run has ended.</param>
internal sealed record Run(
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
    public bool HasEnded => RunStatus.IsTerminal(Status);

    /// <summary>Whether the run deletes at least what a policy asks for, and so counts for it, whoever started it.</summary>
    /// <param name="policyType">The policy's type.</param>
    public bool Covers(string policyType) => RunType.Covers(Type, policyType);
}

/// <summary>Who started a run.</summary>
internal static class RunOrigin
{
    /// <summary>The policy.</summary>
    public const string Policy = "policy";

    /// <summary>Anyone else: the control panel, another client, another pipeline.</summary>
    public const string External = "external";
}
