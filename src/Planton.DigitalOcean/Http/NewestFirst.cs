namespace Planton.DigitalOcean.Http;

/// <summary>
/// The order of lists that are newest first in practice but not by promise. Items of the same moment keep the API's order; items without a
/// readable time come last.
/// </summary>
internal static class NewestFirst
{
    public static IOrderedEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, string?> createdAt) =>
        items.OrderByDescending(item => ApiTime.Parse(createdAt(item)) ?? DateTimeOffset.MinValue);

    public static bool Holds<T>(IReadOnlyCollection<T> items, Func<T, string?> createdAt) => Sort(items, createdAt).SequenceEqual(items);
}
