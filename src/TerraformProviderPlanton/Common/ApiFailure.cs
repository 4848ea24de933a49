using System.Net;
using System.Text;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>Describes a failed API call to the user: what failed, the API's message and request id, what to do now.</summary>
internal static class ApiFailure
{
    public static Diagnostic Describe(ApiException failure, string action) =>
        new(DiagnosticSeverity.Error, $"{action} failed", Explain(failure));

    /// <summary>The API's message, the ids that support needs, and what to do.</summary>
    /// <param name="failure">The failed call.</param>
    public static string Explain(ApiException failure) => Advice(failure) is { } advice ? $"{Quote(failure)}\n\n{advice}" : Quote(failure);

    /// <summary>The API's message and the ids that support needs, for a text that knows better what to do.</summary>
    public static string Quote(ApiException failure)
    {
        var text = new StringBuilder();
        text.Append(failure.Status is { } status
            ? $"The API returned {(int)status} for {failure.Method} {failure.Path}: {failure.ApiMessage}"
            : $"{failure.Method} {failure.Path} failed: {failure.ApiMessage}");
        if (failure.Id is { } id) text.Append($"\nError id: {id}");
        if (failure.RequestId is { } request) text.Append($"\nRequest id: {request}");
        return text.ToString();
    }

    private static string? Advice(ApiException failure) => failure.Status switch
    {
        HttpStatusCode.Unauthorized =>
            "The API rejected the token: it is wrong, expired or revoked. Check the provider argument \"token\" and the environment variables "
            + "DIGITALOCEAN_TOKEN and DIGITALOCEAN_ACCESS_TOKEN.",
        HttpStatusCode.Forbidden when failure.RequiredScope is { } scope =>
            $"The token needs the scope {scope} for this. Create a token that has it, and check that the account is not locked.",
        HttpStatusCode.Forbidden => "The token does not have permission for this. Check its scopes, and that the account is not locked.",
        HttpStatusCode.NotFound when failure.Kind == FailureKind.Malformed =>
            "Run again. If this persists and the name contains a slash, check that no proxy decodes %2F in the path of requests.",
        HttpStatusCode.NotFound => "The object does not exist, or it belongs to a different team than the token.",
        HttpStatusCode.Conflict => "The object already exists or is in use. Import it, or choose another name.",
        HttpStatusCode.PreconditionFailed => "The account does not meet a condition of this request; the API's message above says which. Change that first, then run again.",
        HttpStatusCode.UnprocessableEntity => "The API rejected the request. Correct what its message above names, then run again.",
        HttpStatusCode.TooManyRequests or null when failure.RateLimitReset is { } reset =>
            $"The token's rate limit is exhausted; it resets at {Rfc3339.FormatSeconds(reset)}. Set requests_per_second, or lower -parallelism.",
        HttpStatusCode.TooManyRequests => "The token's rate limit is exhausted. Wait a minute, set requests_per_second, or lower -parallelism.",
        null when failure.Kind == FailureKind.NotSent => "The API could not be reached. Check the network, the proxy settings and the provider argument \"api_endpoint\".",
        _ when failure.Kind == FailureKind.Ambiguous && failure.Method == "GET" => "Run again when the API is available.",
        _ when failure.Kind == FailureKind.Ambiguous => "The request may or may not have taken effect. Run again: what already exists is looked up first.",
        _ => null,
    };
}
