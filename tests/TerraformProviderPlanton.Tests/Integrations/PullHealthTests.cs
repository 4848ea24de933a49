using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Integrations;

/// <summary>What <c>planton_doks_pull_health</c> finds in clusters of the simulator.</summary>
public sealed class PullHealthTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Image = "registry.digitalocean.com/main/web:v1";

    [Theory]
    [InlineData("")]
    [InlineData("registry-")]
    public async Task A_cluster_whose_integration_is_whole_is_healthy(string prefix)
    {
        await using var world = await StartAsync(new() { Workloads = [new() { Namespace = "shop", Name = "web", Image = Image }] }, prefix);
        var health = await ReadAsync(world);

        Assert.Equal(CtyValue.Bool(true), health["healthy"]);
        Assert.Empty(Problems(health));
        Assert.Equal(["default", "kube-node-lease", "kube-public", "kube-system", "shop"], Objects(health["namespaces"]).Select(static one => Text(one["name"])));
        Assert.All(Objects(health["namespaces"]), static one => Assert.Equal((CtyValue.Bool(true), CtyValue.Bool(true)), (one["has_secret"], one["default_service_account_uses_it"])));
    }

    [Fact]
    public async Task A_namespace_that_the_operator_has_left_out_is_named()
    {
        await using var world = await StartAsync(new() { Namespaces = [new("shop", HasPullSecrets: false)] });
        var health = await ReadAsync(world);

        Assert.Equal(CtyValue.Bool(false), health["healthy"]);
        Assert.Equal(["The namespace \"shop\" has no pull secret for the registry."], Problems(health));
    }

    [Fact]
    public async Task A_default_account_that_does_not_use_the_secret_is_named()
    {
        await using var world = await StartAsync(new() { Namespaces = [new("shop")], Objects = [Account("shop", "default")] });

        Assert.Equal(["The default service account of the namespace \"shop\" does not use the pull secret."], Problems(await ReadAsync(world)));
    }

    [Fact]
    public async Task An_account_without_the_secret_matters_where_pods_need_it()
    {
        await using var world = await StartAsync(new()
        {
            Workloads =
            [
                new() { Namespace = "shop", Name = "web", Image = Image, ServiceAccount = "web", Replicas = 3 },
                new() { Namespace = "shop", Name = "explicit", Image = Image, ServiceAccount = "explicit", PullSecrets = ["main"] },
                new() { Namespace = "shop", Name = "nginx", Image = "nginx:1", ServiceAccount = "nginx" },
                new() { Namespace = "shop", Name = "other", Image = "registry.digitalocean.com/other/web:v1", ServiceAccount = "other" },
            ],
        });
        var health = await ReadAsync(world);
        var account = Assert.Single(Objects(health["service_accounts_without_secret"]));

        Assert.Equal(("shop", "web", CtyValue.Number(3)), (Text(account["namespace"]), Text(account["name"]), account["pods"]));
        Assert.Equal(["The service account \"web\" in the namespace \"shop\" does not use the pull secret, but 3 pods with images of the registry use it."], Problems(health));
    }

    [Theory]
    [InlineData("ErrImagePull", Image, true)]
    [InlineData("ImagePullBackOff", Image, true)]
    [InlineData("InvalidImageName", "registry.digitalocean.com/main/:", true)]
    [InlineData("CrashLoopBackOff", Image, false)]
    [InlineData("ImagePullBackOff", "nginx:1", false)]
    public async Task A_pod_that_cannot_pull_from_the_registry_is_named_with_what_the_node_says(string reason, string image, bool isNamed)
    {
        await using var world = await StartAsync(new()
        {
            Workloads = [new() { Kind = WorkloadKind.Pod, Name = "web", Image = image, WaitingReason = reason, WaitingMessage = "manifest unknown" }],
        });
        var health = await ReadAsync(world);

        Assert.Equal(CtyValue.Bool(!isNamed), health["healthy"]);
        Assert.Equal(
            isNamed ? [("default", "web", image, reason, "manifest unknown")] : [],
            Objects(health["failing_pods"]).Select(static pod => (Text(pod["namespace"]), Text(pod["name"]), Text(pod["image"]), Text(pod["reason"]), Text(pod["message"]))));
        Assert.Equal(isNamed ? [$"The pod \"web\" in the namespace \"default\" cannot pull {image}: {reason}, manifest unknown"] : [], Problems(health));
    }

    [Fact]
    public async Task A_cluster_without_the_integration_is_not_healthy_and_that_alone_is_said()
    {
        await using var world = await StartAsync(new() { Workloads = [new() { Name = "web", Image = Image, ServiceAccount = "web" }] }, isIntegrated: false);

        Assert.Equal(["The registry \"main\" is not integrated with the cluster."], Problems(await ReadAsync(world)));
    }

    [Fact]
    public async Task No_secret_is_read()
    {
        await using var world = await StartAsync(new());
        world.Simulator.Requests.KeepsAnswers = true;
        await ReadAsync(world);
        var secrets = Assert.Single(world.Simulator.Requests.Where("GET", "/api/v1/secrets"));

        Assert.DoesNotContain("dockerconfigjson\":", System.Text.Encoding.UTF8.GetString(secrets.Answer.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_refused_is_an_error_with_the_way_on()
    {
        await using var world = await StartAsync(new(), access: new() { Forbidden = ["secrets"] });
        var error = Assert.Single((await Assert.ThrowsAsync<ProviderErrorException>(() => ReadAsync(world))).Errors);

        Assert.Equal($"The cluster {Cluster} could not be read", error.Summary);
        Assert.Contains("The secrets of the cluster", error.Detail, StringComparison.Ordinal);
        Assert.Contains("Allow the role of the token's user to list secrets in all namespaces of the cluster.", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main", "0a1b2c3d-0000-4000-8000-000000000003", "The cluster 0a1b2c3d-0000-4000-8000-000000000003 does not exist")]
    [InlineData("none", Cluster, "The registry \"none\" does not exist")]
    public async Task What_does_not_exist_is_an_error(string registry, string cluster, string summary)
    {
        await using var world = await StartAsync(new());
        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => ReadAsync(world, registry, cluster));

        Assert.Equal(summary, Assert.Single(error.Errors).Summary);
    }

    private static Task<ProviderFixture> StartAsync(WorkloadChange content, string prefix = "", bool isIntegrated = true, ClusterAccess? access = null) => ProviderFixture.StartAsync(new()
    {
        Registries = [new() { Name = "main" }],
        Behavior = new() { PullSecretPrefix = prefix },
        Clusters = [new() { Id = Cluster, Name = "prod", Registries = isIntegrated ? ["main"] : [], Content = content, Access = access }],
    });

    private static async Task<CtyObject> ReadAsync(ProviderFixture world, string registry = "main", string cluster = Cluster) =>
        await world.Core.ReadDataAsync("planton_doks_pull_health", $$"""{ "registry_name": "{{registry}}", "cluster_uuid": "{{cluster}}" }""");

    private static JsonObject Account(string space, string name) =>
        JsonNode.Parse($$"""{ "kind": "ServiceAccount", "metadata": { "name": "{{name}}", "namespace": "{{space}}" } }""")!.AsObject();

    private static IEnumerable<string> Problems(CtyObject health) => Assert.IsType<CtySequence>(health["problems"]).Elements.Select(Text);

    private static IEnumerable<CtyObject> Objects(CtyValue list) => Assert.IsType<CtySequence>(list).Elements.Cast<CtyObject>();

    private static string Text(CtyValue value) => Assert.IsType<CtyString>(value).Value;
}
