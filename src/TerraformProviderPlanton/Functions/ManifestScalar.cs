using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>
/// Determines the type of scalars by the core schema of YAML 1.2: <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> are strings, and so is anything in
/// quotes.
/// </summary>
internal static partial class ManifestScalar
{
    // The pattern does not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>Whether a node is null: <c>null</c>, <c>~</c>, or no value at all.</summary>
    public static bool IsNull(YamlNode? node) => Plain(node) is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The boolean; null if the node is not one.</summary>
    public static bool? ToBool(YamlNode node) => Plain(node) switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>The whole number; null if the node is not one, or not one that fits in 64 bits.</summary>
    public static long? ToInteger(YamlNode node) =>
        long.TryParse(Plain(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a scalar is a string.</summary>
    /// <param name="node">The scalar.</param>
    public static bool IsText(YamlScalarNode node) => !IsNull(node) && ToBool(node) is null && !IsNumber(node);

    /// <summary>The name of a node's type in messages.</summary>
    public static string NameOf(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        _ when IsNull(node) => "null",
        _ when IsNumber(node) => "a number",
        _ => ToBool(node) is null ? "a string" : "true or false",
    };

    private static bool IsNumber(YamlNode node) => Plain(node) is { } value && NumberPattern().IsMatch(value);

    /// <summary>The value of a scalar without quotes or tag; null for every other node.</summary>
    private static string? Plain(YamlNode? node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Tag.IsEmpty: true } scalar ? scalar.Value ?? string.Empty : null;

    [GeneratedRegex(
        @"\A([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.ExplicitCapture,
        MatchTimeoutMilliseconds)]
    private static partial Regex NumberPattern();
}
