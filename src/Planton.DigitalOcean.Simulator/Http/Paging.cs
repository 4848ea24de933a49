using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>The part of a list that one request asks for, with the links and the total that go with it.</summary>
internal sealed class Paging
{
    private const int DefaultSize = 20;
    private const int LargestSize = 200;

    private readonly ApiRequest _request;
    private readonly string _baseUrl;
    private readonly bool _byToken;
    private readonly int _number;
    private readonly int _size;

    private Paging(ApiRequest request, string baseUrl, bool byToken)
    {
        _request = request;
        _baseUrl = baseUrl;
        _byToken = byToken;
        _size = Math.Clamp(Number("per_page", DefaultSize), 1, LargestSize);
        _number = byToken && request.Query.TryGetValue("page_token", out var token) && token.ToString() is { Length: > 0 } text
            ? PageOf(text)
            : Math.Max(Number("page", 1), 1);
    }

    /// <summary>Paging by <c>page</c> and <c>per_page</c>; a size above 200 counts as 200.</summary>
    public static Paging Of(ApiRequest request, string? baseUrl) => new(request, baseUrl ?? request.BaseUrl, byToken: false);

    /// <summary>The same, with an opaque <c>page_token</c> that wins over <c>page</c>.</summary>
    /// <exception cref="ApiErrorException">400: the token was not issued here.</exception>
    public static Paging WithTokens(ApiRequest request, string? baseUrl) => new(request, baseUrl ?? request.BaseUrl, byToken: true);

    public List<T> Cut<T>(IReadOnlyCollection<T> all) =>
        [.. all.Skip((int)Math.Min((_number - 1L) * _size, int.MaxValue)).Take(_size)];

    public PageLinks Links(int total)
    {
        var last = Math.Max(1, ((total - 1) / _size) + 1);
        if (last == 1 && _number == 1) return new PageLinks(null);
        return new PageLinks(new Pages(
            First: _number > 1 ? Url(1) : null,
            Prev: _number > 1 ? Url(Math.Min(_number - 1, last)) : null,
            Next: _number < last ? Url(_number + 1) : null,
            Last: _number < last ? Url(last) : null));
    }

    private static int PageOf(string token)
    {
        var buffer = new byte[token.Length];
        return Convert.TryFromBase64String(token, buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length) is var text
            && text.StartsWith("page=", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page > 0
            ? page
            : throw ApiErrorException.BadRequest("invalid page token");
    }

    private int Number(string name, int fallback) =>
        int.TryParse(_request.Query.GetValueOrDefault(name).ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : fallback;

    private string Url(int page)
    {
        var token = _byToken
            ? $"&page_token={Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes($"page={page}")))}"
            : "";
        return $"{_baseUrl}{_request.Path}?page={page}{token}&per_page={_size}";
    }
}

/// <summary>The <c>links</c> member of a list; empty when everything fits on one page.</summary>
internal sealed record PageLinks([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Pages? Pages);

/// <summary>Absolute URLs of other pages; a missing one means there is no such page.</summary>
internal sealed record Pages(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? First,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Prev,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Last);

/// <summary>The <c>meta</c> member of a list.</summary>
internal sealed record PageMeta(int Total);
