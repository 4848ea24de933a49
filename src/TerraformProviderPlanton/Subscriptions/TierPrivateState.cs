using Planton.Terraform.Plugin.Operations;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>The tier that a resource set when it was last applied: it distinguishes a change elsewhere from a change of the configuration.</summary>
internal sealed class TierPrivateState(PrivateState store)
{
    private const string AskedKey = "asked_tier";

    /// <summary>The tier; null if none was set.</summary>
    public string? Asked
    {
        get => store[AskedKey];
        set => store[AskedKey] = value;
    }
}
