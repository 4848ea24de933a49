using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class AppControlTests
{
    private const string Id = "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf";

    [Fact]
    public async Task A_seed_holds_apps_that_are_in_service()
    {
        await using var simulation = await Simulation.StartAsync();
        await SeedAsync(simulation);
        var app = await simulation.AppAsync(Id);
        Assert.Equal("ACTIVE", app.GetProperty("active_deployment").Text("phase"));
        Assert.Equal("2026-01-31T09:00:00Z", app.Text("created_at"));
        var runs = await simulation.InvocationsAsync(Id);
        Assert.Equal(["RUNNING", "SKIPPED", "FAILED", "SUCCEEDED"], runs.Select(run => run.Text("phase")));
        Assert.Equal(("2026-02-16T09:00:00Z", "2026-02-16T09:00:10Z"), (runs[^1].Text("created_at"), runs[^1].Text("completed_at")));
        Assert.Equal("MANUAL", runs[0].GetProperty("trigger").Text("type"));

        var state = (await simulation.Get("/_simulator/state")).Json.GetProperty("apps")[0];
        Assert.Equal("2026-03-08T02:00:00+00:00", state.GetProperty("next_runs").Text("collect"));
        Assert.Equal("no image", state.GetProperty("job_invocations")[1].Text("log"));
        Assert.Equal("ACTIVE", state.GetProperty("deployments")[0].Text("phase"));
        Assert.DoesNotContain(AppFixture.Secret, state.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_can_act_through_the_control_path()
    {
        await using var simulation = await Simulation.StartAsync();
        await SeedAsync(simulation);
        Assert.Equal(204, (await simulation.Put("/_simulator/apps/docr-gc", new { spec = AppFixture.Spec(cron: "0 4 * * *") })).Status);
        Assert.Equal(204, (await simulation.Post($"/_simulator/apps/{Id}/jobs/collect/script", """{"outcome":"SKIPPED"}""")).Status);
        Assert.Equal(204, (await simulation.Post($"/_simulator/apps/{Id}/jobs/collect/script", """{"outcome":"FAILED","log":"image cannot be pulled"}""")).Status);
        Assert.Equal(204, (await simulation.Post($"/_simulator/apps/{Id}/jobs/collect/script", """{"outcome":"RESTARTING"}""")).Status);
        Assert.Equal(204, (await simulation.Post($"/_simulator/apps/{Id}/job-invocations", """{"job":"collect","age":3600}""")).Status);
        simulation.Host.World.Behavior = new Behavior { OverlappingInvocationsAreSkipped = false };
        simulation.Host.Clock.Advance(TimeSpan.FromDays(3));
        var runs = simulation.Host.World.FindApp(Id)!.Invocations.TakeLast(5).ToList();
        Assert.Equal(["SUCCEEDED", "RUNNING", "SKIPPED", "FAILED", "RESTARTING"], runs.Select(run => run.Phase));
        Assert.Equal("image cannot be pulled", runs[3].Log);
        Assert.Equal((null, runs[2].CreatedAt), (runs[2].StartedAt, runs[2].CompletedAt!.Value));
        Assert.True(runs[4].IsActive);
        Assert.Equal("0 4 * * *", (await simulation.AppAsync(Id)).GetProperty("spec").GetProperty("jobs")[0].GetProperty("schedule").Text("cron"));
        Assert.Equal(0, simulation.Host.Requests.Count("PUT", null));
        Assert.Equal(204, (await simulation.Delete($"/_simulator/apps/{Id}")).Status);
        Assert.Equal(404, (await simulation.Get($"/v2/apps/{Id}")).Status);
    }

    [Theory]
    [InlineData("PUT", "apps/none", """{"spec":{}}""", 422)]
    [InlineData("PUT", "apps/docr-gc", """{"spec":{}}""", 422)]
    [InlineData("PUT", "apps/docr-gc", "", 400)]
    [InlineData("DELETE", "apps/none", "", 422)]
    [InlineData("POST", "apps/docr-gc/jobs/none/run", "", 422)]
    [InlineData("POST", "apps/docr-gc/jobs/collect/script", "", 400)]
    [InlineData("POST", "apps/docr-gc/jobs/collect/script", """{"result":"FAILED"}""", 400)]
    [InlineData("POST", "apps/docr-gc/job-invocations", """{"job":"none"}""", 422)]
    [InlineData("POST", "seed", """{"apps":[{}]}""", 400)]
    [InlineData("POST", "seed", """{"apps":[{"spec":{"name":"x"}}]}""", 422)]
    public async Task Mistakes_are_told(string method, string path, string body, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        await SeedAsync(simulation);
        Assert.Equal(status, (await simulation.Send(method, "/_simulator/" + path, body, token: "")).Status);
    }

    [Fact]
    public async Task A_reset_forgets_apps()
    {
        await using var simulation = await Simulation.StartAsync();
        await SeedAsync(simulation);
        await simulation.Post("/_simulator/reset");
        Assert.Empty(simulation.Host.World.Apps);
        simulation.Host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(200, (await simulation.Get("/v2/apps")).Status);
    }

    private static async Task SeedAsync(Simulation simulation)
    {
        var seed = $$"""
            {"apps":[{"id":"{{Id}}","spec":{{AppFixture.Spec().ToJsonString()}},"job_invocations":[
              {"job":"collect","age":"14.00:00:00"},{"job":"collect","age":"7.00:00:00","phase":"FAILED","log":"no image"},
              {"job":"collect","age":7200,"phase":"SKIPPED"},{"job":"collect","age":5,"phase":"RUNNING","is_manual":true}]}]}
            """;
        Assert.Equal(204, (await simulation.Post("/_simulator/seed", seed)).Status);
    }
}
