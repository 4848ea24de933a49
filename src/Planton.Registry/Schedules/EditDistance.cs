namespace Planton.Registry.Schedules;

/// <summary>How far apart two texts are: to guess what was meant by one that is not known.</summary>
internal static class EditDistance
{
    /// <summary>How many characters must be inserted, removed or replaced to make one text of the other (Levenshtein's distance).</summary>
    public static int Between(string left, string right)
    {
        // One row of the table at a time.
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var replaced = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(diagonal, row[j]) + 1);
            }
        }

        return row[^1];
    }
}
