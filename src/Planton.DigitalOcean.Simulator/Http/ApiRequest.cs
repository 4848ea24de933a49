using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>
/// A request, read completely. The path is the one on the wire, not the server's decoded form: an encoded slash in a
/// repository name must stay part of its segment.
/// </summary>
internal sealed class ApiRequest
{
    private IReadOnlyDictionary<string, string> _pathValues = new Dictionary<string, string>(StringComparer.Ordinal);

    public required string Method { get; init; }

    /// <summary>The path as sent, still escaped, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query as sent, with its question mark, or empty.</summary>
    public required string QueryText { get; init; }

    public required IReadOnlyDictionary<string, StringValues> Query { get; init; }

    public required string Body { get; init; }

    /// <summary>The bearer token, trimmed; null when there is none.</summary>
    public required string? Token { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>The <c>Accept</c> header, or empty.</summary>
    public required string Accept { get; init; }

    /// <summary>Scheme and host as the caller knows them: the base of paging links.</summary>
    public required string BaseUrl { get; init; }

    public required string RequestId { get; init; }

    public static async Task<ApiRequest> ReadAsync(HttpContext context, string requestId)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var pathAndQuery = target.StartsWith('/') ? target : context.Request.Path + context.Request.QueryString;
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : pathAndQuery[question..];
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return new ApiRequest
        {
            Method = context.Request.Method,
            Path = question < 0 ? pathAndQuery : pathAndQuery[..question],
            QueryText = query,
            Query = QueryHelpers.ParseQuery(query),
            Body = await reader.ReadToEndAsync(context.RequestAborted),
            Token = BearerToken(context.Request.Headers.Authorization.ToString()),
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            Accept = context.Request.Headers.Accept.ToString(),
            BaseUrl = $"{context.Request.Scheme}://{context.Request.Host}",
            RequestId = requestId,
        };
    }

    /// <summary>A value of the route's template, unescaped.</summary>
    public string this[string name] => _pathValues[name];

    public void BindPath(IReadOnlyDictionary<string, string> values) => _pathValues = values;

    /// <summary>The body as an object of the API.</summary>
    /// <exception cref="ApiErrorException">400: the body is missing or not of that form.</exception>
    public T ReadBody<T>() where T : class =>
        ReadOptionalBody<T>() ?? throw ApiErrorException.BadRequest("error parsing request body");

    /// <summary>The body as an object of the API, or null when none was sent.</summary>
    /// <exception cref="ApiErrorException">400: the body is not of that form.</exception>
    public T? ReadOptionalBody<T>() where T : class => Parse<T>(SimulatorJson.Api, _ => "error parsing request body");

    /// <summary>The body of a control request, or null when none was sent.</summary>
    /// <exception cref="ApiErrorException">400: the body is not of that form; the message says where.</exception>
    public T? ReadControlBody<T>() where T : class => Parse<T>(SimulatorJson.Control, fault => fault.Message);

    /// <summary>The body of a control request.</summary>
    /// <exception cref="ApiErrorException">400: the body is missing or not of that form; the message says where.</exception>
    public T RequireControlBody<T>() where T : class => ReadControlBody<T>() ?? throw ApiErrorException.BadRequest("a body is required");

    private static string? BearerToken(string authorization)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = authorization[Scheme.Length..].Trim();
        return token.Length == 0 ? null : token;
    }

    private T? Parse<T>(JsonSerializerOptions options, Func<JsonException, string> message) where T : class
    {
        if (string.IsNullOrWhiteSpace(Body)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(Body, options);
        }
        catch (JsonException fault)
        {
            throw ApiErrorException.BadRequest(message(fault));
        }
    }
}
