using System.Net;
using System.Security.Authentication;
using Planton.DigitalOcean.Http;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class RetryTests
{
    private const string Registry = """{"registry":{"name":"reg"}}""";

    private static readonly HttpRequestException Refused = new(HttpRequestError.ConnectionError, "Connection refused");
    private static readonly HttpRequestException NoName = new(HttpRequestError.NameResolutionError, "Name or service not known");
    private static readonly HttpRequestException Broken = new("An error occurred while sending the request.", new IOException("Connection reset by peer"));

    [Fact]
    public async Task A_read_is_repeated_until_it_succeeds_with_doubling_waits_that_the_rate_limit_does_not_count_in()
    {
        var time = new EagerTime();
        var api = new StubApi().Then(500).Then(502).Then(429).ThenFail(Broken).Then(200, Registry);
        using var client = TestClient.Of(api, time);
        Assert.Equal("reg", (await client.Registries.GetAsync("reg")).Name);
        Assert.Equal([1, 2, 1, 4], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Attempts_end_after_the_maximum_and_the_last_answer_is_told()
    {
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.BadGateway, "") };
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal(5, api.Requests.Count);
        Assert.Equal((HttpStatusCode.BadGateway, FailureKind.Ambiguous, 5), (error.Status, error.Kind, error.Attempts));
        Assert.Contains("5 attempts", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 8)]
    public async Task The_number_of_repetitions_is_a_setting(int retryMax, int requests)
    {
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.InternalServerError, "") };
        using var client = TestClient.Of(api, options: TestClient.Options with { RetryMax = retryMax });
        await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal(requests, api.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_start_of_garbage_collection_is_never_repeated_after_a_server_error(int status)
    {
        var api = new StubApi().Then(status);
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.GarbageCollections.StartAsync("reg", "unreferenced blobs only"));
        Assert.Single(api.Requests);
        Assert.Equal(FailureKind.Ambiguous, error.Kind);
    }

    [Fact]
    public async Task A_start_of_garbage_collection_whose_answer_is_lost_is_ambiguous_and_sent_once()
    {
        var api = new StubApi().ThenFail(Broken);
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.GarbageCollections.StartAsync("reg", "unreferenced blobs only"));
        Assert.Single(api.Requests);
        Assert.Equal((FailureKind.Ambiguous, null), (error.Kind, error.Status));
        Assert.Contains("Connection reset by peer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_repeated_while_there_is_no_connection_and_while_the_limit_refuses_it()
    {
        var api = new StubApi().ThenFail(Refused, afterSending: false).ThenFail(NoName, afterSending: false).Then(429).Then(201, Registry);
        using var client = TestClient.Of(api);
        Assert.Equal("reg", (await client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" })).Name);
        Assert.Equal(4, api.Requests.Count);
        Assert.All(api.Requests, request => Assert.Equal("""{"name":"reg"}""", request.Body));
    }

    [Fact]
    public async Task A_write_that_never_left_is_not_sent()
    {
        var api = new StubApi();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            api.ThenFail(Refused, afterSending: false);
        }

        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }));
        Assert.Equal(FailureKind.NotSent, error.Kind);
        Assert.Contains("cannot connect to api.example.test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_told_at_once()
    {
        var api = new StubApi().ThenFail(new HttpRequestException(
            HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("The remote certificate is invalid")), afterSending: false);
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Single(api.Requests);
        Assert.Equal(FailureKind.NotSent, error.Kind);
        Assert.Contains("The remote certificate is invalid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, true)]
    [InlineData(429, false)]
    public async Task A_registry_that_is_absent_at_the_second_attempt_was_deleted_by_the_first_if_that_had_any_effect(int first, bool deleted)
    {
        using var client = TestClient.Of(new StubApi().Then(first).Then(404));
        Assert.Equal(deleted, await client.Registries.DeleteAsync("reg"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_answer_stays_ambiguous_whatever_becomes_of_the_repetition(bool limited)
    {
        var api = new StubApi().ThenFail(Broken);
        if (limited)
        {
            api.Then(429).Then(429);
        }
        else
        {
            api.ThenFail(Refused, afterSending: false);
        }

        using var client = TestClient.Of(api, options: TestClient.Options with { RetryMax = 1 });
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.DeleteAsync("reg"));
        Assert.Equal((FailureKind.Ambiguous, true), (error.Kind, error.EarlierAttemptMayHaveTakenEffect));
    }

    [Fact]
    public async Task An_integration_that_is_absent_after_a_lost_answer_is_removed()
    {
        var api = new StubApi().ThenFail(Broken).Then(404);
        using var client = TestClient.Of(api);
        await client.Kubernetes.RemoveRegistryAsync("uuid", "reg");
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task Credentials_are_not_made_twice_after_a_lost_answer()
    {
        var api = new StubApi().Then(502);
        using var client = TestClient.Of(api);
        await Assert.ThrowsAsync<ApiException>(() => client.DockerCredentials.CreateAsync("reg", readWrite: false, expirySeconds: 60));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Retry_After_sets_the_wait_beyond_the_own_maximum()
    {
        var time = new EagerTime();
        var api = new StubApi().Then(429, with: RetryAfter("59")).Then(503, with: RetryAfter("3")).Then(500, with: RetryAfter("59")).Then(200, Registry);
        using var client = TestClient.Of(api, time);
        await client.Registries.GetAsync("reg");
        Assert.Equal([59, 3, 2], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_measured_by_the_servers_clock()
    {
        var time = new EagerTime();
        var api = new StubApi().Then(429, with: answer =>
        {
            answer.Headers.Date = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
            answer.Headers.TryAddWithoutValidation("Retry-After", "Tue, 01 Jan 2030 00:00:09 GMT");
        }).Then(200, Registry);
        using var client = TestClient.Of(api, time);
        await client.Registries.GetAsync("reg");
        Assert.Equal([9], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("99999999")]
    public async Task A_wait_beyond_reason_fails_at_once_and_says_until_when(string seconds)
    {
        var time = new EagerTime();
        using var client = TestClient.Of(new StubApi().Then(429, with: RetryAfter(seconds)), time);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Empty(time.Waits);
        Assert.Equal(FailureKind.Refused, error.Kind);
        Assert.Contains($"would have to wait for {seconds} s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_beyond_the_deadline_fails_at_once_and_says_when_the_limit_resets()
    {
        var time = new EagerTime();
        using var client = TestClient.Of(new StubApi().Then(429, with: RetryAfter("30")), time);
        using var deadline = client.BeginDeadline(TimeSpan.FromSeconds(20));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Empty(time.Waits);
        Assert.Equal(EagerTime.Start.AddSeconds(30), error.RateLimitReset);
        Assert.Contains("resets at 2026-08-01T12:00:30Z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nearest_of_several_deadlines_counts_and_ends_with_its_scope()
    {
        var time = new EagerTime();
        using var client = TestClient.Of(new StubApi().Then(500).Then(500).Then(200, Registry), time);
        using (client.BeginDeadline(TimeSpan.FromMilliseconds(500)))
        using (client.BeginDeadline(TimeSpan.FromHours(1)))
        {
            await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        }

        await client.Registries.GetAsync("reg");
        Assert.Single(time.Waits);
    }

    [Fact]
    public async Task An_hourly_limit_that_resets_too_late_is_told_at_once()
    {
        var time = new EagerTime();
        var api = new StubApi
        {
            Always = _ => StubApi.Answer(HttpStatusCode.TooManyRequests, """{"id":"too_many_requests","message":"API rate limit exceeded."}""", with: answer =>
            {
                answer.Headers.Add("ratelimit-limit", "5000");
                answer.Headers.Add("ratelimit-remaining", "0");
                answer.Headers.Add("ratelimit-reset", "1785589200");
            }),
        };
        using var client = TestClient.Of(api, time);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Empty(time.Waits);
        Assert.Single(api.Requests);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1785589200), error.RateLimitReset);
        Assert.Equal(new RateLimit(5000, 0, DateTimeOffset.FromUnixTimeSeconds(1785589200)), client.RateLimit);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_for_a_repetition()
    {
        var time = TestClient.FakeTime();
        var reached = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        using var client = TestClient.Of(new StubApi().Then(500), time, observer: _ => reached.TrySetResult());
        var call = client.Registries.GetAsync("reg", stop.Token);
        await reached.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_repeated_when_it_is_a_read()
    {
        var time = TestClient.FakeTime();
        var hanging = new TaskCompletionSource();
        var api = new StubApi().Then(async (_, cancellation) =>
        {
            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("The time-out did not reach the transport.");
        }).Then(200, Registry);
        using var client = TestClient.Of(api, time, TestClient.Options with { AttemptTimeout = TimeSpan.FromSeconds(60), RetryWaitMin = TimeSpan.Zero, RetryWaitMax = TimeSpan.Zero });
        var call = client.Registries.GetAsync("reg");
        await hanging.Task;
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("reg", (await call).Name);
    }

    [Theory]
    [InlineData(true, FailureKind.Ambiguous)]
    [InlineData(false, FailureKind.NotSent)]
    public async Task A_write_that_takes_too_long_is_ambiguous_only_if_it_was_sent(bool sent, FailureKind kind)
    {
        var time = TestClient.FakeTime();
        var hanging = new TaskCompletionSource();
        var api = new StubApi().Then(async (request, cancellation) =>
        {
            if (sent)
            {
                await request.Content!.ReadAsByteArrayAsync(cancellation);
            }

            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return null!;
        });
        using var client = TestClient.Of(api, time, TestClient.Options with { AttemptTimeout = TimeSpan.FromSeconds(60), RetryMax = 0 });
        var call = client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" });
        await hanging.Task;
        time.Advance(TimeSpan.FromSeconds(60));
        var error = await Assert.ThrowsAsync<ApiException>(() => call);
        Assert.Equal(kind, error.Kind);
        Assert.Contains("within 60 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"registry":{"name":"reg" """)]
    [InlineData("""{"registry":{"name":"r""")]
    [InlineData("{")]
    public async Task A_body_that_breaks_off_in_its_JSON_is_repeated_for_reads_and_ambiguous_for_writes(string half)
    {
        using var reading = TestClient.Of(new StubApi().Then(200, half).Then(200, Registry));
        Assert.Equal("reg", (await reading.Registries.GetAsync("reg")).Name);

        using var writing = TestClient.Of(new StubApi().Then(201, half));
        var error = await Assert.ThrowsAsync<ApiException>(() => writing.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }));
        Assert.Equal((FailureKind.Ambiguous, HttpStatusCode.Created), (error.Kind, error.Status));
    }

    [Fact]
    public async Task Every_attempt_is_observed_without_secrets()
    {
        var calls = new List<ApiCall>();
        var api = new StubApi().ThenFail(Refused, afterSending: false).Then(200, Registry, answer => answer.Headers.Add("x-request-id", "r-1"));
        using var client = TestClient.Of(api, observer: calls.Add);
        await client.Registries.GetAsync("reg");
        Assert.Equal([(null, 1, null), (HttpStatusCode.OK, 2, "r-1")], calls.Select(call => (call.Status, call.Attempt, call.RequestId)));
        Assert.All(calls, call => Assert.Equal(("GET", "/v2/registries/reg"), (call.Method, call.Path)));
        Assert.Contains("Connection refused", calls[0].Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClient.Token, string.Concat(calls), StringComparison.Ordinal);
    }

    private static Action<HttpResponseMessage> RetryAfter(string value) => answer => answer.Headers.TryAddWithoutValidation("Retry-After", value);
}
