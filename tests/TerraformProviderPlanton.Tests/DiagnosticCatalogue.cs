using System.Text;
using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Tests;

/// <summary>
/// Every diagnostic that the provider and its framework can raise, read from the source: where a diagnostic is made, its summary and detail
/// stand as texts with holes. A hole keeps its expression, as <c>{name}</c> within a text and as <c>‹expression›</c> beside it.
/// </summary>
internal static partial class DiagnosticCatalogue
{
    private static readonly string[] Projects = ["Planton.Terraform.Plugin", "TerraformProviderPlanton"];

    /// <summary>The diagnostics, by file and in its order.</summary>
    public static IReadOnlyList<CataloguedDiagnostic> Read(string root) =>
    [
        .. from project in Projects
           from path in Directory.EnumerateFiles(Path.Combine(root, "src", project), "*.cs", SearchOption.AllDirectories)
           let file = Path.GetRelativePath(Path.Combine(root, "src"), path)
           where !file.EndsWith("/Diagnostics/DiagnosticList.cs", StringComparison.Ordinal) && !file.EndsWith("/Diagnostics/DiagnosticException.cs", StringComparison.Ordinal)
           orderby file
           from found in In(file, DocComment().Replace(File.ReadAllText(path), string.Empty))
           select found,
    ];

    private static IEnumerable<CataloguedDiagnostic> In(string file, string source)
    {
        foreach (Match match in Made().Matches(source))
        {
            var arguments = new CSharpArguments(source, match.Index + match.Length).Read();
            var severity = match.Groups["level"].Success ? match.Groups["level"].Value : "Error";
            if (arguments[0].StartsWith("DiagnosticSeverity.", StringComparison.Ordinal))
            {
                severity = arguments[0]["DiagnosticSeverity.".Length..];
                arguments = [.. arguments.Skip(1)];
            }

            // An error about what is to be made, and a warning about what is in state.
            if (arguments[0] == "severity") (severity, arguments) = ("Error or warning", [.. arguments.Skip(1)]);

            // A list of diagnostics that were made elsewhere.
            if (arguments.Count == 1) continue;

            // A path comes first where a list is told, and last where a diagnostic is made.
            var first = match.Groups["level"].Success && arguments.Count == 3 ? 1 : 0;
            yield return new(file, severity, CSharpArguments.Text(arguments[first]), CSharpArguments.Text(arguments[first + 1]));
        }
    }

    /// <summary>A call that makes a diagnostic, up to its opening parenthesis.</summary>
    [GeneratedRegex(
        @"\b[Dd]iagnostics\.(?<level>Error|Warning)\(|\bnew (?:DiagnosticException|Diagnostic)\(|\b(?:DiagnosticException|Diagnostic) \w+\([^)]*\)\s*=>\s*new\(|\bnew\((?=\s*DiagnosticSeverity\.)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Made();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();
}

/// <summary>A diagnostic that the source can raise.</summary>
/// <param name="File">Where it is made, below <c>src</c>.</param>
/// <param name="Severity"><c>Error</c>, <c>Warning</c>, or either.</param>
/// <param name="Summary">Its headline.</param>
/// <param name="Detail">The rest.</param>
internal sealed record CataloguedDiagnostic(string File, string Severity, string Summary, string Detail)
{
    /// <summary>A paragraph of the catalogue.</summary>
    public override string ToString() => $"{Severity}: {Summary}\n    {Detail.Replace("\n", "\n    ", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal)}\n";
}

/// <summary>The arguments of a call in C# source, which is known to compile.</summary>
/// <param name="source">The source.</param>
/// <param name="start">Behind the opening parenthesis.</param>
internal sealed class CSharpArguments(string source, int start)
{
    /// <summary>The arguments as they are written.</summary>
    public IReadOnlyList<string> Read()
    {
        var (arguments, depth, begin) = (new List<string>(), 0, start);
        for (var at = start; ; at++)
        {
            if (StartsText(source, at))
            {
                at = EndOfText(source, at) - 1;
            }
            else if (source[at] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (source[at] is ')' or ']' or '}')
            {
                if (depth-- > 0) continue;
                arguments.Add(source[begin..at].Trim());
                return arguments;
            }
            else if (source[at] == ',' && depth == 0)
            {
                arguments.Add(source[begin..at].Trim());
                begin = at + 1;
            }
        }
    }

    /// <summary>What an expression says: the texts in it, and its other parts in angle quotes.</summary>
    /// <param name="expression">The expression.</param>
    public static string Text(string expression)
    {
        var (text, code) = (new StringBuilder(), new StringBuilder());
        for (var at = 0; at < expression.Length; at++)
        {
            if (!StartsText(expression, at))
            {
                code.Append(expression[at]);
                continue;
            }

            Flush(text, code);
            var end = EndOfText(expression, at);
            var quote = expression.IndexOf('"', at);
            text.Append(expression[(quote + 1)..(end - 1)].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
            at = end - 1;
        }

        Flush(text, code);
        return text.ToString();
    }

    private static void Flush(StringBuilder text, StringBuilder code)
    {
        var rest = string.Join(' ', code.ToString().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)).Trim('+', ' ');
        if (rest.Length > 0) text.Append('‹').Append(rest).Append('›');
        code.Clear();
    }

    private static bool StartsText(string source, int at) => source[at] == '"' || (source[at] == '$' && source[at + 1] == '"');

    /// <summary>Behind the closing quote. Holes are skipped with the texts in them.</summary>
    private static int EndOfText(string source, int at)
    {
        var hasHoles = source[at] == '$';
        for (at = hasHoles ? at + 2 : at + 1; source[at] != '"'; at++)
        {
            if (source[at] == '\\') at++;
            else if (hasHoles && source[at] == '{') at = source[at + 1] == '{' ? at + 1 : EndOfHole(source, at);
        }

        return at + 1;
    }

    /// <summary>The closing brace.</summary>
    private static int EndOfHole(string source, int at)
    {
        for (var depth = 0; ; at++)
        {
            if (StartsText(source, at)) at = EndOfText(source, at) - 1;
            else if (source[at] == '{') depth++;
            else if (source[at] == '}' && --depth == 0) return at;
        }
    }
}
