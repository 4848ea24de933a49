using System.Net;
using System.Text.Json;
using Planton.DigitalOcean.Apps;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Runs;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>What the client sends and understands, against the description.</summary>
public sealed class ClientTests
{
    /// <summary>Fits every call.</summary>
    private const string AnyAnswer = """
        {"registry":{"name":"reg"},"registries":[],"subscription":{"tier":{"slug":"basic"}},"options":{},"garbage_collection":{"uuid":"u"},
         "garbage_collections":[],"auths":{"registry.digitalocean.com":{"auth":"dTpw"}},"repositories":[],"tags":[],"manifests":[],
         "server":"https://c.example.test","certificate_authority_data":"QQ==","token":"t",
         "kubernetes_cluster":{"id":"c"},"kubernetes_clusters":[],"app":{"id":"a"},"apps":[],"deployments":[],"job_invocation":{"id":"i"},"job_invocations":[]}
        """;

    [Fact]
    public void Every_call_of_the_client_is_compared() =>
        Assert.Equal(ClientCalls.Offered().Order(StringComparer.Ordinal), ClientCalls.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ClientCalls.Described), MemberType = typeof(ClientCalls))]
    public async Task A_request_is_one_of_the_description(string call)
    {
        var description = ApiDescription.Patched();
        var transport = await DriveAsync(call);
        foreach (var request in transport.Requests)
        {
            Assert.Empty(Faults(description, request));
        }
    }

    /// <summary>Official clients and other documents stand behind these; the description as published lacks them.</summary>
    [Fact]
    public async Task Only_known_requests_go_beyond_the_description_as_published()
    {
        var published = ApiDescription.Published();
        var beyond = new List<string>();
        foreach (var call in ClientCalls.All.Keys.Where(name => name != ClientCalls.Undescribed))
        {
            foreach (var request in (await DriveAsync(call)).Requests)
            {
                beyond.AddRange(Faults(published, request));
            }
        }

        Assert.Equal(
            [
                "GET /v2/registries/{registry_name}/docker-credentials: no parameter expiry_seconds",
                "GET /v2/registries/{registry_name}/docker-credentials: no parameter read_write",
                "POST /v2/apps: $.spec.jobs[0].alerts is not in the description",
                "POST /v2/apps: $.spec.jobs[0].kind is \"SCHEDULED\", which is not in the enumeration",
                "POST /v2/apps: $.spec.jobs[0].schedule is not in the description",
                "POST /v2/apps: $.spec.jobs[0].timeout is not in the description",
                "POST /v2/registries/{registry_name}/garbage-collection: no body",
                "PUT /v2/apps/{id}: $.spec.jobs[0].alerts is not in the description",
                "PUT /v2/apps/{id}: $.spec.jobs[0].kind is \"SCHEDULED\", which is not in the enumeration",
                "PUT /v2/apps/{id}: $.spec.jobs[0].schedule is not in the description",
                "PUT /v2/apps/{id}: $.spec.jobs[0].timeout is not in the description",
            ],
            beyond.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ClientCalls.Described), MemberType = typeof(ClientCalls))]
    public async Task The_published_example_is_understood(string call)
    {
        var description = ApiDescription.Patched();
        var request = (await DriveAsync(call)).Requests[0];
        var (status, body) = Operation(description, request).ExampleAnswer();
        using var client = RecordingTransport.Client(new RecordingTransport((HttpStatusCode)status, WithoutNextPage(body)));
        await ClientCalls.All[call](client);
    }

    [Theory]
    [MemberData(nameof(ClientCalls.Described), MemberType = typeof(ClientCalls))]
    public async Task A_refusal_names_the_scopes_of_the_description(string call)
    {
        var description = ApiDescription.Patched();
        var transport = new RecordingTransport(HttpStatusCode.Forbidden, """{"id":"forbidden","message":"You are not authorized to perform this operation"}""");
        using var client = RecordingTransport.Client(transport);
        var error = await Assert.ThrowsAsync<ApiException>(() => ClientCalls.All[call](client));
        Assert.Equal(Operation(description, transport.Requests[0]).Scopes.Order(StringComparer.Ordinal), error.RequiredScope!.Split(" + ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Enumerations_of_the_client_are_those_of_the_description()
    {
        var description = ApiDescription.Patched();
        var started = description.At("POST", "/v2/registries/{registry_name}/garbage-collection").RequestSchema!.Value;
        Assert.Equal(Enumeration(description, started, "type"), RunType.All.Order(StringComparer.Ordinal));
        var created = description.At("POST", "/v2/registries").RequestSchema!.Value;
        Assert.Equal(Enumeration(description, created, "subscription_tier_slug"), Constants(typeof(TierSlugs)));
        var run = ApiOperation.Schema(description.At("GET", "/v2/registries/{registry_name}/garbage-collection").Response(200)!.Value)!.Value;
        Assert.Equal(Enumeration(description, run.GetProperty("properties").GetProperty("garbage_collection"), "status"), Constants(typeof(RunStatus)));
    }

    [Fact]
    public void Enumerations_of_apps_are_those_of_the_description()
    {
        var description = ApiDescription.Patched();
        var spec = Member(description, description.At("POST", "/v2/apps").RequestSchema!.Value, "spec");
        var job = description.Resolve(Member(description, spec, "jobs").GetProperty("items"));
        var env = Member(description, job, "envs").GetProperty("items");
        Assert.Equal(Enumeration(description, job, "kind"), Constants(typeof(AppJobKinds)));
        Assert.Equal(Enumeration(description, Member(description, job, "image"), "registry_type"), Constants(typeof(AppRegistryTypes)));
        Assert.Equal(Enumeration(description, env, "scope"), Constants(typeof(AppEnvScopes)));
        Assert.Equal(Enumeration(description, env, "type"), Constants(typeof(AppEnvTypes)));
        Assert.Subset(Enumeration(description, Member(description, job, "alerts").GetProperty("items"), "rule").ToHashSet(), Constants(typeof(AppAlertRules)).ToHashSet());

        var app = Member(description, ApiOperation.Schema(description.At("GET", "/v2/apps/{id}").Response(200)!.Value)!.Value, "app");
        Assert.Equal(Enumeration(description, Member(description, app, "active_deployment"), "phase"), Constants(typeof(AppDeploymentPhases)));
        var answer = ApiOperation.Schema(description.At("GET", "/v2/apps/{app_id}/job-invocations/{job_invocation_id}").Response(200)!.Value)!.Value;
        var run = Member(description, answer, "job_invocation");
        Assert.Equal(Enumeration(description, run, "phase"), Constants(typeof(JobInvocationPhases)));
        Assert.Equal(Enumeration(description, Member(description, run, "trigger"), "type"), Constants(typeof(JobInvocationTriggers)));
    }

    private static async Task<RecordingTransport> DriveAsync(string call)
    {
        var transport = new RecordingTransport(HttpStatusCode.OK, AnyAnswer);
        using var client = RecordingTransport.Client(transport);
        await ClientCalls.All[call](client);
        Assert.NotEmpty(transport.Requests);
        return transport;
    }

    private static ApiOperation Operation(ApiDescription description, (string Method, Uri Address, string? Body) request)
    {
        var operation = description.Find(request.Method, request.Address.AbsolutePath);
        Assert.True(operation is not null, $"{request.Method} {request.Address.AbsolutePath} is not in the description.");
        return operation!;
    }

    private static List<string> Faults(ApiDescription description, (string Method, Uri Address, string? Body) request)
    {
        var operation = Operation(description, request);
        var check = new SchemaCheck(description);
        var faults = new List<string>();
        foreach (var pair in request.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
        {
            faults.AddRange(operation.Parameter("query", pair[0]) is { } schema ? check.TextFaults(Uri.UnescapeDataString(pair[1]), schema) : [$"no parameter {pair[0]}"]);
        }

        if (request.Body is { } body)
        {
            faults.AddRange(operation.RequestSchema is { } schema ? check.Faults(JsonSerializer.Deserialize<JsonElement>(body), schema) : ["no body"]);
        }

        return [.. faults.Select(fault => $"{operation.Name}: {fault}")];
    }

    /// <summary>Examples of lists show a first page of many, whose links would lead back to the same example.</summary>
    private static string WithoutNextPage(string body) => body.Replace("\"next\"", "\"skipped\"", StringComparison.Ordinal);

    /// <summary>A member of a schema or, where it is composed, of the first part that has it.</summary>
    private static JsonElement Member(ApiDescription description, JsonElement schema, string name) => description.Resolve(Members(description, schema, name).First());

    private static IEnumerable<JsonElement> Members(ApiDescription description, JsonElement reference, string name)
    {
        var schema = description.Resolve(reference);
        if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var member))
        {
            yield return member;
        }

        if (schema.TryGetProperty("allOf", out var parts))
        {
            foreach (var part in parts.EnumerateArray().SelectMany(part => Members(description, part, name)))
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<string> Enumeration(ApiDescription description, JsonElement schema, string property) =>
        Member(description, schema, property).GetProperty("enum").EnumerateArray().Select(value => value.GetString()!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);
}
