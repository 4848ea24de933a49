using System.Net;
using Planton.DigitalOcean;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class ApiFailureTests
{
    [Theory]
    [InlineData(401, "DIGITALOCEAN_TOKEN")]
    [InlineData(403, "scopes")]
    [InlineData(404, "a different team")]
    [InlineData(409, "Import it")]
    [InlineData(412, "does not meet a condition")]
    [InlineData(422, "rejected the request")]
    [InlineData(429, "Wait a minute")]
    public void Each_status_has_its_way_out(int status, string advice)
    {
        var text = ApiFailure.Explain(new ApiException(FailureKind.Refused, "POST", "/v2/registries", "no") { Status = (HttpStatusCode)status, Id = "some_id", RequestId = "req-1" });

        Assert.StartsWith($"The API returned {status} for POST /v2/registries: no", text, StringComparison.Ordinal);
        Assert.Contains("Error id: some_id\nRequest id: req-1\n\n", text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_api_says_of_scope_and_rate_limit_is_passed_on()
    {
        var scope = new ApiException(FailureKind.Refused, "GET", "/x", "no") { Status = HttpStatusCode.Forbidden, RequiredScope = "registry:read" };
        var limit = new ApiException(FailureKind.Refused, "GET", "/x", "no") { Status = HttpStatusCode.TooManyRequests, RateLimitReset = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero) };

        Assert.Contains("the scope registry:read", ApiFailure.Explain(scope), StringComparison.Ordinal);
        Assert.Contains("resets at 2026-03-02T10:00:00Z. Set requests_per_second, or lower -parallelism.", ApiFailure.Explain(limit), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_that_fails_has_no_effect_to_be_unsure_of()
    {
        var text = ApiFailure.Explain(new ApiException(FailureKind.Ambiguous, "GET", "/x", "broken") { Status = HttpStatusCode.BadGateway });

        Assert.Contains("Run again when the API is available.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("effect", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_leaves_the_advice_to_others()
    {
        var failure = new ApiException(FailureKind.Refused, "POST", "/x", "no") { Status = HttpStatusCode.Conflict, RequestId = "req-1" };

        Assert.Equal("The API returned 409 for POST /x: no\nRequest id: req-1", ApiFailure.Quote(failure));
    }

    [Theory]
    [InlineData(FailureKind.NotSent, null, "could not be reached")]
    [InlineData(FailureKind.Ambiguous, null, "may or may not have taken effect")]
    [InlineData(FailureKind.Ambiguous, 502, "may or may not have taken effect")]
    public void A_request_without_an_answer_says_what_that_means(FailureKind kind, int? status, string advice)
    {
        var failure = new ApiException(kind, "POST", "/x", "broken") { Status = (HttpStatusCode?)status };

        Assert.Contains(advice, ApiFailure.Explain(failure), StringComparison.Ordinal);
        Assert.Equal("Creating it failed", ApiFailure.Describe(failure, "Creating it").Summary);
    }
}
