using System.Net;
using Planton.DigitalOcean;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

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
        Assert.Contains("resets at 2026-03-02T10:00:00Z", ApiFailure.Explain(limit), StringComparison.Ordinal);
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

public sealed class TierClaimsTests
{
    [Fact]
    public void Two_resources_that_ask_for_different_tiers_are_an_error_that_names_both()
    {
        var (claims, first, second) = (new TierClaims(), new DiagnosticList(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", isKept: false, first);
        claims.Claim("b", "tier", "professional", isKept: false, second);

        Assert.Empty(first);
        var error = Assert.Single(second);
        Assert.Contains("b sets the tier \"professional\", but a sets \"basic\"", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_conflict_of_resources_that_keep_what_they_have_is_a_warning(bool firstIsKept, bool secondIsKept, bool isError)
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", firstIsKept, diagnostics);
        claims.Claim("b", "tier", "professional", secondIsKept, diagnostics);

        Assert.Single(diagnostics);
        Assert.Equal(isError, diagnostics.HasErrors);
    }

    [Fact]
    public void Asking_twice_or_for_the_same_tier_is_no_conflict()
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("b", "tier", "basic", isKept: false, diagnostics);

        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Two_resources_of_one_name_that_ask_for_different_tiers_are_told_apart()
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("a", "tier", "professional", isKept: false, diagnostics);

        Assert.Contains("a sets the tier \"professional\", but another one sets \"basic\"", Assert.Single(diagnostics).Detail, StringComparison.Ordinal);
    }
}

public sealed class KeyedLockTests
{
    [Fact]
    public async Task One_at_a_time_holds_a_key_and_other_keys_are_free()
    {
        var gates = new KeyedLock();
        var first = await gates.EnterAsync("a", TestContext.Current.CancellationToken);
        var second = gates.EnterAsync("a", TestContext.Current.CancellationToken);
        using var other = await gates.EnterAsync("b", TestContext.Current.CancellationToken);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_holds_nothing()
    {
        var gates = new KeyedLock();
        using var patience = new CancellationTokenSource();
        var first = await gates.EnterAsync("a", patience.Token);
        var second = gates.EnterAsync("a", patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await gates.EnterAsync("a", CancellationToken.None)).Dispose();
    }
}

public sealed class Rfc3339Tests
{
    [Fact]
    public void Seconds_are_cut_and_not_rounded() =>
        Assert.Equal("2026-03-02T09:00:00Z", Rfc3339.FormatSeconds(new DateTimeOffset(2026, 3, 2, 9, 0, 0, 999, TimeSpan.Zero)));

    [Theory]
    [InlineData("2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01t03:00:00z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00+01:00", "2026-03-01T02:00:00Z")]
    [InlineData("2026-03-01T03:00:00-05:30", "2026-03-01T08:30:00Z")]
    [InlineData("2026-03-01T03:00:00-00:00", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00+23:59", "2026-02-28T03:01:00Z")]
    [InlineData("2026-03-01T03:00:00.5Z", "2026-03-01T03:00:00.5Z")]
    [InlineData("2026-03-02T09:00:00.000000058Z", "2026-03-02T09:00:00Z")]
    [InlineData("2026-03-02T09:00:00.530562231Z", "2026-03-02T09:00:00.5305622Z")]
    [InlineData("2026-03-01T03:00:00.0000000Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T02:59:59.99999999999999999999Z", "2026-03-01T02:59:59.9999999Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void A_time_in_the_form_of_the_standard_is_read_and_never_rounded_up(string text, string utc) => Assert.Equal(utc, Rfc3339.Format(Rfc3339.Parse(text)!.Value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("03:00")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T03:00:00")]
    [InlineData("2026-03-01T03:00Z")]
    [InlineData("2026-03-01 03:00:00Z")]
    [InlineData("2026-03-01T03:00:00 Z")]
    [InlineData(" 2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00Z\n")]
    [InlineData("2026-3-1T03:00:00Z")]
    [InlineData("26-03-01T03:00:00Z")]
    [InlineData("2026-02-29T03:00:00Z")]
    [InlineData("2026-13-01T03:00:00Z")]
    [InlineData("2026-00-01T03:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T03:60:00Z")]
    [InlineData("2026-06-30T23:59:60Z")]
    [InlineData("2026-03-01T03:00:00,5Z")]
    [InlineData("2026-03-01T03:00:00.Z")]
    [InlineData("2026-03-01T03:00:00+0100")]
    [InlineData("2026-03-01T03:00:00+1:00")]
    [InlineData("2026-03-01T03:00:00+24:00")]
    [InlineData("2026-03-01T03:00:00+01:60")]
    [InlineData("2026-03-01T03:00:00UTC")]
    [InlineData("٢٠٢٦-03-01T03:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("1772334000")]
    public void Any_other_form_is_none(string? text) => Assert.Null(Rfc3339.Parse(text));
}

public sealed class RunModelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_comes_back_from_state_as_it_went_in()
    {
        Run[] table =
        [
            new("u", "untagged manifests only", "succeeded", RunOrigin.Policy, Noon, Noon, Noon.AddMinutes(1), 3, 4),
            new("u", null, "something new", RunOrigin.External, null, Noon, Noon, null, null),
        ];

        foreach (var run in table) Assert.Equal(run, RunModel.From(run).ToRun());
    }

    [Fact]
    public void A_run_without_uuid_or_time_is_none()
    {
        Assert.Null(new RunModel { CreatedAt = "2026-03-02T12:00:00Z" }.ToRun());
        Assert.Null(new RunModel { Uuid = "u", CreatedAt = "soon" }.ToRun());
    }

    [Theory]
    [InlineData("failed", 5L, "failed")]
    [InlineData("cancelled", 5L, "cancelled")]
    [InlineData("succeeded", 0L, "freed nothing")]
    [InlineData("succeeded", 5L, null)]
    [InlineData("scanning manifests", 0L, null)]
    public void An_end_that_is_worth_a_word_is_a_warning(string status, long freed, string? words)
    {
        var diagnostics = new DiagnosticList();

        RunOutcome.Report("main", new("the-uuid", null, status, RunOrigin.Policy, null, Noon, Noon, 0, freed), diagnostics);

        if (words is null)
        {
            Assert.Empty(diagnostics);
            return;
        }

        var warning = Assert.Single(diagnostics);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Contains(words, warning.Summary, StringComparison.Ordinal);
        Assert.Contains("the-uuid", warning.Detail, StringComparison.Ordinal);
    }
}

public sealed class QuotedTests
{
    [Theory]
    [InlineData("Frankfurt", "\"Frankfurt\"")]
    [InlineData("", "\"\"")]
    [InlineData("Zürich", "\"Zürich\"")]
    [InlineData("a\nb", "The given text")]
    [InlineData("\u001b[31m", "The given text")]
    [InlineData("a\u202Eb", "The given text")]
    public void What_a_terminal_would_act_on_is_not_repeated(string text, string quoted) => Assert.Equal(quoted, Quoted.AtStart(text));

    [Fact]
    public void A_long_text_is_not_repeated() => Assert.Equal("the given text", Quoted.Within(new string('x', 65)));
}

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("region", "region", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("region", "regoin", 2)]
    [InlineData("regin", "region", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Each_insertion_removal_and_replacement_counts_one(string left, string right, int distance) => Assert.Equal(distance, EditDistance.Between(left, right));
}

public sealed class ApiLogTests
{
    [Fact]
    public void An_attempt_without_a_whole_answer_is_logged_with_its_reason()
    {
        using var log = new CapturedLog();

        new ApiLog(log).Write(new ApiCall("GET", "/v2/registries", null, TimeSpan.FromSeconds(2), 3, null, "cannot connect to api.example.test: Connection refused"));

        Assert.Contains("attempt 3, 2000 ms: cannot connect to api.example.test: Connection refused", log.Text, StringComparison.Ordinal);
        Assert.Contains("http_failure=cannot connect", log.Text, StringComparison.Ordinal);
    }
}
