using System.Net;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Tests.Usage;

/// <summary>What is found in the clusters of the simulator, over their own APIs.</summary>
public sealed class ClusterUsageTests
{
    private const string Prod = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Test = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Image = "registry.digitalocean.com/main/web:v2";
    private const string Old = "registry.digitalocean.com/main/web:v1";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    [Theory]
    [InlineData(WorkloadKind.Deployment, "deployment")]
    [InlineData(WorkloadKind.StatefulSet, "statefulset")]
    [InlineData(WorkloadKind.DaemonSet, "daemonset")]
    [InlineData(WorkloadKind.Job, "job")]
    [InlineData(WorkloadKind.CronJob, "cronjob")]
    [InlineData(WorkloadKind.Pod, "pod")]
    public async Task Whatever_runs_or_will_run_uses_its_image(WorkloadKind kind, string shown)
    {
        await using var world = await StartAsync(new WorkloadSeed { Kind = kind, Namespace = "shop", Name = "web", Image = Image, Digest = Digest });
        var reading = await ReadAsync(world);

        Assert.Empty(reading.Unread);
        Assert.Equal([$"{shown}/web in shop, cluster prod"], reading.Uses.Select(static use => use.User.Text).Distinct());
        Assert.All(reading.Uses, static use => Assert.Equal(("web", "v2"), (use.Repository, use.Tag)));
        Assert.Equal(kind != WorkloadKind.CronJob, reading.Uses.Any(static use => use.Digest == Digest));
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment)]
    [InlineData(WorkloadKind.StatefulSet)]
    [InlineData(WorkloadKind.DaemonSet)]
    public async Task A_rollback_uses_the_image_that_it_goes_back_to(WorkloadKind kind)
    {
        await using var world = await StartAsync(new WorkloadSeed { Kind = kind, Name = "web", Image = Image, OldImages = [Old] });

        Assert.Contains(await UsesAsync(world), static use => use.StartsWith("web:v1 ", StringComparison.Ordinal));
        Assert.DoesNotContain(await UsesAsync(world, workloads: false), static use => use.StartsWith("web:v1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_scaled_to_nothing_uses_its_image_unless_pods_alone_count()
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image, Replicas = 0 });

        Assert.Equal(["web:v2 deployment/web in default, cluster prod"], await UsesAsync(world));
        Assert.Empty(await UsesAsync(world, workloads: false));
    }

    [Theory]
    [InlineData("/v2/kubernetes/clusters", "kubernetes_clusters")]
    [InlineData("/v2/kubernetes/clusters", "id")]
    [InlineData("/api/v1/pods", "items")]
    [InlineData("/api/v1/pods", "spec")]
    [InlineData("/api/v1/pods", "containers")]
    [InlineData("/api/v1/pods", "image")]
    [InlineData("/apis/apps/v1/deployments", "template")]
    [InlineData("/apis/batch/v1/cronjobs", "jobTemplate")]
    public async Task What_a_response_does_not_state_is_not_taken_for_nothing(string path, string missing)
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image });
        world.World.AddWorkload(Prod, new() { Kind = WorkloadKind.CronJob, Name = "nightly", Image = Image });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = path, Cluster = path.StartsWith("/v2/", StringComparison.Ordinal) ? null : "*", Kind = FaultKind.WrongMember, Member = missing });

        Assert.NotEmpty((await ReadAsync(world)).Unread);
    }

    [Fact]
    public async Task Containers_of_every_sort_count()
    {
        await using var world = await StartAsync(new WorkloadSeed
        {
            Kind = WorkloadKind.Pod,
            Name = "web",
            Image = Image,
            Digest = Digest,
            InitImage = "registry.digitalocean.com/main/init:1",
            EphemeralImage = "registry.digitalocean.com/main/debug:1",
        });

        Assert.Equal(["debug", "init", "web"], (await ReadAsync(world)).Uses.Select(static use => use.Repository).Order(StringComparer.Ordinal).Distinct());
    }

    [Theory]
    [InlineData("registry.digitalocean.com/main/web", "web:latest@D")]
    [InlineData("REGISTRY.DigitalOcean.com/main/team/web:v3", "team/web:v3@D")]
    [InlineData("registry.digitalocean.com/main/web@sha256:2222222222222222222222222222222222222222222222222222222222222222", "web@2, web@D")]
    [InlineData("registry.digitalocean.com/main/web:v3@sha256:2222222222222222222222222222222222222222222222222222222222222222", "web:v3@2, web@D")]
    [InlineData("registry.digitalocean.com/other/web:v3", "")]
    [InlineData("docker.io/library/nginx:1", "")]
    public async Task An_image_is_used_as_it_is_written_and_as_it_runs(string image, string uses)
    {
        await using var world = await StartAsync(new WorkloadSeed { Kind = WorkloadKind.Pod, Name = "web", Image = image, Digest = Digest, ImageIdPrefix = "docker-pullable://" });
        var found = (await ReadAsync(world)).Uses.Select(static use =>
            $"{use.Repository}{(use.Tag is { } tag ? $":{tag}" : "")}{(use.Digest is null ? "" : use.Digest == Digest ? "@D" : "@" + use.Digest[^1])}");

        Assert.Equal(uses, string.Join(", ", found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Every_cluster_that_the_registry_is_integrated_with_is_read_or_those_that_are_named()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Registries = [new() { Name = "main" }],
            Clusters =
            [
                Cluster(Prod, "prod", new WorkloadSeed { Name = "web", Image = Image, Replicas = 0 }),
                Cluster(Test, "test", new WorkloadSeed { Name = "web", Image = Old, Replicas = 0 }) with { Registries = [] },
            ],
        });

        Assert.Equal(["web:v2 deployment/web in default, cluster prod"], await UsesAsync(world));
        Assert.Equal(["web:v1 deployment/web in default, cluster test"], await UsesAsync(world, uuids: [Test]));
    }

    [Fact]
    public async Task A_cluster_costs_one_request_for_each_kind_and_for_its_credentials()
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image });
        await ReadAsync(world);
        var requests = world.Simulator.Requests.All.Select(static request => $"{request.Path}?{request.Query.TrimStart('?')}").Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "/api/v1/pods?limit=500", "/apis/apps/v1/controllerrevisions?limit=500", "/apis/apps/v1/daemonsets?limit=500", "/apis/apps/v1/deployments?limit=500",
                "/apis/apps/v1/replicasets?limit=500", "/apis/apps/v1/statefulsets?limit=500", "/apis/batch/v1/cronjobs?limit=500", "/apis/batch/v1/jobs?limit=500",
                $"/v2/kubernetes/clusters/{Prod}/credentials?expiry_seconds=600", "/v2/kubernetes/clusters?per_page=200",
            ],
            requests);
    }

    [Fact]
    public async Task What_a_role_may_not_list_is_unread_and_the_rest_is_read()
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image }, new ClusterAccess { Forbidden = ["pods", "cronjobs.batch"] });
        var reading = await ReadAsync(world);

        Assert.NotEmpty(reading.Uses);
        Assert.Equal(["cronjobs.batch", "pods"], reading.Unread.Select(static source => source.Resource).Order(StringComparer.Ordinal));
        Assert.All(reading.Unread, static source =>
        {
            Assert.Equal((Prod, "prod", HttpStatusCode.Forbidden), (source.ClusterUuid, source.ClusterName, source.Status));
            Assert.Equal($"list {source.Resource}", source.Scope);
            Assert.NotEmpty(source.Reason);
        });
    }

    [Theory]
    [InlineData("sso", "credentials", HttpStatusCode.Forbidden)]
    [InlineData("upgrade", "deployments.apps", HttpStatusCode.ServiceUnavailable)]
    [InlineData("firewall", "deployments.apps", null)]
    [InlineData("scope", "credentials", HttpStatusCode.Forbidden)]
    [InlineData("gone", "clusters", HttpStatusCode.InternalServerError)]
    public async Task A_door_that_is_shut_makes_everything_behind_it_unknown(string door, string resource, HttpStatusCode? status)
    {
        var access = new ClusterAccess { RequiresSso = door == "sso", Unavailable = door == "upgrade", Network = door == "firewall" ? ClusterNetwork.Refused : ClusterNetwork.Open };
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image }, access);
        if (door == "scope") world.Simulator.Faults.Add(new FaultRule { Path = "/v2/kubernetes/clusters/*/credentials", Status = 403 });
        if (door == "gone") world.Simulator.Faults.Add(new FaultRule { Path = "/v2/kubernetes/clusters", Status = 500 });
        var reading = await ReadAsync(world);

        var source = Assert.Single(reading.Unread);
        Assert.Equal((resource, status), (source.Resource, source.Status));
        Assert.False(reading.Usage.IsComplete);
        Assert.Empty(reading.Uses);
    }

    [Fact]
    public async Task A_named_cluster_that_does_not_exist_is_unread()
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = Image });
        var reading = await ReadAsync(world, uuids: [Test, Prod]);

        Assert.Equal((Test, UnreadSource.Cluster, HttpStatusCode.NotFound), (reading.Unread[0].ClusterUuid, reading.Unread[0].Resource, reading.Unread[0].Status));
        Assert.NotEmpty(reading.Uses);
    }

    private static Task<ProviderFixture> StartAsync(WorkloadSeed workload, ClusterAccess? access = null) =>
        ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main" }], Clusters = [Cluster(Prod, "prod", workload) with { Access = access }] });

    private static ClusterSeed Cluster(string id, string name, WorkloadSeed workload) =>
        new() { Id = id, Name = name, Registries = ["main"], Content = new WorkloadChange { Workloads = [workload] } };

    private static async Task<IEnumerable<string>> UsesAsync(ProviderFixture world, bool workloads = true, params IReadOnlyList<string>? uuids)
    {
        var reading = await ReadAsync(world, workloads, uuids is { Count: > 0 } ? uuids : null);
        Assert.Empty(reading.Unread);
        return reading.Uses.Select(static use => $"{use.Repository}:{use.Tag} {use.User.Text}").Distinct();
    }

    private static Task<UsageReading> ReadAsync(ProviderFixture world, bool workloads = true, IReadOnlyList<string>? uuids = null) =>
        UsageReadings.ReadAsync(world, new UsageScope("main", uuids, workloads, Apps: false));
}
