using System.Text;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// Orders text by its UTF-8 bytes: the order of keys on the wire, which differs from .NET's for characters beyond U+FFFF.
/// </summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (ReferenceEquals(x, y)) return 0;
        if (x is null) return -1;
        if (y is null) return 1;

        var at = x.AsSpan().CommonPrefixLength(y);
        if (at == x.Length || at == y.Length) return x.Length - y.Length;

        // Surrogates stand for characters above all others, but their code units are below U+E000.
        var (left, right) = (char.IsSurrogate(x[at]), char.IsSurrogate(y[at]));
        return left == right ? x[at] - y[at] : left ? 1 : -1;
    }
}

/// <summary>What text must be before it can be a value.</summary>
internal static class CtyText
{
    /// <summary>
    /// The text with each lone half of a surrogate pair replaced by U+FFFD: a half has no bytes in UTF-8, and this is what
    /// Terraform makes of one. Text is not brought into Unicode's normal form C; Terraform does that for itself on arrival.
    /// </summary>
    public static string WellFormed(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0) return text;

        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }

            at++;
        }

        return text;
    }
}
