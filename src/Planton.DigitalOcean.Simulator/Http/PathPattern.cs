using System.Text.RegularExpressions;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>A pattern over request paths: <c>*</c> stands for anything within a segment, <c>**</c> for anything at all.</summary>
internal sealed class PathPattern(string pattern)
{
    private readonly Regex _regex = new(
        "^" + Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public bool Fits(string path) => _regex.IsMatch(path);
}
