using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Retention;

/// <summary>The age of a tag: a Go duration that may begin with days, such as <c>30d</c> or <c>1d12h</c>.</summary>
internal static class RetentionAge
{
    /// <summary>The rule for a configured age.</summary>
    public static Validator<string> Rule { get; } = new Parsed(
        "be a positive duration in days, hours, minutes or seconds, such as `30d`", static text => TryParse(text, out _, out var error) ? null : error);

    /// <summary>Reads an age.</summary>
    /// <param name="error">What is wrong, as full sentences.</param>
    public static bool TryParse(string text, out TimeSpan age, [NotNullWhen(false)] out string? error)
    {
        age = TryParse(text) ?? TimeSpan.Zero;
        error = age > TimeSpan.Zero
            ? null
            : "An age is a positive number of days, hours, minutes or seconds, such as \"30d\", \"12h\" or \"1d12h\".";
        return error is null;
    }

    /// <summary>The age of a state. It was checked when it was configured, unless the state was edited by hand.</summary>
    public static TimeSpan Parse(string text) => TryParse(text, out var age, out var error) ? age : throw new DiagnosticException("Invalid age", error);

    private static TimeSpan? TryParse(string text)
    {
        var end = text.IndexOf('d', StringComparison.Ordinal);
        var rest = end < 0 ? text : text[(end + 1)..];
        var days = 0;
        if (end >= 0 && !int.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out days)) return null;
        if (days > TimeSpan.MaxValue.TotalDays - 1) return null;
        if (end >= 0 && rest.Length == 0) return TimeSpan.FromDays(days);
        if (!GoDuration.TryParse(rest, out var duration, out _) || duration < TimeSpan.Zero) return null;
        return TimeSpan.MaxValue - duration < TimeSpan.FromDays(days) ? null : TimeSpan.FromDays(days) + duration;
    }
}
