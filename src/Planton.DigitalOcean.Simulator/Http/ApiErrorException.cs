namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>A request that is refused with the API's error body.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="id">The <c>id</c> of the error body, for example <c>not_found</c>.</param>
/// <param name="message">The <c>message</c> of the error body.</param>
#pragma warning disable CA1032 // Without status and id there is no error body; the usual constructors would allow that.
internal sealed class ApiErrorException(int status, string id, string message) : Exception(message)
#pragma warning restore CA1032
{
    public int Status { get; } = status;

    public string Id { get; } = id;

    public static ApiErrorException BadRequest(string message) => Of(400, message);

    public static ApiErrorException NotFound(string message = "The resource you requested could not be found.") => Of(404, message);

    public static ApiErrorException Conflict(string message) => Of(409, message);

    public static ApiErrorException PreconditionFailed(string message) => Of(412, message);

    public static ApiErrorException Unprocessable(string message) => Of(422, message);

    /// <summary>An error whose <c>id</c> is the one the API uses with that status.</summary>
    public static ApiErrorException Of(int status, string message) => new(status, IdOf(status), message);

    private static string IdOf(int status) => status switch
    {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        409 => "conflict",
        412 => "precondition_failed",
        422 => "unprocessable_entity",
        429 => "too_many_requests",
        503 => "service_unavailable",
        _ => "server_error",
    };
}
