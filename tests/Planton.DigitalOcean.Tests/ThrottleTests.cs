using System.Net;

namespace Planton.DigitalOcean.Tests;

public sealed class ThrottleTests
{
    [Fact]
    public async Task Requests_are_spaced_evenly_over_all_callers()
    {
        var time = TestClient.FakeTime();
        var throttle = new Throttle(2, time);
        var waits = Enumerable.Range(0, 4).Select(_ => throttle.WaitAsync(default)).ToArray();
        for (var passed = 1; passed <= waits.Length; passed++)
        {
            Assert.Equal(passed, waits.Count(wait => wait.IsCompleted));
            await waits[passed - 1];
            time.Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    [Fact]
    public async Task Idle_time_is_not_saved_up()
    {
        var time = TestClient.FakeTime();
        var throttle = new Throttle(1, time);
        await throttle.WaitAsync(default);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(throttle.WaitAsync(default).IsCompleted);
        Assert.False(throttle.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public void Zero_switches_it_off()
    {
        var throttle = new Throttle(0, TestClient.FakeTime());
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(throttle.WaitAsync(default).IsCompleted));
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
}
