using System.Net;
using Microsoft.Extensions.Time.Testing;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

public sealed class RequestThrottleTests
{
    private static readonly ApiOperation Start = ApiOperation.PostOnce("/v2/start", "registry:update");

    private const string Registry = """{"registry":{"name":"reg"}}""";

    [Fact]
    public async Task Requests_are_spaced_evenly_over_all_callers_and_in_their_order()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(2, 4, time);
        var waits = Enumerable.Range(0, 4).Select(_ => gate.EnterAsync(null, again: false, operation: null, default)).ToArray();
        for (var next = 0; next < waits.Length; next++)
        {
            await waits[next];
            Assert.All(waits[(next + 1)..], wait => Assert.False(wait.IsCompleted));
            time.Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_place_to_the_next()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(1, 4, time);
        using var stop = new CancellationTokenSource();
        await gate.EnterAsync(null, again: false, operation: null, default);
        var (leaving, next) = (gate.EnterAsync(null, again: false, operation: null, stop.Token), gate.EnterAsync(null, again: false, operation: null, default));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        time.Advance(TimeSpan.FromSeconds(1));
        await next;
    }

    [Fact]
    public async Task Who_was_refused_goes_before_those_who_were_not_in_the_order_of_the_refusals()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(1, 4, time);
        await gate.EnterAsync(null, again: false, operation: null, default);
        var order = new List<string>();
        var all = Task.WhenAll(new[] { "new", "refused first", "refused second", "newest" }.Select(async name =>
        {
            await gate.EnterAsync(null, again: name.StartsWith("refused", StringComparison.Ordinal), operation: null, default);
            lock (order) order.Add(name);
        }));

        for (var gone = 1; gone <= 4; gone++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await WaitForAsync(() =>
            {
                lock (order) return order.Count == gone;
            });
        }

        await all;
        Assert.Equal(["refused first", "refused second", "new", "newest"], order);
    }

    [Fact]
    public void Zero_switches_the_own_limit_off()
    {
        using var gate = new RequestThrottle(0, 4, TestClient.FakeTime());
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(gate.EnterAsync(null, again: false, operation: null, default).IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Repetitions_wait_for_their_place_too()
    {
        var time = new EagerTime();
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.InternalServerError, "") };
        using var client = TestClient.Of(api, time, TestClient.Options with { RequestsPerSecond = 0.1, RetryMax = 1 });
        await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal([1, 9], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task One_refusal_holds_all_callers_back_until_the_reset_and_then_lets_them_through_one_by_one()
    {
        var time = TestClient.FakeTime();
        var api = new LimitedApi(time, perMinute: 250);
        var pauses = new List<RateLimitPause>();
        using var client = TestClient.Of(api.Stub, time, pauses: pauses.Add);
        for (var i = 0; i < 250; i++) await client.Registries.GetAsync("reg");

        var calls = Enumerable.Range(0, 50).Select(_ => client.Registries.GetAsync("reg")).ToList();
        await WaitForAsync(() => pauses.Count == 1);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(calls, call => Assert.False(call.IsCompleted));

        await PassAsync(time, TimeSpan.FromMilliseconds(100), Task.WhenAll(calls));

        // 225 a minute: the last of 50 goes 13.1 seconds after the reset, or later, as this test lets the time pass.
        Assert.True(time.GetUtcNow() - EagerTime.Start >= TimeSpan.FromSeconds(73), $"{time.GetUtcNow()}");
        Assert.Equal(250 + 50, api.Accepted);
        Assert.InRange(api.Refused, 1, 50);
        Assert.Equal([EagerTime.Start.AddMinutes(1)], pauses.Select(pause => pause.Until));
        Assert.Equal(225, pauses[0].RequestsPerMinute, 1);
    }

    [Fact]
    public async Task A_large_work_takes_longer_and_does_not_fail_under_either_limit()
    {
        var time = new EagerTime();
        var api = new LimitedApi(time, perMinute: 20, perHour: 400);

        // A request that is under way for a moment may miss minutes of this clock, and be refused more often than it would be by any chance.
        using var client = TestClient.Of(api.Stub, time, TestClient.Options with { RetryMax = 50 });
        using var deadline = client.BeginDeadline(TimeSpan.FromHours(5));

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, cancellation) => await client.Registries.GetAsync("reg", cancellation));
        Assert.Equal(1000, api.Accepted);

        // How few are refused, RateLimiterStateTests tell: on this clock time passes while requests are under way.
        Assert.NotEqual(0, api.Refused);
    }

    [Fact]
    public async Task A_wait_that_the_deadline_cannot_survive_is_refused_without_a_request()
    {
        var time = TestClient.FakeTime();
        var api = new StubApi { Always = _ => Limited("60") };
        var closed = new TaskCompletionSource();
        using var client = TestClient.Of(api, time, pauses: _ => closed.SetResult());
        using var stop = new CancellationTokenSource();
        var patient = client.Registries.GetAsync("reg", stop.Token);
        await closed.Task;

        using (client.BeginDeadline(TimeSpan.FromSeconds(30)))
        {
            var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.DeleteAsync("reg"));
            Assert.Equal((FailureKind.NotSent, null, 0), (error.Kind, error.Status, error.Attempts));
            Assert.Contains("resets at 2026-08-01T12:01:00Z", error.Message, StringComparison.Ordinal);
        }

        Assert.Single(api.Requests);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient);
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_place_already_is_told_as_soon_as_the_wait_has_become_too_long()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(0.1, 4, time);
        var first = await gate.EnterAsync(null, again: false, operation: null, default);
        var waiting = gate.EnterAsync(OperationDeadline.Begin(time, TimeSpan.FromSeconds(30)), again: false, operation: null, default);
        Assert.False(waiting.IsCompleted);

        gate.Refuse(first, _ => new RateRefusal(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40), null));

        Assert.Equal(TimeSpan.FromSeconds(40), (await waiting).RefusedWait);
    }

    [Fact]
    public async Task A_request_that_is_sent_once_goes_first_and_keeps_the_distance()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(1, 4, time);
        await gate.EnterAsync(null, again: false, operation: null, default);
        var others = Enumerable.Range(0, 3).Select(number => gate.EnterAsync(null, again: number == 0, operation: null, default)).ToArray();
        var start = gate.EnterAsync(null, again: false, Start, default);
        Assert.False(start.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null((await start).RefusedWait);
        Assert.All(others, static other => Assert.False(other.IsCompleted));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_sent_once_does_not_wait_until_a_closed_gate_opens(bool waitsAlready)
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(0.1, 4, time);
        using var deadline = OperationDeadline.Begin(time, TimeSpan.FromHours(1));
        var first = await gate.EnterAsync(deadline, again: false, operation: null, default);
        var early = waitsAlready ? gate.EnterAsync(deadline, again: false, Start, default) : null;
        Assert.NotEqual(true, early?.IsCompleted);
        gate.Refuse(first, _ => new RateRefusal(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40), null));

        var start = await (early ?? gate.EnterAsync(deadline, again: false, Start, default));

        Assert.Equal(TimeSpan.FromSeconds(40), start.RefusedWait);
    }

    [Fact]
    public async Task A_request_that_is_sent_once_does_not_go_after_its_deadline_to_keep_the_distance()
    {
        var time = TestClient.FakeTime();
        using var gate = new RequestThrottle(0.1, 4, time);
        await gate.EnterAsync(null, again: false, operation: null, default);

        using var deadline = OperationDeadline.Begin(time, TimeSpan.FromSeconds(9));

        Assert.Equal(TimeSpan.FromSeconds(10), (await gate.EnterAsync(deadline, again: false, Start, default)).RefusedWait);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_reset_at_once()
    {
        var time = TestClient.FakeTime();
        using var stop = new CancellationTokenSource();
        var closed = new TaskCompletionSource();
        using var client = TestClient.Of(new StubApi { Always = _ => Limited("60") }, time, pauses: _ => closed.SetResult());
        var call = client.Registries.GetAsync("reg", stop.Token);
        await closed.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    public async Task An_API_that_refuses_everything_and_keeps_no_promise_is_believed_in_the_end(int retryMax, int requests)
    {
        var api = new StubApi { Always = _ => Limited("1") };
        using var client = TestClient.Of(api, new EagerTime(), TestClient.Options with { RetryMax = retryMax });
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal((requests, HttpStatusCode.TooManyRequests, requests), (api.Requests.Count, error.Status, error.Attempts));
    }

    [Fact]
    public async Task An_hourly_limit_is_waited_for_as_long_as_the_operation_may_take_and_asked_again_meanwhile()
    {
        var time = new EagerTime();
        var asked = 0;
        var api = new StubApi { Always = _ => ++asked <= 10 ? Hourly(time, EagerTime.Start.AddMinutes(20)) : StubApi.Answer(HttpStatusCode.OK, Registry) };
        using var client = TestClient.Of(api, time);
        using var deadline = client.BeginDeadline(TimeSpan.FromMinutes(30));

        await client.Registries.GetAsync("reg");

        Assert.Equal(Enumerable.Repeat(120.0, 10), time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_request_may_be_refused_more_often_than_it_may_fail_while_others_get_through()
    {
        DigitalOceanClient? client = null;
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.OK, Registry) };
        for (var i = 0; i < 20; i++)
        {
            api.Then(async (_, cancellation) =>
            {
                await client!.Registries.GetAsync("lucky", cancellation);
                return Limited("0");
            });
            api.Then(200, Registry);
        }

        using (client = TestClient.Of(api, new EagerTime(), TestClient.Options with { RetryMax = 2 }))
        {
            await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("unlucky"));
        }

        Assert.Equal(11, api.Requests.Count(request => request.Address.AbsolutePath.EndsWith("/unlucky", StringComparison.Ordinal)));
    }

    /// <summary>A service with DigitalOcean's two sliding windows.</summary>
    private sealed class LimitedApi
    {
        private readonly Queue<DateTimeOffset> _minute = new();
        private readonly Queue<DateTimeOffset> _hour = new();
        private readonly Lock _gate = new();
        private readonly TimeProvider _time;
        private readonly (int Minute, int Hour) _limits;

        public LimitedApi(TimeProvider time, int perMinute, int perHour = 5000)
        {
            (_time, _limits) = (time, (perMinute, perHour));
            Stub = new StubApi { Always = _ => Answer() };
        }

        public StubApi Stub { get; }

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        private HttpResponseMessage Answer()
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                while (_minute.TryPeek(out var oldest) && oldest <= now.AddMinutes(-1)) _minute.Dequeue();
                while (_hour.TryPeek(out var oldest) && oldest <= now.AddHours(-1)) _hour.Dequeue();
                if (_minute.Count >= _limits.Minute)
                {
                    Refused++;
                    return Limited(Math.Ceiling((_minute.Peek().AddMinutes(1) - now).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                if (_hour.Count >= _limits.Hour)
                {
                    Refused++;
                    return Hourly(_time, _hour.Peek().AddHours(1), _limits.Hour);
                }

                Accepted++;
                _minute.Enqueue(now);
                _hour.Enqueue(now);
                return StubApi.Answer(HttpStatusCode.OK, Registry);
            }
        }
    }

    private static HttpResponseMessage Limited(string retryAfter) => StubApi.Answer(
        HttpStatusCode.TooManyRequests, """{"id":"too_many_requests","message":"API rate limit exceeded."}""", with: answer =>
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            answer.Headers.Add("ratelimit-remaining", "0");
        });

    private static HttpResponseMessage Hourly(TimeProvider time, DateTimeOffset reset, int limit = 5000) => StubApi.Answer(
        HttpStatusCode.TooManyRequests, """{"id":"too_many_requests","message":"API rate limit exceeded."}""", with: answer =>
        {
            answer.Headers.Date = time.GetUtcNow();
            answer.Headers.Add("ratelimit-limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
            answer.Headers.Add("ratelimit-remaining", "0");
            answer.Headers.Add("ratelimit-reset", ((long)Math.Ceiling(reset.ToUnixTimeMilliseconds() / 1000.0)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        });

    /// <summary>Lets the time pass until work is done.</summary>
    private static async Task PassAsync(FakeTimeProvider time, TimeSpan step, Task work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(step);
            await Task.Yield();
        }

        await work;
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(1, TestContext.Current.CancellationToken);
    }
}
