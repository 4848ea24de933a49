using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace TerraformProviderPlanton.Functions;

/// <summary>Access to the arguments of a function by type.</summary>
internal static class FunctionArguments
{
    /// <summary>A string argument. The server rejects null and does not call the function with unknown arguments.</summary>
    /// <param name="index">Its place, from zero.</param>
    public static string TextAt(this ImmutableArray<CtyValue> arguments, int index) => ((CtyString)arguments[index]).Value;
}
