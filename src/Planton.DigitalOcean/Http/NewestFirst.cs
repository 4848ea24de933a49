namespace Planton.DigitalOcean.Http;

/// <summary>
/// Sorts lists that are newest first in practice but not by guarantee. Items with the same time keep the API's order; items without a readable time
/// come last.
/// </summary>
internal static class NewestFirst
{
    public static IOrderedEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string?> createdAt) =>
        items.OrderByDescending(item => ApiTime.Parse(createdAt(item)) ?? DateTimeOffset.MinValue);

    public static bool Holds<T>(IReadOnlyCollection<T> items, Func<T, string?> createdAt) => Sort(items, createdAt).SequenceEqual(items);
}
