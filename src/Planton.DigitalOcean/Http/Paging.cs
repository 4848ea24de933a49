using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Planton.DigitalOcean.Http;

/// <summary>A response with one page of a list.</summary>
/// <typeparam name="TItem">The items.</typeparam>
internal interface IPage<out TItem>
{
    IReadOnlyList<TItem> Items { get; }

    Links? Links { get; }

    Meta? Meta { get; }

    /// <summary>Whether the page contains a list, each entry with what identifies it, or says that there is nothing to list.</summary>
    bool IsComplete => true;

    /// <summary>
    /// Whether a list that ends before its own total is asked for one more page, because what it lacks would go unprotected. It must number its pages.
    /// </summary>
    bool MustBeWhole => false;
}

/// <summary>The <c>links</c> of a page.</summary>
internal sealed record Links(PageLinks? Pages);

/// <summary>The neighbours of a page, as absolute addresses of the public API.</summary>
internal sealed record PageLinks(string? Next);

/// <summary>The <c>meta</c> of a page.</summary>
internal sealed record Meta(long? Total);

/// <summary>Reads lists page by page.</summary>
internal static class Paging
{
    /// <summary>The API's maximum page length.</summary>
    public const int MaxPage = 200;

    /// <summary>An account is limited to far less than this many pages; more means that the links never end.</summary>
    private const int MaxPages = 2_000;

    /// <summary>Reads pages until the last, or until the caller has enough.</summary>
    /// <param name="request">The list; its query filters, and is sent for every page, whether or not the links repeat it.</param>
    /// <param name="shape">The type of a page.</param>
    /// <param name="pageLength">The number of items in a page.</param>
    /// <param name="isEnough">Called with all items so far after each page.</param>
    /// <returns>All items that were read.</returns>
    public static async Task<List<TItem>> ReadAsync<TPage, TItem>(
        this ApiTransport transport, ApiRequest request, JsonTypeInfo<TPage> shape, int pageLength,
        Func<List<TItem>, bool>? isEnough, CancellationToken cancellationToken)
        where TPage : IPage<TItem>
    {
        var items = new List<TItem>();
        await foreach (var page in transport.ReadPagesAsync<TPage, TItem>(request, shape, pageLength, cancellationToken))
        {
            items.AddRange(page);
            if (isEnough?.Invoke(items) is true) return items;
        }

        return items;
    }

    /// <summary>Reads a page only when the previous one has been consumed, so that only one is in memory.</summary>
    /// <param name="request">The list; its query filters, and is sent for every page, whether or not the links repeat it.</param>
    /// <param name="shape">The type of a page.</param>
    /// <param name="pageLength">The number of items in a page.</param>
    /// <exception cref="ApiException">A call failed, or the links never end: an incomplete list would look as if the rest had been deleted.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<TItem>> ReadPagesAsync<TPage, TItem>(
        this ApiTransport transport, ApiRequest request, JsonTypeInfo<TPage> shape, int pageLength, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage<TItem>
    {
        var count = 0;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var query = Filtered(request.Query, $"per_page={pageLength}");
        while (asked.Add(query))
        {
            var page = await transport.ReadAsync(request with { Query = query }, shape, cancellationToken);
            if (!page.IsComplete) throw transport.Malformed(request, HttpStatusCode.OK, "the response contains neither a complete list nor a total of 0");
            count += page.Items.Count;
            yield return page.Items;
            if (NextQuery(page.Links?.Pages?.Next, pageLength) is not { } link)
            {
                if (!page.MustBeWhole || page.Items.Count == 0 || !(page.Meta?.Total > count)) yield break;
                link = $"page={asked.Count + 1}&per_page={pageLength}";
            }

            var next = Filtered(request.Query, link);

            // Invalid links are tolerated if the list is complete by its own count.
            if ((page.Items.Count == 0 || asked.Contains(next)) && page.Meta?.Total <= count) yield break;

            query = asked.Count < MaxPages ? next : query;
        }

        throw transport.Malformed(request, HttpStatusCode.OK, "the links to the next page form a loop or never end");
    }

    /// <summary>The query of the next page. Only the query of the link is used: its host is always the public API, whatever the base address is.</summary>
    /// <returns>The escaped query, or null when this page is the last.</returns>
    public static string? NextQuery(string? link, int pageLength)
    {
        var start = link?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (start < 0) return null;

        var query = link![(start + 1)..].Split('#')[0];
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!pairs.Any(pair => pair.StartsWith("page=", StringComparison.Ordinal) || pair.StartsWith("page_token=", StringComparison.Ordinal)))
        {
            return null;
        }

        // Without the page length, a page number would mean different items.
        var length = pairs.Any(pair => pair.StartsWith("per_page=", StringComparison.Ordinal)) ? [] : new[] { $"per_page={pageLength}" };
        return string.Join('&', pairs.Concat(length).Select(EscapeStray));
    }

    /// <summary>Adds the filters whose names a query does not hold yet.</summary>
    private static string Filtered(string filter, string query)
    {
        var named = query.Split('&').Select(Name).ToHashSet(StringComparer.Ordinal);
        return string.Join('&', filter.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !named.Contains(Name(pair))).Append(query));
    }

    private static string Name(string pair) => pair.Split('=')[0];

    /// <summary>Escapes what no address may hold, and leaves alone what is escaped already.</summary>
    private static string EscapeStray(string pair) =>
        string.Concat(pair.Select(character => char.IsAscii(character) && !char.IsControl(character) && character != ' '
            ? character.ToString()
            : Uri.EscapeDataString(character.ToString())));
}
