using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>Reads a text as YAML documents.</summary>
internal static class ManifestYaml
{
    private const int MaxText = 256 * 1024;
    private const char ByteOrderMark = '\uFEFF';

    // The library ignores some of them silently, and the text would then mean something other than it shows.
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')), '\uFFFE', '\uFFFF']);

    /// <summary>Reads the only document of a text. An alias refers to the same node as its anchor, so nothing is copied.</summary>
    /// <param name="error">What is wrong, with its line.</param>
    public static bool TryReadOne(string text, [NotNullWhen(true)] out YamlNode? root, [NotNullWhen(false)] out string? error)
    {
        root = null;
        if (TryReadAll(text, out var roots, out error)) (root, error) = Only(roots);
        return root is not null;
    }

    /// <summary>Reads the documents of a text, as many as there are; empty ones are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="roots">The roots of the documents, in their order.</param>
    /// <param name="error">What is wrong, with its line.</param>
    public static bool TryReadAll(string text, [NotNullWhen(true)] out IReadOnlyList<YamlNode>? roots, [NotNullWhen(false)] out string? error)
    {
        roots = null;
        error = CheckText(text);
        if (error is not null) return false;

        var parser = new ManifestParser(new StringReader(text.TrimStart(ByteOrderMark)));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            roots = [.. stream.Documents.Select(static document => document.RootNode).Where(static node => !IsEmpty(node))];
        }
        catch (ManifestYamlException exception)
        {
            error = ManifestErrors.At(exception.Start, exception.Message);
        }
        catch (YamlException exception)
        {
            error = Explain(exception, text);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Some invalid YAML makes the library fail instead of reporting it: an unclosed list, an escape beyond Unicode.
            error = $"The text is not valid YAML. It cannot be read from line {parser.Current?.End.Line ?? 1} on; look for an unclosed bracket or quote.";
        }

        return roots is not null;
    }

    private static string? CheckText(string text)
    {
        if (text.Length > MaxText) return $"The text has {text.Length} characters. A manifest may have at most {MaxText}.";
        var strange = text.AsSpan().IndexOfAny(Unprintable);
        return strange < 0
            ? null
            : $"Line {text.AsSpan(0, strange).Count('\n') + 1} contains the character U+{(int)text[strange]:X4}, which YAML does not allow.";
    }

    private static (YamlNode? Root, string? Error) Only(IReadOnlyList<YamlNode> roots) => roots.Count switch
    {
        0 => (null, "The text is empty. It must contain a manifest."),
        1 => (roots[0], null),
        _ => (null, ManifestErrors.At(roots[1].Start, "A second document begins here. To decode a text of several manifests, call manifests_decode.")),
    };

    /// <summary>An empty document before the first <c>---</c>, between two or after the last one.</summary>
    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain };

    /// <summary>The library's message, or a better one if white space is the cause, which is hard to see.</summary>
    private static string Explain(YamlException exception, string text)
    {
        var lines = text.Split('\n');
        for (var i = Math.Max(exception.Start.Line, 1); i <= Math.Min(exception.End.Line + 1, lines.Length); i++)
        {
            var indentation = lines[i - 1].AsSpan(0, lines[i - 1].Length - lines[i - 1].TrimStart().Length);
            if (indentation.Contains('\t')) return $"The text is not valid YAML. Line {i} is indented with a tab; YAML allows spaces only.";
        }

        return $"The text is not valid YAML. {ManifestErrors.At(exception.Start, exception.Message)}";
    }
}
