using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("any", 200)]
    [InlineData("", 401)]
    public async Task Any_token_will_do_until_one_is_configured(string token, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(status, (await simulation.Send("GET", "/v2/account", token: token)).Status);
        simulation.Host.World.AddToken("good");
        Assert.Equal(401, (await simulation.Send("GET", "/v2/account", token: token)).Status);
        Assert.Equal(200, (await simulation.Send("GET", "/v2/account", token: "good")).Status);
    }

    [Theory]
    [InlineData("GET", "/v2/registries", "registry:read", 200)]
    [InlineData("GET", "/v2/registries", "account:read", 403)]
    [InlineData("GET", "/v2/registries/main/docker-credentials", "registry:read", 403)]
    [InlineData("GET", "/v2/registries/main/docker-credentials", "registry:read registry:update", 200)]
    [InlineData("DELETE", "/v2/registries/main", "registry:read registry:update", 403)]
    [InlineData("POST", "/v2/registries/main/garbage-collection", "registry:update", 201)]
    [InlineData("POST", "/v2/kubernetes/registries", "kubernetes:update", 403)]
    [InlineData("GET", "/v2/kubernetes/clusters", "kubernetes:read", 200)]
    public async Task Scopes_are_enforced_on_tokens_that_have_them(string method, string path, string scopes, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        simulation.Host.World.AddToken("scoped", scopes.Split(' '));
        var answer = await simulation.Send(method, path, token: "scoped");
        Assert.Equal(status, answer.Status);
        Assert.True(status != 403 || answer.ErrorId == "forbidden");
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", 404)]
    [InlineData("GET", "/v2/registries/", 404)]
    [InlineData("GET", "/V2/registries", 404)]
    [InlineData("PATCH", "/v2/registries", 405)]
    [InlineData("GET", "/", 404)]
    public async Task Unknown_routes_have_the_error_body(string method, string path, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        var answer = await simulation.Send(method, path);
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 404 ? "not_found" : "method_not_allowed", answer.ErrorId);
        Assert.Equal(answer.Headers["x-request-id"], answer.Json.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Every_answer_carries_identity_limits_and_the_simulated_date()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.Clock.Advance(TimeSpan.FromDays(100));
        foreach (var path in new[] { "/v2/account", "/v2/nothing" })
        {
            var headers = (await simulation.Get(path)).Headers;
            Assert.Equal("Wed, 10 Jun 2026 09:00:00 GMT", headers["date"]);
            Assert.Equal("5000", headers["ratelimit-limit"]);
            Assert.Contains("ratelimit-remaining", headers.Keys);
            Assert.Contains("ratelimit-reset", headers.Keys);
            Assert.True(Guid.TryParse(headers["x-request-id"], out _));
            Assert.StartsWith("application/json", headers["content-type"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_burst_limit_says_when_to_come_back()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { RateLimits = new RateLimits(PerHour: 100, PerMinute: 2) });
        await simulation.Get("/v2/account");
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(20));
        await simulation.Get("/v2/account");
        var refused = await simulation.Get("/v2/account");
        Assert.Equal((429, "too_many_requests", "40", "0"), (refused.Status, refused.ErrorId!, refused.Headers["retry-after"], refused.Headers["ratelimit-remaining"]));
        Assert.Equal(200, (await simulation.Send("GET", "/v2/account", token: "another")).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(200, (await simulation.Get("/v2/account")).Status);
    }

    [Fact]
    public async Task The_hourly_limit_slides_and_only_says_when_it_resets()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { RateLimits = new RateLimits(PerHour: 2, PerMinute: 100) });
        var start = simulation.Host.Clock.GetUtcNow();
        Assert.Equal("1", (await simulation.Get("/v2/account")).Headers["ratelimit-remaining"]);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("0", (await simulation.Get("/v2/account")).Headers["ratelimit-remaining"]);
        var refused = await simulation.Get("/v2/account");
        Assert.Equal(429, refused.Status);
        Assert.DoesNotContain("retry-after", refused.Headers.Keys);
        Assert.Equal($"{start.AddHours(1).ToUnixTimeSeconds()}", refused.Headers["ratelimit-reset"]);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(200, (await simulation.Get("/v2/account")).Status);
    }

    [Fact]
    public async Task Minute_and_hour_of_the_limits_can_be_shorter()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { RateLimits = new RateLimits(PerHour: 3, PerMinute: 2) { Minute = TimeSpan.FromSeconds(3) } });
        var start = simulation.Host.Clock.GetUtcNow();
        await simulation.Get("/v2/account");
        await simulation.Get("/v2/account");
        Assert.Equal("3", (await simulation.Get("/v2/account")).Headers["retry-after"]);
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(200, (await simulation.Get("/v2/account")).Status);
        var refused = await simulation.Get("/v2/account");
        Assert.Equal((429, $"{start.AddSeconds(180).ToUnixTimeSeconds()}"), (refused.Status, refused.Headers["ratelimit-reset"]));
        Assert.DoesNotContain("retry-after", refused.Headers.Keys);
    }

    [Fact]
    public async Task The_log_tells_which_requests_were_under_way_at_once()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions());
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(1), Path = "/v2/account", Count = 1 });
        var slow = simulation.Get("/v2/account");
        while (simulation.Host.Requests.All.Count == 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        await simulation.Get("/v2/regions");
        await slow;
        await simulation.Get("/v2/sizes");
        Assert.Equal([2, 2, 3], simulation.Host.Requests.All.Select(static request => request.AnsweredAfter));
    }

    [Theory]
    [InlineData("/v2/regions", "regions")]
    [InlineData("/v2/sizes", "sizes")]
    [InlineData("/v2/projects", "projects")]
    [InlineData("/v2/vpcs", "vpcs")]
    public async Task Lists_of_the_account_have_links_and_total(string path, string key)
    {
        await using var simulation = await Simulation.StartAsync();
        var json = (await simulation.Get(path)).Json;
        Assert.Equal(json.GetProperty("meta").GetProperty("total").GetInt32(), json.GetProperty(key).GetArrayLength());
        Assert.Equal("{}", json.GetProperty("links").GetRawText());
    }
}
