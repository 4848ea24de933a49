namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>The values of <c>runner</c> of a policy, and of <c>garbage_collection_runner</c> of a registry.</summary>
internal static class PolicyRunner
{
    /// <summary>Applies start the runs.</summary>
    public const string Terraform = "terraform";

    /// <summary>An app on App Platform starts the runs.</summary>
    public const string AppPlatform = "app_platform";
}
