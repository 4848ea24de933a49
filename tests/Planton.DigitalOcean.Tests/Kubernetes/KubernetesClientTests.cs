using Planton.DigitalOcean.Kubernetes;

namespace Planton.DigitalOcean.Tests;

public sealed class KubernetesClientTests
{
    [Fact]
    public async Task A_cluster_is_read_with_what_concerns_registries()
    {
        using var client = TestClient.Of(new StubApi().Then(200, """
            {"kubernetes_cluster":{"id":"c-1","name":"prod","region":"lon1","version":"1.33.1-do.0","registry_enabled":true,"registries":["a","b"],
             "status":{"state":"hibernating","message":"new word"},"node_pools":[{"size":"s-1vcpu-2gb"}],"ha":true}}
            """));
        var cluster = (await client.Kubernetes.FindClusterAsync("c-1"))!;
        Assert.Equal(("c-1", "prod", "lon1", "1.33.1-do.0"), (cluster.Id, cluster.Name, cluster.Region, cluster.Version));
        Assert.Equal(("hibernating", "new word", true), (cluster.State, cluster.Message, cluster.RegistryEnabled));
        Assert.Equal(["a", "b"], cluster.Registries);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","registries":null""", null)]
    [InlineData(""","registries":[]""", 0)]
    [InlineData(""","registries":[null]""", 0)]
    [InlineData(""","registries":["a"]""", 1)]
    public async Task A_missing_list_of_registries_differs_from_an_empty_one(string field, int? count)
    {
        using var client = TestClient.Of(new StubApi().Then(200, $$$"""{"kubernetes_cluster":{"id":"c-1"{{{field}}}}}"""));
        Assert.Equal(count, (await client.Kubernetes.FindClusterAsync("c-1"))!.Registries?.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","status":null,"registry_enabled":null,"name":null,"region":null,"version":null""")]
    [InlineData(""","status":{}""")]
    [InlineData(""","status":{"state":null,"message":null}""")]
    public async Task Missing_and_null_fields_mean_the_same(string fields)
    {
        using var client = TestClient.Of(new StubApi().Then(200, $$$"""{"kubernetes_cluster":{"id":"c-1"{{{fields}}}}}"""));
        Assert.Equal(new Cluster { Id = "c-1" }, await client.Kubernetes.FindClusterAsync("c-1"));
    }

    [Fact]
    public async Task An_unknown_cluster_is_no_error()
    {
        using var client = TestClient.Of(new StubApi().Then(404));
        Assert.Null(await client.Kubernetes.FindClusterAsync("c-1"));
    }

    [Fact]
    public async Task Credentials_live_for_as_long_as_asked_and_no_text_shows_them()
    {
        var api = new StubApi().Then(200, """{"server":"https://c-1.k8s.example","certificate_authority_data":"UEVN","token":"dop_v1_cluster","expires_at":"2026-08-01T12:10:00Z"}""");
        using var client = TestClient.Of(api);
        var credentials = await client.Kubernetes.GetCredentialsAsync("c-1", TimeSpan.FromMinutes(10));

        Assert.Equal("/v2/kubernetes/clusters/c-1/credentials?expiry_seconds=600", Assert.Single(api.Requests).PathAndQuery);
        Assert.Equal(("https://c-1.k8s.example/", "PEM", "dop_v1_cluster"), (credentials.Server.ToString(), credentials.Authorities, credentials.Token));
        Assert.DoesNotContain("dop_v1_cluster", credentials.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"server":"http://c-1.k8s.example","certificate_authority_data":"UEVN","token":"t"}""")]
    [InlineData("""{"server":"/c-1","certificate_authority_data":"UEVN","token":"t"}""")]
    [InlineData("""{"server":"https://c-1.k8s.example","certificate_authority_data":"UEVN","token":""}""")]
    [InlineData("""{"server":"https://c-1.k8s.example","certificate_authority_data":"UEVN","token":"a\nb"}""")]
    [InlineData("""{"server":"https://c-1.k8s.example","certificate_authority_data":"?","token":"t"}""")]
    [InlineData("""{"server":"https://c-1.k8s.example","token":"t"}""")]
    public async Task Credentials_that_cannot_be_used_safely_are_an_error(string body)
    {
        using var client = TestClient.Of(new StubApi().Then(200, body));
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.GetCredentialsAsync("c-1", TimeSpan.FromMinutes(10)));

        Assert.Equal((FailureKind.Malformed, "kubernetes:access_cluster"), (failure.Kind, failure.RequiredScope));
    }

    [Theory]
    [InlineData("deleting", true)]
    [InlineData("deleted", true)]
    [InlineData("running", false)]
    [InlineData("something new", false)]
    [InlineData("", false)]
    public void Clusters_that_are_being_deleted_count_as_gone(string state, bool gone) => Assert.Equal(gone, ClusterStates.IsGone(state));

    [Fact]
    public async Task Each_integration_call_names_one_cluster()
    {
        var api = new StubApi().Then(204).Then(204).Then(204).Then(204);
        using var client = TestClient.Of(api);
        await client.Kubernetes.AddRegistryAsync("c-1", "reg");
        await client.Kubernetes.RemoveRegistryAsync("c-1", "reg");
        await client.Kubernetes.AddUnnamedRegistryAsync("c-1");
        await client.Kubernetes.RemoveUnnamedRegistryAsync("c-1");
        const string Named = """{"cluster_uuids":["c-1"],"registries":["reg"]}""";
        const string Unnamed = """{"cluster_uuids":["c-1"]}""";
        Assert.Equal(
            [
                ("POST", "/v2/kubernetes/registries", Named),
                ("DELETE", "/v2/kubernetes/registries", Named),
                ("POST", "/v2/kubernetes/registry", Unnamed),
                ("DELETE", "/v2/kubernetes/registry", Unnamed),
            ],
            api.Requests.Select(request => (request.Method, request.PathAndQuery, request.Body)));
    }

    [Fact]
    public async Task A_refused_integration_names_the_scopes()
    {
        using var client = TestClient.Of(new StubApi().Then(403).Then(404));
        var added = await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.AddRegistryAsync("c-1", "reg"));
        var removed = await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.RemoveRegistryAsync("c-1", "reg"));
        Assert.Equal(("kubernetes:create + kubernetes:update", "kubernetes:update"), (added.RequiredScope, removed.RequiredScope));
    }
}
