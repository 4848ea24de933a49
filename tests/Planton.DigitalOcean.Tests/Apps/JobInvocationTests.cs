using System.Globalization;
using System.Text.Json;
using Planton.DigitalOcean.Apps;

namespace Planton.DigitalOcean.Tests;

public sealed class JobInvocationTests
{
    private const string Invocation = """
        {"id":"i-1","job_name":"collect","deployment_id":"d-1","phase":"something new","created_at":"2026-03-01T02:00:00Z","started_at":"2026-03-01T02:00:05Z",
         "completed_at":"2026-03-01T02:00:10Z","trigger":{"type":"SCHEDULE","scheduled":{"schedule":{"cron":"0 3 * * 0","time_zone":"Europe/Berlin"}},"manual":null},
         "progress":{"steps":[{"name":"run","status":"ERROR"}]}}
        """;

    [Theory]
    [InlineData("""{"job_invocation":INVOCATION}""")]
    [InlineData("INVOCATION")]
    public async Task A_run_is_read_in_both_forms_of_the_answer(string body)
    {
        var api = new StubApi().Then(200, body.Replace("INVOCATION", Invocation, StringComparison.Ordinal));
        using var client = TestClient.Of(api);
        var run = (await client.Apps.FindInvocationAsync("a-1", "i-1"))!;
        Assert.Equal(
            new JobInvocation
            {
                Id = "i-1",
                JobName = "collect",
                DeploymentId = "d-1",
                Phase = "something new",
                CreatedAt = "2026-03-01T02:00:00Z",
                StartedAt = "2026-03-01T02:00:05Z",
                CompletedAt = "2026-03-01T02:00:10Z",
                Trigger = new JobInvocationTrigger
                {
                    Type = JobInvocationTriggers.Schedule,
                    Scheduled = new JobInvocationSchedule { Schedule = new AppJobSchedule { Cron = "0 3 * * 0", TimeZone = "Europe/Berlin" } },
                },
            },
            run);
        Assert.Equal(("GET", "/v2/apps/a-1/job-invocations/i-1"), (api.Requests[0].Method, api.Requests[0].PathAndQuery));
    }

    [Theory]
    [InlineData("""{"id":"i-1"}""")]
    [InlineData("""{"id":"i-1","job_name":null,"deployment_id":null,"phase":null,"trigger":null,"created_at":null,"started_at":null,"completed_at":null}""")]
    [InlineData("""{"id":"i-1","created_at":"0001-01-01T00:00:00Z","started_at":"0001-01-01T00:00:00Z","completed_at":"0001-01-01T00:00:00.000Z"}""")]
    public async Task Missing_null_and_zero_mean_the_same(string invocation)
    {
        using var client = TestClient.Of(new StubApi().Then(200, invocation).Then(200, $$$"""{"job_invocation":{{{invocation}}}}"""));
        Assert.Equal(new JobInvocation { Id = "i-1" }, await client.Apps.FindInvocationAsync("a-1", "i-1"));
        Assert.Equal(new JobInvocation { Id = "i-1" }, await client.Apps.FindInvocationAsync("a-1", "i-1"));
    }

    [Fact]
    public async Task An_unknown_run_is_no_error_and_an_answer_without_one_is()
    {
        using var client = TestClient.Of(new StubApi().Then(404).Then(200, """{"job_invocation":{}}""").Then(200, "{}"));
        Assert.Null(await client.Apps.FindInvocationAsync("a-1", "i-1"));
        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.Apps.FindInvocationAsync("a-1", "i-1"))).Kind);
        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.Apps.FindInvocationAsync("a-1", "i-1"))).Kind);
    }

    [Fact]
    public async Task A_run_is_cancelled_once_and_not_again_after_a_server_error()
    {
        var api = new StubApi().Then(200, Invocation).Then(404).Then(500);
        using var client = TestClient.Of(api);
        Assert.Equal("i-1", (await client.Apps.CancelInvocationAsync("a-1", "i-1"))?.Id);
        Assert.Null(await client.Apps.CancelInvocationAsync("a-1", "i-1"));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Apps.CancelInvocationAsync("a-1", "i-1"));
        Assert.Equal((FailureKind.Ambiguous, "app:update", 3), (error.Kind, error.RequiredScope, api.Requests.Count));
        Assert.Equal(("POST", "/v2/apps/a-1/job-invocations/i-1/cancel", null), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Theory]
    [InlineData(new string[0], "per_page=20")]
    [InlineData(new[] { "collect" }, "job_names=collect&per_page=20")]
    [InlineData(new[] { "a&b", "c" }, "job_names=a%26b&job_names=c&per_page=20")]
    public async Task The_jobs_are_asked_for_by_name(string[] jobs, string query)
    {
        var api = new StubApi().Then(200, Page([], next: null));
        using var client = TestClient.Of(api);
        Assert.Empty(await client.Apps.ListInvocationsAsync("a-1", jobs, limit: 5));
        Assert.Equal($"/v2/apps/a-1/job-invocations?{query}", Assert.Single(api.Requests).PathAndQuery);
    }

    [Theory]
    [InlineData("https://h/x?page=2&per_page=20", "job_names=collect&page=2&per_page=20")]
    [InlineData("https://h/x?job_names=collect&page=2&per_page=20", "job_names=collect&page=2&per_page=20")]
    [InlineData("https://h/x?page=2", "job_names=collect&page=2&per_page=20")]
    public async Task The_jobs_are_asked_for_on_every_page_whatever_the_links_say(string link, string query)
    {
        var api = new StubApi().Then(200, Page([9], link)).Then(200, Page([8], next: null));
        using var client = TestClient.Of(api);
        Assert.Equal(["i9", "i8"], (await client.Apps.ListInvocationsAsync("a-1", ["collect"], limit: 5)).Select(run => run.Id));
        Assert.EndsWith($"?{query}", api.Requests[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_come_newest_first_and_only_as_many_pages_are_read_as_needed()
    {
        var api = new StubApi().Then(200, Page([9, 8, 7], next: "https://h/x?page=2"));
        using var client = TestClient.Of(api);
        Assert.Equal(["i9", "i8"], (await client.Apps.ListInvocationsAsync("a-1", ["collect"], limit: 2)).Select(run => run.Id));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_list_in_another_order_is_read_to_its_end_before_the_newest_are_known()
    {
        var api = new StubApi().Then(200, Page([1, 2, 3], next: "https://h/x?page=2")).Then(200, Page([4, 5], next: null));
        using var client = TestClient.Of(api);
        Assert.Equal(["i5", "i4"], (await client.Apps.ListInvocationsAsync("a-1", ["collect"], limit: 2)).Select(run => run.Id));
    }

    [Fact]
    public async Task Runs_of_other_jobs_do_not_count_where_the_API_does_not_filter()
    {
        var api = new StubApi().Then(200, Page([9, 8], "https://h/x?page=2", job: "other")).Then(200, Page([7], next: null));
        using var client = TestClient.Of(api);
        Assert.Equal(["i7"], (await client.Apps.ListInvocationsAsync("a-1", ["collect"], limit: 1)).Select(run => run.Id));
    }

    [Theory]
    [InlineData("SUCCEEDED", true)]
    [InlineData("FAILED", true)]
    [InlineData("CANCELED", true)]
    [InlineData("SKIPPED", true)]
    [InlineData("PENDING", false)]
    [InlineData("RUNNING", false)]
    [InlineData("UNKNOWN", false)]
    [InlineData("something new", false)]
    [InlineData("succeeded", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Every_phase_but_four_means_running(string? phase, bool terminal) => Assert.Equal(terminal, JobInvocationPhases.IsTerminal(phase));

    private static string Page(int[] days, string? next, string job = "collect") => JsonSerializer.Serialize(new
    {
        job_invocations = days.Select(day => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"i{day}"),
            job_name = job,
            phase = "SUCCEEDED",
            created_at = string.Create(CultureInfo.InvariantCulture, $"2026-03-{day:00}T03:00:00Z"),
        }),
        links = new { pages = new { next } },
    });
}
