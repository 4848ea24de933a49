using System.Text.Json;
using System.Text.RegularExpressions;

namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>What a run of the CLI came to.</summary>
public sealed partial record CliResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Everything that was said.</summary>
    public string Text => $"{Output}\n{Error}";

    /// <summary>The diagnostics of a run with <c>-json</c>.</summary>
    public IReadOnlyList<CliDiagnostic> Diagnostics => [.. Lines().Concat(Whole()).Select(CliDiagnostic.From)];

    /// <summary>What a <c>plan -json</c> would do, by address: <c>create</c>, <c>update</c>, <c>replace</c>, <c>delete</c>; nothing for what stays.</summary>
    public IReadOnlyDictionary<string, string> Changes => Messages("planned_change")
        .Select(static message => message.GetProperty("change"))
        .ToDictionary(
            static change => change.GetProperty("resource").GetProperty("addr").GetString()!,
            static change => change.GetProperty("action").GetString()!,
            StringComparer.Ordinal);

    /// <summary>The one error of a run with <c>-json</c>.</summary>
    public CliDiagnostic OnlyError()
    {
        var errors = Diagnostics.Where(static diagnostic => diagnostic.Severity == "error").ToList();
        return errors is [var only] ? only : throw new CliException($"{Command} should have had one error, not {errors.Count}:\n{Text}");
    }

    /// <summary>The warnings of a run with <c>-json</c>, without the CLI's own about the provider under development.</summary>
    public IReadOnlyList<CliDiagnostic> Warnings() =>
        [.. Diagnostics.Where(static diagnostic => diagnostic.Severity == "warning" && !diagnostic.Summary.Contains("development overrides", StringComparison.Ordinal))];

    /// <summary>Requires that the run has succeeded.</summary>
    public CliResult Succeeds() => ExitCode == 0 ? this : throw new CliException($"{Command} ended with {ExitCode}:\n{Text}");

    /// <summary>Requires that the run has failed with errors.</summary>
    public CliResult Fails() => ExitCode == 1 ? this : throw new CliException($"{Command} ended with {ExitCode}, but should have failed:\n{Text}");

    /// <summary>Requires a text in the output, however the CLI wraps its lines.</summary>
    public CliResult Says(string expected) => Holds(expected) ? this : throw new CliException($"{Command} should have said \"{expected}\":\n{Text}");

    /// <summary>Requires that a text is not in the output, however the CLI wraps its lines.</summary>
    public CliResult DoesNotSay(string unexpected) => Holds(unexpected) ? throw new CliException($"{Command} should not have said \"{unexpected}\":\n{Text}") : this;

    private bool Holds(string part) => Unwrap(Text).Contains(Unwrap(part), StringComparison.Ordinal);

    // The CLI wraps at spaces and after hyphens, and colours some lines in spite of NO_COLOR.
    private static string Unwrap(string text) =>
        string.Concat(Colors().Replace(text, string.Empty).Where(static c => !char.IsWhiteSpace(c) && c is not ('│' or '╷' or '╵')));

    /// <summary>plan and apply write one JSON object a line.</summary>
    private IEnumerable<JsonElement> Lines() => Messages("diagnostic").Select(static line => line.GetProperty("diagnostic"));

    private IEnumerable<JsonElement> Messages(string type) => Output.Split('\n')
        .Where(static line => line.StartsWith('{') && line.EndsWith('}'))
        .Select(static line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("type", out var kind) && kind.GetString() == type);

    /// <summary>validate writes one JSON object over many lines.</summary>
    private List<JsonElement> Whole()
    {
        if (!Output.StartsWith("{\n", StringComparison.Ordinal)) { return []; }

        return [.. JsonDocument.Parse(Output).RootElement.GetProperty("diagnostics").EnumerateArray()];
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colors();
}

/// <summary>A diagnostic as the CLI shows it.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Summary">The headline.</param>
/// <param name="Detail">The rest.</param>
/// <param name="Address">The resource; empty when there is none.</param>
/// <param name="Code">The source line that it points at; empty when it points at none.</param>
public sealed record CliDiagnostic(string Severity, string Summary, string Detail, string Address, string Code)
{
    internal static CliDiagnostic From(JsonElement diagnostic) => new(
        Text(diagnostic, "severity"),
        Text(diagnostic, "summary"),
        Text(diagnostic, "detail"),
        Text(diagnostic, "address"),
        diagnostic.TryGetProperty("snippet", out var snippet) && snippet.ValueKind == JsonValueKind.Object ? Text(snippet, "code").Trim() : string.Empty);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
