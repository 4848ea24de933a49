using System.Globalization;
using YamlDotNet.Core;

namespace TerraformProviderPlanton.Functions;

/// <summary>The errors in a manifest, with their places.</summary>
internal sealed class ManifestErrors
{
    private const int Most = 10;

    private readonly List<(Mark Place, string Sentence)> _errors = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>One error with its place.</summary>
    /// <param name="sentence">What is wrong there and what is allowed.</param>
    public static string At(Mark place, string sentence) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {place.Line}, column {place.Column}: {sentence}");

    /// <summary>Adds an error.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="sentence">What is wrong there and what is allowed.</param>
    public void Add(Mark place, string sentence) => _errors.Add((place, sentence));

    /// <summary>All errors as one text, from top to bottom.</summary>
    public override string ToString()
    {
        var lines = _errors.OrderBy(static error => error.Place.Index).Take(Most).Select(static error => At(error.Place, error.Sentence));
        if (_errors.Count == 1) return lines.Single();
        var more = _errors.Count > Most ? $"\n{_errors.Count - Most} more are not shown." : string.Empty;
        return $"The manifest has {_errors.Count} errors.\n{string.Join('\n', lines)}{more}";
    }
}
