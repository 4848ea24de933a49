using Planton.DigitalOcean;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>Which kind of garbage collection includes which.</summary>
internal static class RunTypes
{
    /// <summary>Whether a run deletes at least what a policy asks for.</summary>
    /// <param name="runType">The run's type; runs recorded before the service named types have none, and deleted blobs only.</param>
    /// <param name="policyType">The policy's type.</param>
    public static bool Covers(string? runType, string policyType)
    {
        var effective = string.IsNullOrEmpty(runType) ? GarbageCollectionTypes.UnreferencedBlobsOnly : runType;
        return effective == policyType
            || (effective == GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs && GarbageCollectionTypes.All.Contains(policyType));
    }
}
