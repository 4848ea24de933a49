using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class AppTests
{
    [Fact]
    public async Task An_app_is_created_deployed_and_read()
    {
        await using var simulation = await Simulation.StartAsync();
        var created = await simulation.Post("/v2/apps", new { spec = AppFixture.Spec() });
        Assert.Equal(200, created.Status);
        var app = created.Json.GetProperty("app");
        Assert.Equal("PENDING_BUILD", app.GetProperty("pending_deployment").Text("phase"));
        Assert.False(app.TryGetProperty("active_deployment", out _));
        var id = app.Text("id");

        string[] places = ["pending_deployment", "in_progress_deployment", "active_deployment"];
        List<string> phases = [];
        for (var second = 0; second < 18; second++)
        {
            app = await simulation.AppAsync(id);
            phases.AddRange(places.Where(name => app.TryGetProperty(name, out _)).Select(name => app.GetProperty(name).Text("phase")));
            simulation.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["PENDING_BUILD", "BUILDING", "DEPLOYING", "ACTIVE"], phases.Distinct());
        Assert.Equal(18, phases.Count);
        Assert.Equal(("docr-gc", "fra", "Frankfurt"), (app.GetProperty("spec").Text("name"), app.GetProperty("region").Text("slug"), app.GetProperty("region").Text("label")));
        Assert.Equal(("2026-03-02T09:00:00Z", "2026-03-02T09:00:17Z"), (app.Text("created_at"), app.GetProperty("active_deployment").Text("updated_at")));
        Assert.Equal(simulation.Host.World.FindApp("docr-gc")!.Id, id);
    }

    [Fact]
    public async Task What_is_left_out_is_filled_in_and_what_is_unknown_is_kept()
    {
        await using var simulation = await Simulation.StartAsync();
        var spec = AppFixture.With("jobs/0/schedule/time_zone", null);
        spec.Remove("region");
        spec["maintenance"] = new JsonObject { ["enabled"] = false };
        AppFixture.Job(spec).Remove("instance_count");
        AppFixture.Job(spec)["termination"] = new JsonObject { ["grace_period_seconds"] = 5 };
        var read = (await simulation.AppAsync(await simulation.CreateAppAsync(spec))).GetProperty("spec");
        var job = read.GetProperty("jobs")[0];
        Assert.Equal(("nyc", "UTC", 1), (read.Text("region"), job.GetProperty("schedule").Text("time_zone"), job.GetProperty("instance_count").GetInt32()));
        Assert.Equal(5, job.GetProperty("termination").GetProperty("grace_period_seconds").GetInt32());
        Assert.Equal(2, read.GetProperty("alerts").GetArrayLength());
        Assert.False(read.GetProperty("maintenance").GetProperty("enabled").GetBoolean());

        simulation.Host.World.Behavior = new Behavior { FillInAppSpec = false };
        spec["name"] = "another";
        Assert.False((await simulation.AppAsync(await simulation.CreateAppAsync(spec))).GetProperty("spec").TryGetProperty("alerts", out _));
    }

    [Fact]
    public async Task Lists_have_pages_and_projects_on_request()
    {
        await using var simulation = await Simulation.StartAsync();
        foreach (var name in (string[])["gc-1", "gc-2", "gc-3"])
            await simulation.CreateAppAsync(AppFixture.Spec(name));
        var page = (await simulation.Get("/v2/apps?per_page=2&page=2&with_projects=true")).Json;
        var app = Assert.Single(page.GetProperty("apps").EnumerateArray());
        Assert.Equal(("gc-3", 3), (app.GetProperty("spec").Text("name"), page.GetProperty("meta").GetProperty("total").GetInt32()));
        Assert.Equal((await simulation.Get("/v2/projects")).Json.GetProperty("projects")[0].Text("id"), app.Text("project_id"));
        var first = (await simulation.Get("/v2/apps?per_page=2")).Json;
        Assert.EndsWith("/v2/apps?page=2&per_page=2", first.GetProperty("links").GetProperty("pages").Text("next"), StringComparison.Ordinal);
        Assert.False(first.GetProperty("apps")[0].TryGetProperty("project_id", out _));
    }

    [Theory]
    [InlineData(409, "conflict")]
    [InlineData(422, "unprocessable_entity")]
    public async Task A_name_is_taken_once(int status, string error)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.Behavior = new Behavior { DuplicateAppNameStatus = status };
        var id = await simulation.CreateAppAsync();
        var other = await simulation.CreateAppAsync(AppFixture.Spec("other"));
        var again = await simulation.Post("/v2/apps", new { spec = AppFixture.Spec() });
        Assert.Equal((status, error), (again.Status, again.ErrorId!));
        Assert.Equal(status, (await simulation.Put($"/v2/apps/{other}", new { spec = AppFixture.Spec() })).Status);
        Assert.Equal(200, (await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec() })).Status);
        Assert.Equal(200, (await simulation.Delete($"/v2/apps/{id}")).Status);
        Assert.Equal(200, (await simulation.Post("/v2/apps", new { spec = AppFixture.Spec() })).Status);
    }

    [Theory]
    [InlineData("name", "\"a\"", "name")]
    [InlineData("name", "\"Docr\"", "name")]
    [InlineData("name", "\"gc-\"", "name")]
    [InlineData("name", "\"a23456789012345678901234567890123\"", "name")]
    [InlineData("name", null, "name")]
    [InlineData("name", "7", "name")]
    [InlineData("region", "\"fra1\"", "region")]
    [InlineData("jobs", "[]", "services")]
    [InlineData("jobs", "[null]", "jobs[0]")]
    [InlineData("jobs", "{}", "jobs")]
    [InlineData("workers", """[{"name":"collect"}]""", "jobs[0].name")]
    [InlineData("envs", """[{"key":"2nd","value":"x"}]""", "envs.key")]
    [InlineData("jobs/0/name", "\"1st\"", "jobs[0].name")]
    [InlineData("jobs/0/kind", "\"CRON\"", "jobs[0].kind")]
    [InlineData("jobs/0/kind", "\"PRE_DEPLOY\"", "jobs[0].schedule")]
    [InlineData("jobs/0/schedule", null, "jobs[0].schedule")]
    [InlineData("jobs/0/schedule/cron", null, "jobs[0].schedule.cron")]
    [InlineData("jobs/0/schedule/cron", "\"@weekly\"", "jobs[0].schedule.cron")]
    [InlineData("jobs/0/schedule/cron", "\"0 0 3 * * 0\"", "jobs[0].schedule.cron")]
    [InlineData("jobs/0/schedule/cron", "\"0 3 * * 7\"", "jobs[0].schedule.cron")]
    [InlineData("jobs/0/schedule/time_zone", "\"Berlin\"", "jobs[0].schedule.time_zone")]
    [InlineData("jobs/0/schedule/time_zone", "\"+01:00\"", "jobs[0].schedule.time_zone")]
    [InlineData("jobs/0/timeout", "\"15\"", "jobs[0].timeout")]
    [InlineData("jobs/0/timeout", "\"0s\"", "jobs[0].timeout")]
    [InlineData("jobs/0/timeout", "\"1 hour\"", "jobs[0].timeout")]
    [InlineData("jobs/0/image", null, "jobs[0]")]
    [InlineData("jobs/0/git", """{"repo_clone_url":"https://example.com/x.git"}""", "jobs[0]")]
    [InlineData("jobs/0/image/registry_type", "\"QUAY\"", "jobs[0].image.registry_type")]
    [InlineData("jobs/0/image/registry_type", "\"DOCR\"", "jobs[0].image.registry")]
    [InlineData("jobs/0/image/registry", "\"\"", "jobs[0].image.registry")]
    [InlineData("jobs/0/image/repository", null, "jobs[0].image.repository")]
    [InlineData("jobs/0/image/digest", "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"", "jobs[0].image.digest")]
    [InlineData("jobs/0/instance_size_slug", "\"Big\"", "jobs[0].instance_size_slug")]
    [InlineData("jobs/0/instance_count", "0", "jobs[0].instance_count")]
    [InlineData("jobs/0/instance_count", "\"1\"", "jobs[0].instance_count")]
    [InlineData("jobs/0/alerts", "[{}]", "jobs[0].alerts")]
    [InlineData("jobs/0/envs/0/key", "\"A-B\"", "jobs[0].envs.key")]
    [InlineData("jobs/0/envs/0/scope", "\"ALWAYS\"", "jobs[0].envs.scope")]
    [InlineData("jobs/0/envs/0/type", "\"HIDDEN\"", "jobs[0].envs.type")]
    [InlineData("jobs/0/envs/0/value", null, "jobs[0].envs.value")]
    [InlineData("jobs/0/envs/0/value", "\"EV[1:abc:def]\"", "value")]
    [InlineData("jobs/0/envs", """[{"key":"A","value":"1"},{"key":"A","value":"2"}]""", "jobs[0].envs.key")]
    public async Task A_faulty_specification_is_refused_with_the_field(string path, string? json, string field)
    {
        await using var simulation = await Simulation.StartAsync();
        var refused = await simulation.Post("/v2/apps", new { spec = AppFixture.With(path, json) });
        Assert.Equal((400, "bad_request"), (refused.Status, refused.ErrorId!));
        Assert.Contains($"field \"{field}\":", refused.Json.Text("message"), StringComparison.Ordinal);
        Assert.Empty(simulation.Host.World.Apps);
        simulation.Host.World.Behavior = new Behavior { InvalidAppSpecStatus = 422 };
        Assert.Equal(422, (await simulation.Post("/v2/apps", new { spec = AppFixture.With(path, json) })).Status);
    }

    [Theory]
    [InlineData("region", null)]
    [InlineData("jobs/0/schedule/cron", "\"*/5 1-3,22 * JAN-mar MON\"")]
    [InlineData("jobs/0/schedule/time_zone", "\"America/New_York\"")]
    [InlineData("jobs/0/timeout", "\"21600s\"")]
    [InlineData("jobs/0/timeout", null)]
    [InlineData("jobs/0/instance_size_slug", "\"apps-d-32vcpu-128gb\"")]
    [InlineData("jobs/0/envs", "[]")]
    [InlineData("services", """[{"name":"web","image":{"registry_type":"DOCR","repository":"web"}}]""")]
    public async Task What_the_service_allows_is_accepted(string path, string? json)
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(200, (await simulation.Post("/v2/apps", new { spec = AppFixture.With(path, json) })).Status);
    }

    [Fact]
    public async Task Open_questions_about_specifications_are_switches()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.Behavior = new Behavior { AppNeedsMoreThanJobs = true, SundayMayBeSeven = true };
        Assert.Equal(400, (await simulation.Post("/v2/apps", new { spec = AppFixture.Spec() })).Status);
        var spec = AppFixture.Spec(cron: "0 3 * * 7");
        spec["services"] = JsonNode.Parse("""[{"name":"web"}]""");
        await simulation.CreateAppAsync(spec);
        simulation.Host.World.Behavior = new Behavior();
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 2, 0, 0, TimeSpan.Zero), simulation.Host.World.FindApp("docr-gc")!.NextRuns["collect"]);
    }

    [Theory]
    [InlineData("""{"spec":null}""")]
    [InlineData("""{"spec":[]}""")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_body_without_a_specification_is_refused(string body)
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(400, (await simulation.Post("/v2/apps", body)).Status);
    }

    [Fact]
    public async Task A_project_must_be_the_accounts()
    {
        await using var simulation = await Simulation.StartAsync();
        var project = (await simulation.Get("/v2/projects")).Json.GetProperty("projects")[0].Text("id");
        Assert.Equal(404, (await simulation.Post("/v2/apps", new { spec = AppFixture.Spec(), project_id = Guid.NewGuid() })).Status);
        Assert.Equal(200, (await simulation.Post("/v2/apps", new { spec = AppFixture.Spec(), project_id = project })).Status);
    }

    [Fact]
    public async Task An_update_replaces_the_specification_when_its_deployment_is_in_service()
    {
        await using var simulation = await Simulation.StartAsync();
        var id = await simulation.CreateAppAsync();
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = (await simulation.AppAsync(id)).GetProperty("active_deployment").Text("id");
        var updated = (await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(cron: "0 4 * * *") })).Json.GetProperty("app");
        Assert.Equal(("0 4 * * *", first), (updated.GetProperty("spec").GetProperty("jobs")[0].GetProperty("schedule").Text("cron"), updated.GetProperty("active_deployment").Text("id")));
        Assert.Equal("2026-03-02T09:01:00Z", updated.Text("updated_at"));
        var second = (await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(cron: "0 5 * * *") })).Json.GetProperty("app").GetProperty("pending_deployment").Text("id");
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, (await simulation.AppAsync(id)).GetProperty("active_deployment").Text("id"));
        Assert.Equal(["SUPERSEDED", "SUPERSEDED", "ACTIVE"], simulation.Host.World.FindApp(id)!.Deployments.Select(deployment => deployment.Phase));

        simulation.Host.World.Behavior = new Behavior { DeploymentsFail = true };
        await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(cron: "0 6 * * *") });
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, (await simulation.AppAsync(id)).GetProperty("active_deployment").Text("id"));
        Assert.Equal("ERROR", simulation.Host.World.FindApp(id)!.Deployments[^1].Phase);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var simulation = await Simulation.StartAsync();
        var id = await simulation.CreateAppAsync();
        Assert.Equal(id, (await simulation.Delete($"/v2/apps/{id}")).Json.Text("id"));
        Assert.Equal(404, (await simulation.Delete($"/v2/apps/{id}")).Status);
        Assert.Equal(404, (await simulation.Get($"/v2/apps/{id}")).Status);
        Assert.Equal(404, (await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec() })).Status);
        Assert.Equal(404, (await simulation.Get($"/v2/apps/{id}/job-invocations")).Status);
    }

    [Theory]
    [InlineData("GET", "/v2/apps", "app:read", 200)]
    [InlineData("GET", "/v2/apps", "registry:read", 403)]
    [InlineData("POST", "/v2/apps", "app:read app:update app:delete", 403)]
    [InlineData("PUT", "/v2/apps/x", "app:read app:create app:delete", 403)]
    [InlineData("DELETE", "/v2/apps/x", "app:read app:create app:update", 403)]
    [InlineData("GET", "/v2/apps/x/job-invocations", "app:create", 403)]
    [InlineData("GET", "/v2/apps/x/job-invocations/y", "app:read", 404)]
    [InlineData("POST", "/v2/apps/x/job-invocations/y/cancel", "app:read", 403)]
    public async Task Scopes_are_enforced(string method, string path, string scopes, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddToken("scoped", scopes.Split(' '));
        Assert.Equal(status, (await simulation.Send(method, path, token: "scoped")).Status);
    }

    [Fact]
    public async Task Faults_and_rate_limits_hold_for_apps_too()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { RateLimits = new Http.RateLimits(PerHour: 100, PerMinute: 3) });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.LoseAnswer, Method = "POST", Path = "/v2/apps", Count = 1 });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Path = "/v2/apps/*/job-invocations", Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => simulation.Post("/v2/apps", new { spec = AppFixture.Spec() }));
        var app = Assert.Single(simulation.Host.World.Apps);
        Assert.Equal(503, (await simulation.Get($"/v2/apps/{app.Id}/job-invocations")).Status);
        Assert.Equal(200, (await simulation.Get("/v2/apps")).Status);
        Assert.Equal(429, (await simulation.Get("/v2/apps")).Status);
    }
}
