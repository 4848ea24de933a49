namespace Planton.Dist;

/// <summary>The table of the third-party notices: what is compiled in, under which licence.</summary>
internal static class Notices
{
    /// <summary>Throws unless the table has every part under its name in the bill of materials and with its licence, and the text has each licence.</summary>
    /// <param name="text">The notices.</param>
    /// <param name="parts">What is compiled into the executable.</param>
    public static void Check(string text, IEnumerable<Part> parts)
    {
        var rows = text.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Select(static line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        foreach (var part in parts)
        {
            var row = rows.Find(row => Names(row[1]).Any(name => IsOf(part.Name, name)))
                ?? throw new ReleaseException($"The table of THIRD-PARTY-NOTICES.md does not have {part.Name}, which is compiled in. Add a row with `{part.Name}`.");
            if (row[2] != part.Licence) throw new ReleaseException($"THIRD-PARTY-NOTICES.md has {part.Name} under {row[2]}, and it is under {part.Licence}.");
            if (!text.Contains($"\n## {HeadingOf(part.Licence)}\n", StringComparison.Ordinal)) throw new ReleaseException($"THIRD-PARTY-NOTICES.md does not have the text of {part.Licence}.");
        }
    }

    /// <summary>The names in a cell, which are written as code.</summary>
    private static IEnumerable<string> Names(string cell) => cell.Split('`').Where(static (_, index) => index % 2 == 1);

    /// <summary>A runtime's package has the platform's name at its end, and the form's in between.</summary>
    private static bool IsOf(string part, string name) => part == name || (name.EndsWith(".Runtime", StringComparison.Ordinal) && part.StartsWith($"{name}.", StringComparison.Ordinal));

    private static string HeadingOf(string licence) => licence.Replace("-or-later", string.Empty, StringComparison.Ordinal);
}
