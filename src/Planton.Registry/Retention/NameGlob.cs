using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Planton.Registry.Retention;

/// <summary>
/// A pattern for whole names of repositories or tags, upper and lower case distinct: <c>*</c> matches within a path segment, <c>**</c> across
/// segments, <c>?</c> one character but a slash. <c>**/x</c> also matches <c>x</c>; <c>a/**</c> does not match <c>a</c>.
/// </summary>
internal sealed class NameGlob
{
    /// <summary>The length of the longest pattern: no name of a repository or a tag is longer.</summary>
    public const int MaxLength = 255;

    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> InTags = SearchValues.Create($"{LettersAndDigits}_.-*?");
    private static readonly SearchValues<char> InRepositories = SearchValues.Create($"{LettersAndDigits}_.-*?/");

    private readonly List<Token> _tokens;

    private NameGlob(string text)
    {
        Text = text;
        _tokens = Tokenize(text);
    }

    private enum TokenKind
    {
        Literal,
        AnyCharacter,
        WithinSegment,
        AcrossSegments,
        LeadingSegments,
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern for names of repositories.</summary>
    /// <param name="error">What is wrong, as full sentences.</param>
    public static bool TryParseRepository(string text, [NotNullWhen(true)] out NameGlob? glob, [NotNullWhen(false)] out string? error) =>
        TryParse(text, "repository", InRepositories, out glob, out error);

    /// <summary>Reads a pattern for tags.</summary>
    /// <param name="error">What is wrong, as full sentences.</param>
    public static bool TryParseTag(string text, [NotNullWhen(true)] out NameGlob? glob, [NotNullWhen(false)] out string? error) =>
        TryParse(text, "tag", InTags, out glob, out error);

    /// <summary>
    /// Whether the pattern matches a whole name. All ways to match are followed side by side, so that no pattern takes more steps than its length
    /// times that of the name.
    /// </summary>
    public bool Matches(string name)
    {
        Span<bool> current = stackalloc bool[MaxLength + 1];
        Span<bool> next = stackalloc bool[MaxLength + 1];
        current.Clear();
        current[0] = true;
        SkipEmptyMatches(current, isSegmentStart: true);
        foreach (var character in name)
        {
            next.Clear();
            Step(current, next, character);
            SkipEmptyMatches(next, isSegmentStart: character == '/');
            var reached = next;
            next = current;
            current = reached;
        }

        return current[_tokens.Count];
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool TryParse(
        string text, string what, SearchValues<char> allowed, [NotNullWhen(true)] out NameGlob? glob, [NotNullWhen(false)] out string? error)
    {
        error = Validate(text, what, allowed);
        glob = error is null ? new NameGlob(text) : null;
        return glob is not null;
    }

    private static string? Validate(string text, string what, SearchValues<char> allowed)
    {
        if (text.Length == 0) return $"The pattern is empty. Use \"**\" to match every {what}.";
        if (text.Length > MaxLength) return $"The pattern has {text.Length} characters; no name of a {what} has more than {MaxLength}.";

        var wrong = text.AsSpan().IndexOfAnyExcept(allowed);
        return wrong < 0
            ? null
            : $"The pattern contains the character {Name(text[wrong])}, which no {what} has, so it would never match. The wildcards are *, ** and ?.";
    }

    private static string Name(char character) => character is > ' ' and <= '~' ? $"\"{character}\"" : $"U+{(int)character:X4}";

    private static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '*')
            {
                tokens.Add(new(text[i] == '?' ? TokenKind.AnyCharacter : TokenKind.Literal, text[i]));
                continue;
            }

            var start = i;
            while (i + 1 < text.Length && text[i + 1] == '*') i++;
            var isWholeSegment = i > start && (start == 0 || text[start - 1] == '/') && i + 1 < text.Length && text[i + 1] == '/';
            if (isWholeSegment) i++;
            tokens.Add(new(isWholeSegment ? TokenKind.LeadingSegments : i > start ? TokenKind.AcrossSegments : TokenKind.WithinSegment, '*'));
        }

        return tokens;
    }

    private void Step(ReadOnlySpan<bool> current, Span<bool> next, char character)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (!current[i]) continue;

            switch (_tokens[i].Kind)
            {
                case TokenKind.Literal:
                    next[i + 1] |= _tokens[i].Character == character;
                    break;
                case TokenKind.AnyCharacter:
                    next[i + 1] |= character != '/';
                    break;
                default:
                    next[i] |= _tokens[i].Kind != TokenKind.WithinSegment || character != '/';
                    break;
            }
        }
    }

    private void SkipEmptyMatches(Span<bool> reached, bool isSegmentStart)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            var canEndHere = _tokens[i].Kind switch
            {
                TokenKind.WithinSegment or TokenKind.AcrossSegments => true,
                TokenKind.LeadingSegments => isSegmentStart,
                _ => false,
            };
            reached[i + 1] |= reached[i] && canEndHere;
        }
    }

    private readonly record struct Token(TokenKind Kind, char Character);
}
