using System.Net;
using System.Net.Http.Headers;
using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Tests.Tls;

namespace Planton.DigitalOcean.Tests.ClusterApi;

public sealed class ClusterClientTests : IDisposable
{
    private const string ClusterToken = "dop_v1_of_the_cluster";
    private const string Empty = """{"kind":"PodList","items":[]}""";

    private readonly StubApi _api = new();
    private readonly EagerTime _time = new();
    private readonly List<ApiCall> _calls = [];

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_pod_is_read_with_what_was_written_and_what_runs()
    {
        _api.Then(200, """
            {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"web-1","namespace":"shop","managedFields":[{"manager":"x"}],
             "annotations":{"a":"b"},"ownerReferences":[{"kind":"ReplicaSet","name":"web","controller":true}]},
             "spec":{"serviceAccountName":"web","imagePullSecrets":[{"name":"main"}],"initContainers":[{"name":"init","image":"i:1","env":[{"name":"x"}]}],
              "containers":[{"name":"app","image":"a:1","resources":{}}],"ephemeralContainers":[{"name":"debug","image":"d:1"}]},
             "status":{"phase":"Pending","initContainerStatuses":[{"name":"init","imageID":"i@sha256:1"}],
              "containerStatuses":[{"name":"app","imageID":"","state":{"waiting":{"reason":"ErrImagePull","message":"not found"}}}],
              "ephemeralContainerStatuses":[{"name":"debug","imageID":"d@sha256:3","state":{"running":{}}}]}}]}
            """);
        using var client = Connect();
        var pod = Assert.Single(await client.ListPodsAsync());

        Assert.Equal(("web-1", "shop", "web"), (pod.Metadata.Name, pod.Metadata.Namespace, pod.Spec.ServiceAccountName));
        Assert.Equal(new OwnerReference { Kind = "ReplicaSet", Name = "web", Controller = true }, Assert.Single(pod.Metadata.OwnerReferences));
        Assert.Equal(["init=i:1", "app=a:1", "debug=d:1"], pod.Spec.AllContainers.Select(static one => $"{one.Name}={one.Image}"));
        Assert.Equal(["init=i@sha256:1", "app=", "debug=d@sha256:3"], pod.Status.AllContainers.Select(static one => $"{one.Name}={one.ImageId}"));
        Assert.Equal([null, new WaitingState("ErrImagePull", "not found"), null], pod.Status.AllContainers.Select(static one => one.State?.Waiting));
    }

    [Theory]
    [InlineData("Deployment", "/apis/apps/v1/deployments", """{"spec":{"replicas":0,"template":{"spec":IMAGE}}}""")]
    [InlineData("ReplicaSet", "/apis/apps/v1/replicasets", """{"spec":{"template":{"spec":IMAGE}}}""")]
    [InlineData("StatefulSet", "/apis/apps/v1/statefulsets", """{"spec":{"template":{"spec":IMAGE}}}""")]
    [InlineData("DaemonSet", "/apis/apps/v1/daemonsets", """{"spec":{"template":{"spec":IMAGE}}}""")]
    [InlineData("ControllerRevision", "/apis/apps/v1/controllerrevisions", """{"revision":3,"data":{"spec":{"template":{"$patch":"replace","spec":IMAGE}}}}""")]
    [InlineData("Job", "/apis/batch/v1/jobs", """{"spec":{"template":{"spec":IMAGE}}}""")]
    [InlineData("CronJob", "/apis/batch/v1/cronjobs", """{"spec":{"schedule":"@daily","jobTemplate":{"spec":{"template":{"spec":IMAGE}}}}}""")]
    public async Task What_starts_pods_is_read_with_its_template(string name, string path, string body)
    {
        _api.Then(200, $$"""{"kind":"{{name}}List","items":[{{body.Replace("IMAGE", """{"containers":[{"name":"app","image":"a:1"}]}""", StringComparison.Ordinal)}}]}""");
        using var client = Connect();
        var workloads = await client.ReadWorkloadsAsync(WorkloadKind.All.Single(kind => kind.Name == name)).SingleAsync();

        Assert.Equal(path, _api.Requests[0].Address.AbsolutePath);
        Assert.Equal("a:1", Assert.Single(Assert.Single(workloads).PodSpec!.Containers).Image);
    }

    [Theory]
    [InlineData("Deployment", "{}")]
    [InlineData("Job", """{"spec":{"template":{"spec":{"containers":[]}}}}""")]
    [InlineData("CronJob", """{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"app"}]}}}}}}""")]
    [InlineData("ControllerRevision", """{"metadata":{"ownerReferences":[{"kind":"StatefulSet"}]},"data":{"spec":{"template":{"spec":{"containers":null}}}}}""")]
    public async Task An_object_that_does_not_name_its_images_does_not_pass_for_one_that_uses_none(string name, string body)
    {
        _api.Then(200, $$"""{"kind":"{{name}}List","items":[{{body}}]}""");
        using var client = Connect();

        Assert.Equal(
            FailureKind.Malformed,
            (await Assert.ThrowsAsync<ApiException>(async () => await client.ReadWorkloadsAsync(WorkloadKind.All.Single(kind => kind.Name == name)).SingleAsync())).Kind);
    }

    [Theory]
    [InlineData("""{"metadata":{"ownerReferences":[{"kind":"VirtualMachine"}]},"data":{"spec":{"template":{"spec":{"domain":{}}}}}}""")]
    [InlineData("""{"data":{"raw":"b3RoZXI="}}""")]
    public async Task A_revision_of_another_form_does_not_make_the_list_wrong(string body)
    {
        _api.Then(200, $$"""{"kind":"ControllerRevisionList","items":[{{body}}]}""");
        using var client = Connect();

        Assert.Empty(Assert.Single(await client.ReadWorkloadsAsync(WorkloadKind.All.Single(static kind => kind.Name == "ControllerRevision")).SingleAsync()).PodSpec?.Containers ?? []);
    }

    [Fact]
    public async Task A_list_is_read_500_at_a_time()
    {
        _api.Then(200, Page("a", next: "x/y+z=")).Then(200, Page("b"));
        using var client = Connect();

        Assert.Equal(["a", "b"], (await client.ListPodsAsync()).Select(static pod => pod.Metadata.Name));
        Assert.Equal(["/api/v1/pods?limit=500", "/api/v1/pods?limit=500&continue=x%2Fy%2Bz%3D"], _api.Requests.Select(static request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_list_that_cannot_be_continued_begins_again_and_counts_nothing_twice()
    {
        _api.Then(200, Page("a", next: "x")).Then(410, """{"kind":"Status","metadata":{"continue":"late"}}""").Then(200, Page("b", next: "y")).Then(200, Page("c"));
        using var client = Connect();

        Assert.Equal(["b", "c"], (await client.ListPodsAsync()).Select(static pod => pod.Metadata.Name));
        Assert.Equal(4, _api.Requests.Count);
    }

    [Fact]
    public async Task Pages_that_were_taken_already_come_again_when_the_list_begins_again()
    {
        _api.Then(200, Page("a", next: "x")).Then(410, "{}").Then(200, Page("a"));
        using var client = Connect();

        Assert.Equal(["a", "a"], await client.ReadPodsAsync().SelectMany(static page => page).Select(static pod => pod.Metadata.Name).ToListAsync());
    }

    [Fact]
    public async Task A_list_that_can_never_be_continued_is_given_up()
    {
        _api.Always = seen => seen.Address.Query.Contains("continue", StringComparison.Ordinal)
            ? StubApi.Answer(HttpStatusCode.Gone, "{}")
            : StubApi.Answer(HttpStatusCode.OK, Page("a", next: "x"));
        using var client = Connect();
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.ListPodsAsync());

        Assert.Equal(HttpStatusCode.Gone, failure.Status);
        Assert.Equal(8, _api.Requests.Count);
    }

    /// <summary>A list that is taken for an empty one would let images go that are in use.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"kind":"PodList"}""")]
    [InlineData("""{"kind":"PodList","items":null}""")]
    [InlineData("""{"kind":"Status","items":[]}""")]
    [InlineData("""{"kind":"PodList","items":[""")]
    [InlineData("""{"kind":"PodList","items":[{"spec":{"containers":"none"}}]}""")]
    [InlineData("<html>Sign in</html>")]
    public async Task What_is_no_list_is_not_taken_for_an_empty_one(string body)
    {
        _api.Then(200, body);
        using var client = Connect();
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.ListPodsAsync());

        Assert.Equal(FailureKind.Malformed, failure.Kind);
    }

    [Fact]
    public async Task Pages_that_go_round_in_a_circle_are_an_error()
    {
        _api.Always = _ => StubApi.Answer(HttpStatusCode.OK, Page("a", next: "x"));
        using var client = Connect();

        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.ListPodsAsync())).Kind);
    }

    [Fact]
    public async Task Of_secrets_the_metadata_alone_is_asked_for()
    {
        _api.Then(200, """
            {"kind":"PartialObjectMetadataList","items":[{"metadata":{"name":"main","namespace":"shop","labels":{"digitalocean.com/copy-identifier":"main"},
             "annotations":{"digitalocean.com/dosecret-identifier":"main"}}}]}
            """);
        using var client = Connect();
        var secret = Assert.Single(await client.ListPullSecretsAsync()).Metadata;
        var request = Assert.Single(_api.Requests);

        Assert.Equal("/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Fdockerconfigjson&limit=500", request.PathAndQuery);
        Assert.Equal("application/json; as=PartialObjectMetadataList; g=meta.k8s.io; v=v1", request.Headers["Accept"]);
        Assert.Equal(("main", "main"), (secret.Labels["digitalocean.com/copy-identifier"], secret.Annotations["digitalocean.com/dosecret-identifier"]));
    }

    [Fact]
    public async Task Requests_carry_the_token_of_the_cluster_and_no_text_shows_it()
    {
        _api.Then(403, $$"""{"kind":"Status","message":"the token {{ClusterToken}} may not list pods","reason":"Forbidden","code":403}""");
        using var client = Connect();
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.ListPodsAsync());

        Assert.Equal($"Bearer {ClusterToken}", Assert.Single(_api.Requests).Headers["Authorization"]);
        Assert.Equal(("the token *** may not list pods", "list pods"), (failure.ApiMessage, failure.RequiredScope));
        Assert.Equal("https://cluster.test/api/v1/pods", Assert.Single(_calls).Path);
        Assert.DoesNotContain(ClusterToken, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_cluster_is_waited_for()
    {
        _api.Then(429, "{}", static answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3))).Then(503, "{}").Then(200, Empty);
        using var client = Connect();

        Assert.Empty(await client.ListPodsAsync());
        Assert.Contains(TimeSpan.FromSeconds(3), _time.Waits);
    }

    [Fact]
    public async Task A_cluster_that_does_not_respond_is_given_up_within_a_minute()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            _api.Then(static async (_, cancellation) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                throw new InvalidOperationException("Never reached.");
            });
        }

        using var client = Connect(new DigitalOceanClientOptions { Token = TestClient.Token, RetryMax = 10, RetryWaitMin = TimeSpan.FromHours(1), RetryWaitMax = TimeSpan.FromHours(1) });
        await Assert.ThrowsAsync<ApiException>(() => client.ListPodsAsync());

        Assert.Equal(3, _api.Requests.Count);
        Assert.InRange(_time.GetUtcNow() - EagerTime.Start, TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_asked_for_again()
    {
        _api.Then(static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) })).Then(200, Page("a"));
        using var client = Connect();

        Assert.Equal("a", Assert.Single(await client.ListPodsAsync()).Metadata.Name);
    }

    private static string Page(string name, string next = "") => $$$"""{"kind":"PodList","metadata":{"continue":"{{{next}}}"},"items":[{"metadata":{"name":"{{{name}}}"},"spec":{"containers":[{"image":"a:1"}]}}]}""";

    private ClusterClient Connect(DigitalOceanClientOptions? options = null)
    {
        var client = TestClient.Of(_api, _time, options ?? TestClient.Options with { ClusterAttemptTimeout = EagerTime.Never }, _calls.Add);
        return client.ConnectTo(new ClusterCredentials("c-1", new Uri("https://cluster.test/"), Issued.Authority("CN=cluster").Pem, ClusterToken));
    }

    /// <summary>A body whose connection is lost after its first bytes.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun) throw new IOException("The connection was reset.");
            _begun = true;
            "{\"kind\":"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(8);
        }
    }
}
