using System.Net;
using System.Text;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Common;

/// <summary>Words a failed API call for the user: what failed, the API's words and request id, what to do now.</summary>
internal static class ApiFailure
{
    public static Diagnostic Describe(ApiException failure, string action) =>
        new(DiagnosticSeverity.Error, $"{action} failed", Explain(failure));

    /// <summary>The API's words, the facts that support asks for, and the way out.</summary>
    /// <param name="failure">The failed call.</param>
    public static string Explain(ApiException failure)
    {
        var text = new StringBuilder();
        text.Append(failure.Status is { } status
            ? $"The API answered {(int)status} to {failure.Method} {failure.Path}: {failure.ApiMessage}"
            : $"{failure.Method} {failure.Path} did not succeed: {failure.ApiMessage}");
        if (failure.Id is { } id) text.Append($"\nError id: {id}");
        if (failure.RequestId is { } request) text.Append($"\nRequest id: {request}");
        if (Advice(failure) is { } advice) text.Append("\n\n").Append(advice);
        return text.ToString();
    }

    private static string? Advice(ApiException failure) => failure.Status switch
    {
        HttpStatusCode.Unauthorized =>
            "The token was not accepted: it is wrong, expired or revoked. Check the provider argument \"token\" and the environment variables "
            + "DIGITALOCEAN_TOKEN and DIGITALOCEAN_ACCESS_TOKEN.",
        HttpStatusCode.Forbidden when failure.RequiredScope is { } scope =>
            $"The token needs the scope {scope} for this. Make a token that has it, or check that the account is not locked.",
        HttpStatusCode.Forbidden => "The token may not do this. Check its scopes, and that the account is not locked.",
        HttpStatusCode.NotFound => "The API does not know it, or it belongs to another team than the token.",
        HttpStatusCode.Conflict => "It exists already or is in use. Import it, or choose another name.",
        HttpStatusCode.PreconditionFailed => "The account is not in the state that this needs; the API's words above say which. Change that first, then run again.",
        HttpStatusCode.UnprocessableEntity => "The API refuses the values. Correct what its words above name, then run again.",
        HttpStatusCode.TooManyRequests or null when failure.RateLimitReset is { } reset =>
            $"The token's rate limit is used up; it resets at {Rfc3339.FormatSeconds(reset)}. Lower requests_per_second or -parallelism.",
        HttpStatusCode.TooManyRequests => "The token's rate limit is used up. Wait a minute, or lower requests_per_second or -parallelism.",
        null when failure.Kind == FailureKind.NotSent => "The API could not be reached. Check the network, proxy settings and the provider argument \"api_endpoint\".",
        _ when failure.Kind == FailureKind.Ambiguous => "The request may or may not have taken effect. Run again: what exists is looked up first.",
        _ => null,
    };
}
