namespace Planton.DigitalOcean;

/// <summary>Reads lists leniently: a missing list is empty, and an entry that is null says nothing.</summary>
internal static class Present
{
    public static IReadOnlyList<T> Only<T>(IEnumerable<T?>? items)
        where T : class =>
        items?.OfType<T>().ToArray() ?? [];
}
