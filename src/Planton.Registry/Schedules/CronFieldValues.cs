using System.Globalization;

namespace Planton.Registry.Schedules;

/// <summary>What one field of a schedule names.</summary>
/// <param name="Field">Which field it is.</param>
/// <param name="Text">How it was written.</param>
/// <param name="Set">Its values in ascending order; null for a form that no set can say (L, W and #).</param>
internal sealed record CronFieldValues(CronField Field, string Text, IReadOnlyList<int>? Set)
{
    /// <summary>From how many neighbours on they are written as a range.</summary>
    private const int ShortestRange = 3;

    /// <summary>Whether every value is named.</summary>
    public bool IsFull => Set?.Count == Field.Count;

    /// <summary>
    /// Whether a day field counts as restricted, so that a day which matches the other one is enough. Cron looks at the first character
    /// alone: <c>*/2</c> does not count, <c>1-31</c> does.
    /// </summary>
    public bool IsRestricted => Text[0] is not ('*' or '?');

    /// <summary>Whether a <c>*</c>, a range or a step was written.</summary>
    public bool IsInterval => Text.AsSpan().ContainsAny("*?-/");

    /// <summary>The same values in the words that every cron knows: <c>*</c> for all of them, or a list of numbers and ascending ranges.</summary>
    public string Plain => Set is null ? Text : IsFull ? "*" : string.Join(',', Runs(Set).SelectMany(Written));

    private static IEnumerable<(int From, int To)> Runs(IReadOnlyList<int> set)
    {
        for (int first = 0, last; first < set.Count; first = last + 1)
        {
            last = first;
            while (last + 1 < set.Count && set[last + 1] == set[last] + 1) last++;
            yield return (set[first], set[last]);
        }
    }

    private static IEnumerable<string> Written((int From, int To) run)
    {
        var length = run.To - run.From + 1;
        return length >= ShortestRange
            ? [string.Create(CultureInfo.InvariantCulture, $"{run.From}-{run.To}")]
            : Enumerable.Range(run.From, length).Select(static value => value.ToString(CultureInfo.InvariantCulture));
    }
}
