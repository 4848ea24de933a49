using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace TerraformProviderPlanton.Functions;

/// <summary>The arguments of a function, as it wants them.</summary>
internal static class FunctionArguments
{
    /// <summary>An argument that is a text; the server has refused null, and has not called the function for an unknown one.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="index">Its place, from zero.</param>
    public static string TextAt(this ImmutableArray<CtyValue> arguments, int index) => ((CtyString)arguments[index]).Value;
}
