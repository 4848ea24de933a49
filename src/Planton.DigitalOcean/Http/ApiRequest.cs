using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Planton.DigitalOcean.Http;

/// <summary>One request, ready to be sent to any base address.</summary>
/// <param name="Operation">What kind of call it is.</param>
/// <param name="Path">The escaped path, from <c>/v2</c> on.</param>
internal sealed record ApiRequest(ApiOperation Operation, string Path)
{
    /// <summary>The escaped query without its question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The body; null for none.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>The media type that is requested.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>The address, where it is not the path under the endpoint.</summary>
    public Uri? Address { get; init; }

    /// <summary>The bearer token, where it is not the client's own.</summary>
    public string? Token { get; init; }

    /// <summary>Values in the body that must be in no text, even where the API echoes them.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Method and path only: the query and the token of a request are nobody's business.</summary>
    public override string ToString() => $"{Operation.Method} {Path}";

    public ApiRequest With<T>(T body, JsonTypeInfo<T> shape) =>
        this with { Body = new RequestBody(JsonSerializer.SerializeToUtf8Bytes(body, shape), "application/json") };
}
