using System.Text;

namespace Planton.DigitalOcean.Http;

/// <summary>One kind of call: what the API's description calls an operation, with the facts about it that hold for every use.</summary>
/// <param name="Template">The path with <c>{placeholders}</c>, as published.</param>
/// <param name="Scope">The token scopes it needs.</param>
/// <param name="IsIdempotent">Whether sending it twice has the same effect as sending it once.</param>
internal sealed record ApiOperation(HttpMethod Method, string Template, string Scope, bool IsIdempotent)
{
    /// <summary>
    /// Whether a call makes only one attempt, even if that certainly had no effect: after a wait the caller must decide again, since the request may
    /// no longer be right.
    /// </summary>
    public bool IsSentOnce { get; private init; }

    /// <summary>
    /// Whether it precedes calls that wait for the rate limit. A read for a decision and the request that follows from it must not be minutes apart
    /// because others are in the queue.
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

    /// <summary>Escapes one value as one segment, including slashes. The colon of a digest stays: it is legal there, and the API uses it.</summary>
    private static string Escape(string value, ReadOnlySpan<char> placeholder)
    {
        if (string.IsNullOrWhiteSpace(value) || value is "." or "..")
        {
            throw new InvalidPathSegmentException($"\"{value}\" cannot be used as {placeholder} in a path of the API.");
        }

        return Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal);
    }
}
