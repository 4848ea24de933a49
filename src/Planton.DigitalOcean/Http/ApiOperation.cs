using System.Text;

namespace Planton.DigitalOcean.Http;

/// <summary>One kind of call: what the API's description calls an operation, with the facts about it that hold for every use.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with <c>{placeholders}</c>, as published.</param>
/// <param name="Scope">The token scopes it needs.</param>
/// <param name="IsIdempotent">Whether sending it twice has the effect of sending it once.</param>
internal sealed record ApiOperation(HttpMethod Method, string Template, string Scope, bool IsIdempotent)
{
    /// <summary>
    /// Whether one call is one attempt, also where an attempt surely had no effect: whoever asked has to decide again after a wait, since what
    /// was right to ask for before it need not be right after it.
    /// </summary>
    public bool IsSentOnce { get; private init; }

    /// <summary>
    /// Whether it goes before those that wait at the rate limit. What is read for a decision, and the request that follows from it, must not be
    /// minutes apart because others are in the line.
    /// </summary>
    public bool GoesFirst { get; init; }

    public static ApiOperation Get(string template, string scope) => new(HttpMethod.Get, template, scope, IsIdempotent: true);

    public static ApiOperation Put(string template, string scope) => new(HttpMethod.Put, template, scope, IsIdempotent: true);

    public static ApiOperation Delete(string template, string scope) => new(HttpMethod.Delete, template, scope, IsIdempotent: true);

    public static ApiOperation Post(string template, string scope) => new(HttpMethod.Post, template, scope, IsIdempotent: false);

    public static ApiOperation PostOnce(string template, string scope) => Post(template, scope) with { IsSentOnce = true, GoesFirst = true };

    /// <summary>A request of this kind.</summary>
    /// <param name="segments">The values of the placeholders, in order, not escaped.</param>
    /// <returns>The request without query and body.</returns>
    /// <exception cref="InvalidPathSegmentException">A value would turn the path into another one: it is empty, or a dot segment.</exception>
    public ApiRequest At(params ReadOnlySpan<string> segments)
    {
        var path = new StringBuilder();
        var rest = Template.AsSpan();
        foreach (var segment in segments)
        {
            var open = rest.IndexOf('{');
            path.Append(rest[..open]).Append(Escape(segment, rest[(open + 1)..rest.IndexOf('}')]));
            rest = rest[(rest.IndexOf('}') + 1)..];
        }

        return new ApiRequest(this, path.Append(rest).ToString());
    }

    /// <summary>
    /// Escapes one value as one segment, slashes included. The colon of a digest stays: it is legal there, and the API shows it so.
    /// </summary>
    private static string Escape(string value, ReadOnlySpan<char> placeholder)
    {
        if (string.IsNullOrWhiteSpace(value) || value is "." or "..")
        {
            throw new InvalidPathSegmentException($"\"{value}\" cannot stand for {placeholder} in a path of the API.");
        }

        return Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal);
    }
}
