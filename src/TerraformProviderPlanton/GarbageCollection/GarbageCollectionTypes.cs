namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>The three values of the service for what a garbage collection deletes, and which of them includes which.</summary>
internal static class GarbageCollectionTypes
{
    /// <summary>Manifests without a tag; their blobs stay, so this alone frees nearly nothing.</summary>
    public const string UntaggedManifestsOnly = "untagged manifests only";

    /// <summary>Blobs that no manifest points to; what the service does when no type is given.</summary>
    public const string UnreferencedBlobsOnly = "unreferenced blobs only";

    /// <summary>Both, in this order.</summary>
    public const string UntaggedManifestsAndUnreferencedBlobs = "untagged manifests and unreferenced blobs";

    /// <summary>All three values.</summary>
    public static IReadOnlyList<string> All { get; } =
        [UntaggedManifestsOnly, UnreferencedBlobsOnly, UntaggedManifestsAndUnreferencedBlobs];

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
