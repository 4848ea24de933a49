using System.Text;
using System.Text.Json;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>An answer as a value, so that it can be logged, changed by a fault, or lost, before a byte is sent.</summary>
internal sealed record ApiReply(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    public const string JsonContentType = "application/json; charset=utf-8";

    public static ApiReply NoContent { get; } = new(StatusCodes.Status204NoContent, null, default);

    /// <summary>Headers beyond those every answer carries.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static ApiReply Ok<T>(T body) => Json(StatusCodes.Status200OK, body);

    public static ApiReply Created<T>(T body) => Json(StatusCodes.Status201Created, body);

    public static ApiReply Accepted<T>(T body) => Json(StatusCodes.Status202Accepted, body);

    public static ApiReply Control<T>(T body) =>
        new(StatusCodes.Status200OK, JsonContentType, JsonSerializer.SerializeToUtf8Bytes(body, SimulatorJson.Control));

    public static ApiReply Json<T>(int status, T body) =>
        new(status, JsonContentType, JsonSerializer.SerializeToUtf8Bytes(body, SimulatorJson.Api));

    public static ApiReply Raw(int status, ReadOnlyMemory<byte> json) => new(status, "application/json", json);

    public static ApiReply Text(int status, string contentType, string body) => new(status, contentType, Encoding.UTF8.GetBytes(body));

    public static ApiReply Error(int status, string id, string message, string requestId) =>
        Json(status, new ErrorBody(id, message, requestId));

    private sealed record ErrorBody(string Id, string Message, string RequestId);
}
