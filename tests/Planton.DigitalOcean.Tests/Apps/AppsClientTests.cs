using System.Text.Json;
using Planton.DigitalOcean.Apps;

namespace Planton.DigitalOcean.Tests;

public sealed class AppsClientTests
{
    private const string Secret = "dop_v1_secret_of_the_job";
    private const string Named = """{"app":{"id":"a-1"}}""";

    private static readonly AppSpec Spec = new()
    {
        Name = "docr-gc",
        Region = "fra",
        Jobs =
        [
            new AppJob
            {
                Name = "collect",
                Kind = AppJobKinds.Scheduled,
                Schedule = new AppJobSchedule { Cron = "0 3 * * 0", TimeZone = "Europe/Berlin" },
                Timeout = "15m",
                Image = new AppImage { RegistryType = AppRegistryTypes.DockerHub, Registry = "digitalocean", Repository = "doctl", Tag = "latest" },
                RunCommand = "registry garbage-collection start reg --force",
                Envs = [new AppEnv { Key = "DIGITALOCEAN_ACCESS_TOKEN", Value = Secret, Scope = AppEnvScopes.RunTime, Type = AppEnvTypes.Secret }],
                InstanceSizeSlug = "apps-s-1vcpu-0.5gb",
                InstanceCount = 1,
                Alerts = [new AppAlert { Rule = AppAlertRules.JobInvocationFailed }],
            },
        ],
    };

    private static readonly string SpecOnTheWire = """
        {"name":"docr-gc","region":"fra","jobs":[{"name":"collect","kind":"SCHEDULED","schedule":{"cron":"0 3 * * 0","time_zone":"Europe/Berlin"},"timeout":"15m",
        "image":{"registry_type":"DOCKER_HUB","registry":"digitalocean","repository":"doctl","tag":"latest"},"run_command":"registry garbage-collection start reg --force",
        "envs":[{"key":"DIGITALOCEAN_ACCESS_TOKEN","value":"dop_v1_secret_of_the_job","scope":"RUN_TIME","type":"SECRET"}],"instance_size_slug":"apps-s-1vcpu-0.5gb",
        "instance_count":1,"alerts":[{"rule":"JOB_INVOCATION_FAILED"}]}]}
        """.ReplaceLineEndings("");

    [Fact]
    public async Task Superseded_deployments_are_the_newest_that_were_in_service()
    {
        var api = new StubApi().Then(200, """
            {"deployments":[
             {"id":"d-4","phase":"ACTIVE","created_at":"2026-08-04T00:00:00Z","spec":{"name":"a"}},
             {"id":"d-3","phase":"SUPERSEDED","created_at":"2026-08-03T00:00:00Z","spec":{"name":"a","services":[{"name":"web","image":{"registry_type":"DOCR","repository":"web","tag":"v3"}}]}},
             {"id":"d-2","phase":"ERROR","created_at":"2026-08-02T00:00:00Z"},
             {"id":"d-1","phase":"SUPERSEDED","created_at":"2026-08-01T00:00:00Z"},null],
             "links":{"pages":{"next":"https://api.digitalocean.com/v2/apps/a-1/deployments?page=2"}}}
            """);
        using var client = TestClient.Of(api);
        var deployments = await client.Apps.ListSupersededAsync("a-1", limit: 2);

        Assert.Equal(["d-3", "d-1"], deployments.Select(static deployment => deployment.Id));
        Assert.Equal("v3", Assert.Single(deployments[0].Spec!.Images).Tag);
        Assert.Equal("/v2/apps/a-1/deployments?per_page=20", Assert.Single(api.Requests).PathAndQuery);
    }

    [Fact]
    public async Task An_app_is_read_with_every_field_and_whatever_else_it_has_is_skipped()
    {
        var spec = SpecOnTheWire.Replace("\"jobs\"", "\"services\":[{\"name\":\"web\"}],\"ingress\":{},\"features\":[\"x\"],\"jobs\"", StringComparison.Ordinal);
        using var client = TestClient.Of(new StubApi().Then(200, $$$"""
            {"app":{"id":"a-1","owner_uuid":"o","spec":{{{spec}}},
             "created_at":"2026-02-10T16:45:14Z","updated_at":"2026-02-10T17:06:56Z","tier_slug":"basic","project_id":"p-1","domains":[],
             "region":{"slug":"fra","label":"Frankfurt","data_centers":["fra1"]},
             "active_deployment":{"id":"d-1","phase":"ACTIVE","cause":"initial deployment","created_at":"c","updated_at":"u","progress":{"steps":[]}},
             "in_progress_deployment":{"id":"d-2","phase":"something new"},"pending_deployment":{"id":"d-3","phase":"PENDING_BUILD"},"pinned_deployment":null} }
            """));
        var app = (await client.Apps.FindAsync("a-1"))!;
        Assert.Equal(("a-1", "docr-gc", "fra", "basic", "p-1"), (app.Id, app.Name, app.Region?.Slug, app.TierSlug, app.ProjectId));
        Assert.Equal(("2026-02-10T16:45:14Z", "2026-02-10T17:06:56Z"), (app.CreatedAt, app.UpdatedAt));
        Assert.Equal(new AppDeployment { Id = "d-1", Phase = "ACTIVE", Cause = "initial deployment", CreatedAt = "c", UpdatedAt = "u" }, app.ActiveDeployment);
        Assert.Equal(("something new", "PENDING_BUILD"), (app.InProgressDeployment?.Phase, app.PendingDeployment?.Phase));
        AssertSame(Spec, app.Spec);
    }

    [Theory]
    [InlineData("""{"id":"a-1"}""")]
    [InlineData("""{"id":"a-1","spec":null,"active_deployment":null,"region":null,"project_id":null,"tier_slug":null,"created_at":null}""")]
    [InlineData("""{"id":"a-1","spec":{"name":null,"region":null,"jobs":null}}""")]
    [InlineData("""{"id":"a-1","spec":{"jobs":[null]}}""")]
    public async Task Missing_and_null_fields_mean_the_same(string app)
    {
        using var client = TestClient.Of(new StubApi().Then(200, $$$"""{"app":{{{app}}}}"""));
        var read = (await client.Apps.FindAsync("a-1"))!;
        Assert.Equal(("a-1", "", null, null, null), (read.Id, read.Name, read.ActiveDeployment, read.Region, read.ProjectId));
        Assert.Empty(read.Spec.Jobs);
    }

    [Fact]
    public async Task A_job_is_read_leniently()
    {
        using var client = TestClient.Of(new StubApi().Then(200, """
            {"app":{"id":"a-1","spec":{"name":"n","jobs":[{"name":null,"kind":"HOURLY","schedule":{"cron":null},"image":{"registry_type":"QUAY"},"envs":null,"alerts":[null,{"rule":null}],
             "instance_count":"2","git":{"branch":"main"}}]}}}
            """));
        var job = Assert.Single((await client.Apps.FindAsync("a-1"))!.Spec.Jobs);
        Assert.Equal(("", "HOURLY", "", null), (job.Name, job.Kind, job.Schedule?.Cron, job.Schedule?.TimeZone));
        Assert.Equal(("QUAY", 2, null, null), (job.Image?.RegistryType, job.InstanceCount, job.Timeout, job.RunCommand));
        Assert.Empty(job.Envs);
        Assert.Equal(new AppAlert(), Assert.Single(job.Alerts));
    }

    [Fact]
    public async Task An_unknown_app_is_no_error_and_other_refusals_are()
    {
        using var client = TestClient.Of(new StubApi().Then(404).Then(403));
        Assert.Null(await client.Apps.FindAsync("a-1"));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Apps.FindAsync("a-1"));
        Assert.Equal("app:read", error.RequiredScope);
    }

    [Fact]
    public async Task All_apps_are_listed_each_once()
    {
        var api = new StubApi().Then(200, Page(["a", "b"], next: true)).Then(200, """{"apps":[{"id":"b"},{"id":"c"}]}""");
        using var client = TestClient.Of(api);
        Assert.Equal(["a", "b", "c"], (await client.Apps.ListAsync()).Select(app => app.Id));
        Assert.Equal(["/v2/apps?per_page=200", "/v2/apps?page=2&per_page=200"], api.Requests.Select(request => request.PathAndQuery));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"apps":null,"meta":{"total":1}}""")]
    [InlineData("""{"apps":[{"id":"a"},null]}""")]
    [InlineData("""{"apps":[{"id":"a"},{}]}""")]
    public async Task What_a_list_of_apps_lacks_does_not_pass_for_deleted(string page)
    {
        using var client = TestClient.Of(new StubApi().Then(200, page));
        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.Apps.ListAsync())).Kind);
    }

    [Fact]
    public async Task An_app_is_found_by_its_whole_name_and_no_page_is_read_after_it()
    {
        var api = new StubApi().Then(200, Page(["gc", "gc-1"], next: true)).Then(200, Page(["gc-2"], next: true)).Then(200, Page(["gc"], next: false));
        using var client = TestClient.Of(api);
        Assert.Equal("gc-2", (await client.Apps.FindByNameAsync("name-of-gc-2"))?.Id);
        Assert.Equal(2, api.Requests.Count);
        Assert.Null(await client.Apps.FindByNameAsync("name-of-g"));
    }

    [Theory]
    [InlineData(null, """{"spec":SPEC}""")]
    [InlineData("p-1", """{"spec":SPEC,"project_id":"p-1"}""")]
    public async Task An_app_is_created_with_what_was_asked_for(string? project, string body)
    {
        var api = new StubApi().Then(200, Named);
        using var client = TestClient.Of(api);
        Assert.Equal("a-1", (await client.Apps.CreateAsync(Spec, project)).Id);
        Assert.Equal(("POST", "/v2/apps"), (api.Requests[0].Method, api.Requests[0].PathAndQuery));
        Assert.Equal(body.Replace("SPEC", SpecOnTheWire, StringComparison.Ordinal), api.Requests[0].Body);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_creation_is_never_repeated_after_a_server_error(int status)
    {
        var api = new StubApi().Then(status);
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Apps.CreateAsync(Spec));
        Assert.Single(api.Requests);
        Assert.Equal((FailureKind.Ambiguous, "app:create"), (error.Kind, error.RequiredScope));
    }

    [Fact]
    public async Task A_creation_whose_name_is_taken_is_refused()
    {
        using var client = TestClient.Of(new StubApi().Then(409, """{"id":"conflict","message":"App name already exists"}"""));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Apps.CreateAsync(Spec));
        Assert.Equal((FailureKind.Refused, System.Net.HttpStatusCode.Conflict), (error.Kind, error.Status));
    }

    [Fact]
    public async Task An_update_replaces_the_specification_and_is_repeated_after_a_server_error()
    {
        var api = new StubApi().Then(503).Then(200, Named);
        using var client = TestClient.Of(api);
        Assert.Equal("a-1", (await client.Apps.UpdateAsync("a-1", Spec)).Id);
        Assert.All(api.Requests, request => Assert.Equal(("PUT", "/v2/apps/a-1", $$$"""{"spec":{{{SpecOnTheWire}}}}"""), (request.Method, request.PathAndQuery, request.Body)));
        Assert.Equal(2, api.Requests.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"app":null}""")]
    [InlineData("""{"app":{"spec":{"name":"gc"}}}""")]
    public async Task An_answer_that_names_no_app_is_malformed(string body)
    {
        using var client = TestClient.Of(new StubApi().Then(200, body));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Apps.CreateAsync(Spec));
        Assert.Equal(FailureKind.Malformed, error.Kind);
        Assert.Contains("does not contain an app", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(404, false)]
    public async Task Deleting_what_is_absent_is_no_error(int status, bool deleted)
    {
        var api = new StubApi().Then(status, """{"id":"a-1"}""");
        using var client = TestClient.Of(api);
        Assert.Equal(deleted, await client.Apps.DeleteAsync("a-1"));
        Assert.Equal(("DELETE", "/v2/apps/a-1", null), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Fact]
    public async Task A_deletion_whose_first_answer_was_lost_did_delete()
    {
        using var client = TestClient.Of(new StubApi().Then(502).Then(404));
        Assert.True(await client.Apps.DeleteAsync("a-1"));
    }

    [Fact]
    public async Task Secrets_are_in_no_text_even_where_the_API_quotes_them()
    {
        var credentials = "robot:ghp_0123456789";
        var spec = Spec with { Jobs = [Spec.Jobs[0] with { Image = new AppImage { RegistryType = AppRegistryTypes.Ghcr, RegistryCredentials = credentials } }] };
        var api = new StubApi { Always = seen => StubApi.Answer((System.Net.HttpStatusCode)400, $$"""{"id":"bad_request","message":"value {{Secret}} or {{credentials}} of {{seen.Method}}"}""") };
        using var client = TestClient.Of(api);
        var created = await Assert.ThrowsAsync<ApiException>(() => client.Apps.CreateAsync(spec));
        var updated = await Assert.ThrowsAsync<ApiException>(() => client.Apps.UpdateAsync("a-1", spec));
        Assert.Equal(("value *** or *** of POST", "value *** or *** of PUT"), (created.ApiMessage, updated.ApiMessage));
        Assert.All(
            (object[])[created, updated, spec, spec.Jobs[0], spec.Jobs[0].Envs[0], spec.Jobs[0].Image!],
            text => Assert.DoesNotMatch($"{Secret}|{credentials}", text.ToString()!));
    }

    [Theory]
    [InlineData("ACTIVE", true)]
    [InlineData("SUPERSEDED", true)]
    [InlineData("ERROR", true)]
    [InlineData("CANCELED", true)]
    [InlineData("UNKNOWN", false)]
    [InlineData("PENDING_BUILD", false)]
    [InlineData("BUILDING", false)]
    [InlineData("PENDING_DEPLOY", false)]
    [InlineData("DEPLOYING", false)]
    [InlineData("something new", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Every_phase_of_a_deployment_but_four_means_that_it_goes_on(string? phase, bool terminal) =>
        Assert.Equal(terminal, AppDeploymentPhases.IsTerminal(phase));

    /// <summary>Lists of records are compared by what is in them, which their serialized form shows.</summary>
    private static void AssertSame(AppSpec expected, AppSpec actual) => Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private static string Page(string[] ids, bool next) => JsonSerializer.Serialize(new
    {
        apps = ids.Select(id => new { id, spec = new { name = $"name-of-{id}" } }),
        links = new { pages = next ? new { next = "https://api.digitalocean.com/v2/apps?page=2&per_page=200" } : null },
    });
}
