using System.Text.Json;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>Errors in the form that a Kubernetes API uses.</summary>
internal static class StatusReply
{
    public static ApiReply Of(int status, string message, string? continuation = null) => ApiReply.Raw(status, JsonSerializer.SerializeToUtf8Bytes(Json.Object(
        ("kind", "Status"),
        ("apiVersion", "v1"),
        ("metadata", Json.Object(("continue", continuation))),
        ("status", "Failure"),
        ("message", message),
        ("reason", Reason(status)),
        ("code", status))));

    private static string Reason(int status) => status switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        410 => "Expired",
        503 => "ServiceUnavailable",
        _ => "InternalError",
    };
}
