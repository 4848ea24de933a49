using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>What the simulator answers, against the description; and that it answers whatever the client asks.</summary>
public sealed class SimulatorTests
{
    private const string Run = "eff0feee-49c7-4e8f-ba5c-a320c109c8a8";
    private const string Deployment = "3aa4d20e-5527-4c00-b496-601fbd22520a";
    private const string Digest = "sha256:cb8a924afdf0229ef7515d9e5b3024e23b3eb03ddbba287f4a19c6ac90b8d221";
    private const string Integration = $$"""{"cluster_uuids":["{{ClientCalls.Cluster}}"],"registries":["{{ClientCalls.Registry}}"]}""";
    private const string PlainIntegration = $$"""{"cluster_uuids":["{{ClientCalls.Cluster}}"]}""";

    /// <summary>The operations of the description that the simulator offers, each with a request that succeeds.</summary>
    private static readonly (string Operation, string PathAndQuery, string? Body)[] Successes =
    [
        ("GET /v2/account", "/v2/account", null),
        ("GET /v2/regions", "/v2/regions?per_page=200", null),
        ("GET /v2/kubernetes/clusters", "/v2/kubernetes/clusters?per_page=1", null),
        ("GET /v2/kubernetes/clusters/{cluster_id}", $"/v2/kubernetes/clusters/{ClientCalls.Cluster}", null),
        ("GET /v2/kubernetes/clusters/{cluster_id}/credentials", $"/v2/kubernetes/clusters/{ClientCalls.Cluster}/credentials?expiry_seconds=300", null),
        ("GET /v2/kubernetes/clusters/{cluster_id}/kubeconfig", $"/v2/kubernetes/clusters/{ClientCalls.Cluster}/kubeconfig", null),
        ("GET /v2/kubernetes/clusters/{cluster_id}/status_messages", $"/v2/kubernetes/clusters/{ClientCalls.Cluster}/status_messages", null),
        ("POST /v2/kubernetes/registry", "/v2/kubernetes/registry", PlainIntegration),
        ("DELETE /v2/kubernetes/registry", "/v2/kubernetes/registry", PlainIntegration),
        ("POST /v2/kubernetes/registries", "/v2/kubernetes/registries", Integration),
        ("DELETE /v2/kubernetes/registries", "/v2/kubernetes/registries", Integration),
        ("GET /v2/registries", "/v2/registries", null),
        ("POST /v2/registries", "/v2/registries", """{"name":"another","subscription_tier_slug":"professional","region":"fra1"}"""),
        ("GET /v2/registries/subscription", "/v2/registries/subscription", null),
        ("POST /v2/registries/subscription", "/v2/registries/subscription", """{"tier_slug":"professional"}"""),
        ("GET /v2/registries/options", "/v2/registries/options", null),
        ("POST /v2/registries/validate-name", "/v2/registries/validate-name", """{"name":"another"}"""),
        ("GET /v2/registries/{registry_name}", "/v2/registries/reg", null),
        ("DELETE /v2/registries/{registry_name}", "/v2/registries/reg", null),
        ("GET /v2/registries/{registry_name}/docker-credentials", "/v2/registries/reg/docker-credentials?read_write=true&expiry_seconds=60", null),
        ("GET /v2/registry", "/v2/registry", null),
        ("POST /v2/registry", "/v2/registry", """{"name":"another","subscription_tier_slug":"professional","region":"fra1"}"""),
        ("DELETE /v2/registry", "/v2/registry", null),
        ("GET /v2/registry/subscription", "/v2/registry/subscription", null),
        ("POST /v2/registry/subscription", "/v2/registry/subscription", """{"tier_slug":"professional"}"""),
        ("GET /v2/registry/options", "/v2/registry/options", null),
        ("POST /v2/registry/validate-name", "/v2/registry/validate-name", """{"name":"another"}"""),
        ("GET /v2/registry/docker-credentials", "/v2/registry/docker-credentials", null),
        ("GET /v2/registry/{registry_name}/repositories", "/v2/registry/reg/repositories?per_page=1", null),
        .. InBothFamilies("POST", "/garbage-collection", "/garbage-collection", """{"type":"untagged manifests and unreferenced blobs"}"""),
        .. InBothFamilies("GET", "/garbage-collection", "/garbage-collection", null),
        .. InBothFamilies("GET", "/garbage-collections", "/garbage-collections?per_page=1", null),
        .. InBothFamilies("PUT", "/garbage-collection/{garbage_collection_uuid}", $"/garbage-collection/{Run}", """{"cancel":true}"""),
        .. InBothFamilies("GET", "/repositoriesV2", "/repositoriesV2?per_page=1", null),
        .. InBothFamilies("GET", "/repositories/{repository_name}/tags", "/repositories/team%2Fapp/tags?per_page=1", null),
        .. InBothFamilies("DELETE", "/repositories/{repository_name}/tags/{repository_tag}", "/repositories/team%2Fapp/tags/v1", null),
        .. InBothFamilies("GET", "/repositories/{repository_name}/digests", "/repositories/team%2Fapp/digests?per_page=1", null),
        .. InBothFamilies("DELETE", "/repositories/{repository_name}/digests/{manifest_digest}", $"/repositories/team%2Fapp/digests/{Digest}", null),
        ("DELETE /v2/registries/{registry_name}/repositories/{repository_name}", "/v2/registries/reg/repositories/team%2Fapp", null),
        ("GET /v2/apps", "/v2/apps?per_page=1&with_projects=true", null),
        ("POST /v2/apps", "/v2/apps", $$"""{"spec":{{Spec("another")}}}"""),
        ("GET /v2/apps/{id}", $"/v2/apps/{ClientCalls.App}", null),
        ("PUT /v2/apps/{id}", $"/v2/apps/{ClientCalls.App}", $$"""{"spec":{{Spec("app")}}}"""),
        ("DELETE /v2/apps/{id}", $"/v2/apps/{ClientCalls.App}", null),
        ("GET /v2/apps/{app_id}/deployments", $"/v2/apps/{ClientCalls.App}/deployments?per_page=1&deployment_types=MANUAL", null),
        ("POST /v2/apps/{app_id}/deployments", $"/v2/apps/{ClientCalls.App}/deployments", """{"force_build":true}"""),
        ("GET /v2/apps/{app_id}/deployments/{deployment_id}", $"/v2/apps/{ClientCalls.App}/deployments/{Deployment}", null),
        ("GET /v2/apps/{app_id}/job-invocations", $"/v2/apps/{ClientCalls.App}/job-invocations?per_page=1&job_names=collect", null),
        ("GET /v2/apps/{app_id}/job-invocations/{job_invocation_id}", $"/v2/apps/{ClientCalls.App}/job-invocations/{ClientCalls.Invocation}", null),
        ("POST /v2/apps/{app_id}/job-invocations/{job_invocation_id}/cancel", $"/v2/apps/{ClientCalls.App}/job-invocations/{ClientCalls.Invocation}/cancel", null),
        ("GET /v2/apps/{app_id}/jobs/{job_name}/invocations/{job_invocation_id}/logs", $"/v2/apps/{ClientCalls.App}/jobs/collect/invocations/{ClientCalls.Invocation}/logs?type=RUN", null),
    ];

    /// <summary>What real answers hold beyond the description; the facts beside it say so, and clients rely on it.</summary>
    private static readonly string[] KnownBeyond =
    [
        "GET /v2/account: $.account.reserved_ip_limit is not in the description",
        "GET /v2/account: $.account.volume_limit is not in the description",
        "GET /v2/apps/{app_id}/job-invocations: $.meta is not in the description",
        "GET /v2/registries/{registry_name}/garbage-collections: $.links is not in the description",
        "GET /v2/registries/{registry_name}/garbage-collections: $.meta is not in the description",
        "GET /v2/registry/{registry_name}/garbage-collections: $.links is not in the description",
        "GET /v2/registry/{registry_name}/garbage-collections: $.meta is not in the description",
    ];

    /// <summary>Operations that the simulator does not offer.</summary>
    private static readonly string[] NotOffered = ["POST /v2/apps/propose"];

    /// <summary>Operations that need the past run to be an active one.</summary>
    private static readonly string[] NeedActiveRun = ["GET /garbage-collection", "PUT /garbage-collection/{garbage_collection_uuid}"];

    public static TheoryData<string> Operations() => [.. Successes.Select(success => success.Operation)];

    [Fact]
    public void Every_operation_on_registries_clusters_and_apps_is_compared()
    {
        string[] areas = ["/v2/registr", "/v2/kubernetes", "/v2/apps", "/v2/account", "/v2/regions"];
        var described = ApiDescription.Patched().Operations
            .Where(operation => areas.Any(area => operation.Template.StartsWith(area, StringComparison.Ordinal)))
            .Select(operation => operation.Name)
            .Except(NotOffered);
        Assert.Equal(described.Order(StringComparer.Ordinal), Successes.Select(success => success.Operation).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_answer_with_success_fits_the_description(string name)
    {
        var description = ApiDescription.Patched();
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Seed = World(NeedsActiveRun(name)) });
        var (_, pathAndQuery, body) = Successes.Single(success => success.Operation == name);
        var (status, json) = await SendAsync(simulator, Method(name), pathAndQuery, body);
        Assert.InRange(status, 200, 299);
        AssertDescribed(description, name, status, json);
    }

    [Fact]
    public async Task A_run_of_a_job_fits_the_description_in_its_published_form_too()
    {
        const string Name = "GET /v2/apps/{app_id}/job-invocations/{job_invocation_id}";
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Seed = World(false) with { Behavior = new Behavior { BareJobInvocation = true } } });
        var (status, json) = await SendAsync(simulator, "GET", Successes.Single(success => success.Operation == Name).PathAndQuery, body: null);
        Assert.StartsWith("""{"id":""", json, StringComparison.Ordinal);
        AssertDescribed(ApiDescription.Published(), Name, status, json);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_answer_without_a_token_fits_the_description(string name)
    {
        var description = ApiDescription.Patched();
        await using var simulator = await SimulatorHost.StartAsync();
        var (_, pathAndQuery, body) = Successes.Single(success => success.Operation == name);
        var (status, json) = await SendAsync(simulator, Method(name), pathAndQuery, body, token: null);
        Assert.Equal(401, status);
        AssertDescribed(description, name, status, json);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_answer_to_a_token_without_scopes_fits_the_description(string name)
    {
        var description = ApiDescription.Patched();
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Seed = World(false) with { Tokens = [new TokenSeed("dop_v1_contract", [])] } });
        var (_, pathAndQuery, body) = Successes.Single(success => success.Operation == name);
        var (status, json) = await SendAsync(simulator, Method(name), pathAndQuery, body);
        Assert.Equal(403, status);
        AssertError(description, name, status, json);
    }

    /// <summary>In an empty account most operations have nothing to work on.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_answer_in_an_empty_account_fits_the_description(string name)
    {
        var description = ApiDescription.Patched();
        await using var simulator = await SimulatorHost.StartAsync();
        var (_, pathAndQuery, body) = Successes.Single(success => success.Operation == name);
        var (status, json) = await SendAsync(simulator, Method(name), pathAndQuery, body);
        if (status < 400)
        {
            AssertDescribed(description, name, status, json);
        }
        else
        {
            AssertError(description, name, status, json);
        }
    }

    [Theory]
    [MemberData(nameof(ClientCalls.Described), MemberType = typeof(ClientCalls))]
    public async Task Whatever_the_client_asks_is_answered(string call)
    {
        var active = call is "GarbageCollectionsClient.FindActiveAsync" or "GarbageCollectionsClient.CancelAsync";
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Seed = World(active) });
        var statuses = new List<int?>();
        using var client = new DigitalOceanClient(
            new DigitalOceanClientOptions { Token = "dop_v1_contract", Endpoint = simulator.Endpoint, RetryMax = 0 },
            TimeProvider.System, new Random(1), observed => statuses.Add((int?)observed.Status));
        await ClientCalls.All[call](client);
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.InRange(status ?? 0, 200, 299));
    }

    private static (string Operation, string PathAndQuery, string? Body)[] InBothFamilies(string method, string template, string path, string? body) =>
    [
        ($"{method} /v2/registries/{{registry_name}}{template}", $"/v2/registries/reg{path}", body),
        ($"{method} /v2/registry/{{registry_name}}{template}", $"/v2/registry/reg{path}", body),
    ];

    private static WorldSeed World(bool activeRun) => new()
    {
        Tier = "professional",
        Registries =
        [
            new RegistrySeed
            {
                Name = ClientCalls.Registry,
                Manifests =
                [
                    new ManifestSeed { Repository = ClientCalls.Repository, Digest = Digest, Tags = ["v1", "v2"] },
                    new ManifestSeed { Repository = ClientCalls.Repository },
                    new ManifestSeed { Repository = "web", Tags = ["latest"] },
                ],
                GarbageCollections =
                [
                    new GarbageCollectionSeed { Age = TimeSpan.FromDays(2) },
                    new GarbageCollectionSeed { Uuid = new Guid(Run), Status = activeRun ? "scanning manifests" : "succeeded" },
                ],
            },
        ],
        Clusters =
        [
            new ClusterSeed { Id = ClientCalls.Cluster, Name = "prod", Tags = ["team"], Nodes = 2 },
            new ClusterSeed { Name = "dev", Registries = [ClientCalls.Registry] },
        ],
        Apps =
        [
            new AppSeed
            {
                Id = ClientCalls.App,
                Spec = JsonNode.Parse(Spec("app"))!.AsObject(),
                Deployments =
                [
                    new DeploymentSeed { Id = Deployment, Spec = JsonNode.Parse(Spec("app"))!.AsObject() },
                    new DeploymentSeed { Spec = JsonNode.Parse(Spec("app"))!.AsObject(), Phase = "BUILDING" },
                    new DeploymentSeed { Spec = JsonNode.Parse(Spec("app"))!.AsObject(), Phase = "PENDING_BUILD" },
                ],
                JobInvocations =
                [
                    new InvocationSeed { Job = "collect", Age = TimeSpan.FromDays(7) },
                    new InvocationSeed { Job = "collect", IsManual = true },
                    new InvocationSeed { Id = ClientCalls.Invocation, Job = "collect", Age = default, Phase = "RUNNING" },
                ],
            },
            new AppSeed { Spec = JsonNode.Parse(Spec("beside"))!.AsObject() },
        ],
    };

    private static string Spec(string name) => $$$"""
        {"name":"{{{name}}}","region":"fra","jobs":[{"name":"collect","kind":"SCHEDULED","schedule":{"cron":"0 3 * * 0","time_zone":"Europe/Berlin"},"timeout":"15m",
         "image":{"registry_type":"DOCKER_HUB","registry":"digitalocean","repository":"doctl","tag":"latest"},"run_command":"doctl registry garbage-collection start reg --force",
         "envs":[{"key":"DIGITALOCEAN_ACCESS_TOKEN","value":"dop_v1_contract","scope":"RUN_TIME","type":"SECRET"}],"alerts":[{"rule":"JOB_INVOCATION_FAILED"}]}],
         "services":[{"name":"web","image":{"registry_type":"DOCR","repository":"team/app","tag":"v1"}}],"workers":[{"name":"queue","image":{"registry_type":"DOCR","repository":"web","digest":"{{{Digest}}}"}}]}
        """;

    private static bool NeedsActiveRun(string operation) =>
        NeedActiveRun.Any(needy => operation.StartsWith(Method(needy), StringComparison.Ordinal) && operation.EndsWith("}" + needy.Split(' ')[1], StringComparison.Ordinal));

    private static string Method(string operation) => operation.Split(' ')[0];

    private static async Task<(int Status, string Body)> SendAsync(SimulatorHost simulator, string method, string pathAndQuery, string? body, string? token = "dop_v1_contract")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(simulator.Endpoint, pathAndQuery));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        string[] limits = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"];
        Assert.All(limits, header => Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Unauthorized || answer.Headers.Contains(header), $"{header} is missing"));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static void AssertDescribed(ApiDescription description, string name, int status, string body)
    {
        var operation = description.At(Method(name), name.Split(' ')[1]);
        var response = operation.Response(status);
        Assert.True(response is not null, $"{name} answers {status}, which the description does not know.");
        if (ApiOperation.Schema(response!.Value) is { } schema)
        {
            Assert.Empty(new SchemaCheck(description).Faults(JsonSerializer.Deserialize<JsonElement>(body), schema).Select(fault => $"{name}: {fault}").Except(KnownBeyond));
        }
        else if (response.Value.TryGetProperty("content", out _))
        {
            Assert.NotEqual("", body);
        }
        else
        {
            Assert.Equal("", body);
        }
    }

    /// <summary>An error that is not listed for an operation falls under its "default", which has the same body as all others.</summary>
    private static void AssertError(ApiDescription description, string name, int status, string body)
    {
        Assert.InRange(status, 400, 499);
        var operation = description.At(Method(name), name.Split(' ')[1]);
        var schema = ApiOperation.Schema(operation.Response(status) ?? operation.Response(401)!.Value)!.Value;
        Assert.Empty(new SchemaCheck(description).Faults(JsonSerializer.Deserialize<JsonElement>(body), schema));
    }
}
