using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class AppSecretTests
{
    [Fact]
    public async Task Secrets_are_enciphered_when_they_are_first_sent_and_shown_nowhere()
    {
        await using var simulation = await Simulation.StartAsync();
        var spec = AppFixture.Spec();
        spec["envs"] = JsonNode.Parse("""[{"key":"SHARED","value":"shared-secret","type":"SECRET"},{"key":"PLAIN","value":"EV[plain"}]""");
        AppFixture.Job(spec)["image"]!["registry_credentials"] = "robot:registry-secret";
        var id = await simulation.CreateAppAsync(spec);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        string[] shown =
        [
            (await simulation.Get($"/v2/apps/{id}")).Text,
            (await simulation.Get("/v2/apps")).Text,
            (await simulation.Get("/_simulator/state")).Text,
        ];
        Assert.All(shown, text =>
        {
            Assert.DoesNotMatch($"{AppFixture.Secret}|shared-secret|registry-secret", text);
            Assert.Equal(3, text.Split("\"EV[1:").Skip(1).Select(part => part.Split('"')[0]).Distinct().Count());
            Assert.Contains("EV[plain", text, StringComparison.Ordinal);
        });
        Assert.Matches(@"^EV\[1:[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+\]$", AppFixture.Env(await simulation.AppAsync(id)).Text("value"));
    }

    [Fact]
    public async Task Cipher_text_that_is_sent_back_keeps_the_secret_and_new_text_replaces_it()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        simulation.Host.World.AddToken("token");
        simulation.Host.World.AddToken(AppFixture.Secret, "registry:read", "registry:update");
        var id = await simulation.CreateAppAsync();
        var cipher = AppFixture.Env(await simulation.AppAsync(id)).Text("value");

        var kept = await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(cron: "0 3 * * *", token: cipher) });
        Assert.Equal(cipher, AppFixture.Env(kept.Json.GetProperty("app")).Text("value"));
        Assert.Equal("SUCCEEDED", await RunAsync(simulation));

        var replaced = await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(token: "another-token") });
        Assert.NotEqual(cipher, AppFixture.Env(replaced.Json.GetProperty("app")).Text("value"));
        Assert.Equal("FAILED", await RunAsync(simulation));

        var again = await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec() });
        Assert.NotEqual(cipher, AppFixture.Env(again.Json.GetProperty("app")).Text("value"));
        Assert.Equal("SUCCEEDED", await RunAsync(simulation));
    }

    [Fact]
    public async Task Cipher_text_of_another_app_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var cipher = AppFixture.Env(await simulation.AppAsync(await simulation.CreateAppAsync())).Text("value");
        Assert.Equal(400, (await simulation.Post("/v2/apps", new { spec = AppFixture.Spec("other", token: cipher) })).Status);
    }

    [Fact]
    public async Task Logs_of_jobs_tell_what_went_wrong_and_not_the_token()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddToken("token");
        var id = await simulation.CreateAppAsync();
        Assert.Equal("FAILED", await RunAsync(simulation));
        var invocation = Assert.Single(await simulation.InvocationsAsync(id)).Text("id");
        var logs = await simulation.Get($"/v2/apps/{id}/jobs/collect/invocations/{invocation}/logs?type=RUN");
        var url = logs.Json.GetProperty("historic_urls")[0].GetString()!;
        var log = await simulation.Send("GET", url, token: "");
        Assert.Equal(("text/plain; charset=utf-8", 200), (log.Headers["content-type"], log.Status));
        Assert.Contains("401", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AppFixture.Secret, log.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await simulation.Get($"/v2/apps/{id}/jobs/other/invocations/{invocation}/logs")).Status);
        Assert.Equal(404, (await simulation.Get($"/_simulator/apps/{id}/job-invocations/none/log")).Status);
    }

    /// <summary>Lets the newest deployment come into service, and somebody start the job.</summary>
    private static async Task<string> RunAsync(Simulation simulation)
    {
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var run = (await simulation.Post("/_simulator/apps/docr-gc/jobs/collect/run")).Json;
        Assert.True(run.GetProperty("is_manual").GetBoolean());
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        return simulation.Host.World.FindApp("docr-gc")!.Invocations[^1].Phase;
    }
}
