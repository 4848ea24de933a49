using Planton.Terraform.Plugin.Resources;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>How long the actions of garbage collection may take: as long as a policy waits.</summary>
internal static class ActionLimits
{
    public static TimeoutDefaults Default { get; } = new(Invoke: TimeSpan.FromMinutes(60));
}
