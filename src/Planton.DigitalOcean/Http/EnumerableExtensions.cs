namespace Planton.DigitalOcean.Http;

/// <summary>Lenient reading of lists in responses.</summary>
internal static class EnumerableExtensions
{
    /// <summary>The entries that are not null; none if the list is missing.</summary>
    public static IReadOnlyList<T> WhereNotNull<T>(this IEnumerable<T?>? items)
        where T : class =>
        items?.OfType<T>().ToArray() ?? [];
}
