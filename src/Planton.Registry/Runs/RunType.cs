namespace Planton.Registry.Runs;

/// <summary>What a run deletes: the API's three values.</summary>
internal static class RunType
{
    /// <summary>Manifests without a tag; their blobs stay, so this alone frees next to nothing.</summary>
    public const string UntaggedManifestsOnly = "untagged manifests only";

    /// <summary>Blobs that no manifest refers to.</summary>
    public const string UnreferencedBlobsOnly = "unreferenced blobs only";

    /// <summary>Both, in that order.</summary>
    public const string UntaggedManifestsAndUnreferencedBlobs = "untagged manifests and unreferenced blobs";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All { get; } = [UntaggedManifestsAndUnreferencedBlobs, UntaggedManifestsOnly, UnreferencedBlobsOnly];

    /// <summary>Whether a run deletes at least what a policy asks for.</summary>
    /// <param name="runType">The run's type; runs recorded before the service named types have none, and deleted blobs only.</param>
    /// <param name="policyType">The policy's type.</param>
    public static bool Covers(string? runType, string policyType)
    {
        var effective = string.IsNullOrEmpty(runType) ? UnreferencedBlobsOnly : runType;
        return effective == policyType
            || (effective == UntaggedManifestsAndUnreferencedBlobs && All.Contains(policyType));
    }
}
