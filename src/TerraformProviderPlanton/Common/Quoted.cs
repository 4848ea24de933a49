namespace TerraformProviderPlanton.Common;

/// <summary>How a message repeats what the user wrote.</summary>
internal static class Quoted
{
    private const int Longest = 64;

    /// <summary>Whether a text can be repeated: it is short, and has no characters that a terminal would interpret or not show.</summary>
    /// <param name="text">What the user wrote.</param>
    public static bool IsPlain(string text) => text.Length <= Longest && text.All(static c => c is >= ' ' and <= '~' || char.IsLetterOrDigit(c));

    /// <summary>The text in quotes at the beginning of a sentence; a substitute if it cannot be repeated.</summary>
    /// <param name="text">What the user wrote.</param>
    public static string AtStart(string text) => IsPlain(text) ? $"\"{text}\"" : "The given text";

    /// <summary>The text in quotes within a sentence; a substitute if it cannot be repeated.</summary>
    /// <param name="text">What the user wrote.</param>
    public static string Within(string text) => IsPlain(text) ? $"\"{text}\"" : "the given text";
}
