using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

namespace TerraformProviderPlanton.Common;

/// <summary>Makes attributes that only the provider sets.</summary>
internal static class Computed
{
    public static StringAttribute Text(string description) => new() { Computed = true, Description = description };

    /// <summary>A text that never changes once it is known, so that no plan shows it as unknown again.</summary>
    public static StringAttribute StableText(string description) => new()
    {
        Computed = true,
        Description = description,
        PlanModifiers = [new UseStateForUnknown<string>()],
    };

    public static StringAttribute Secret(string description) => new() { Computed = true, Sensitive = true, Description = description };

    public static Int64Attribute Number(string description) => new() { Computed = true, Description = description };

    public static BoolAttribute Flag(string description) => new() { Computed = true, Description = description };
}
