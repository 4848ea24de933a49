using Planton.Terraform.Plugin.Operations;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>The tier that a resource asked for when it was last applied: it tells a tier that was changed elsewhere from one that the configuration changes.</summary>
/// <param name="store">The private state.</param>
internal sealed class TierPrivateState(PrivateState store)
{
    private const string AskedKey = "asked_tier";

    /// <summary>The tier; null when none was asked for.</summary>
    public string? Asked
    {
        get => store[AskedKey];
        set => store[AskedKey] = value;
    }
}
