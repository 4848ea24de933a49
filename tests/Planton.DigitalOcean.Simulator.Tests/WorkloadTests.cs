using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>The objects that seeded workloads consist of, and the images in them.</summary>
public sealed class WorkloadTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private const string Image = "registry.digitalocean.com/main/shop/web";

    [Fact]
    public async Task A_deployment_has_its_ways_back_and_pods_that_run_what_the_tag_is()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""{"workloads":[{"namespace":"shop","name":"web","image":"{{Image}}:v2","old_images":["{{Image}}:v0","{{Image}}:v1"],"replicas":2}]}""");

        Assert.Equal([$"{Image}:v0 0", $"{Image}:v1 0", $"{Image}:v2 2"], await Templates(client, "/apis/apps/v1/namespaces/shop/replicasets"));
        Assert.Equal([$"{Image}:v2 2"], await Templates(client, "/apis/apps/v1/deployments"));
        var digest = simulation.Host.World.FindRegistry("main")!.Repositories["shop/web"].Tags["v2"].Digest;
        var pods = (await client.Get("/api/v1/pods")).Json.GetProperty("items");
        Assert.Equal([$"{Image}@{digest}", $"{Image}@{digest}"], pods.EnumerateArray().Select(pod => ContainerStatus(pod).GetProperty("imageID").GetString()));
        Assert.Equal("ReplicaSet", pods[0].GetProperty("metadata").GetProperty("ownerReferences")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("stateful_set", "statefulsets", "db-0")]
    [InlineData("daemon_set", "daemonsets", "db-")]
    public async Task Revisions_of_the_others_are_their_ways_back(string kind, string plural, string pod)
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""{"workloads":[{"kind":"{{kind}}","name":"db","image":"{{Image}}:v2","old_images":["{{Image}}:v1"]}]}""");

        var revisions = (await client.Get("/apis/apps/v1/controllerrevisions")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(
            [$"1 {Image}:v1", $"2 {Image}:v2"],
            revisions.Select(one => $"{one.GetProperty("revision")} {TemplateImage(one.GetProperty("data").GetProperty("spec").GetProperty("template"))}").Order());
        Assert.Equal(["db"], await client.Names($"/apis/apps/v1/{plural}"));
        Assert.StartsWith(pod, Assert.Single(await client.Names("/api/v1/pods")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cron_job_has_no_pod_and_a_job_has()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""
            {"workloads":[{"kind":"cron_job","name":"nightly","image":"{{Image}}:v1"},{"kind":"job","name":"once","image":"{{Image}}@sha256:{{new string('a', 64)}}"}]}
            """);
        var cron = (await client.Get("/apis/batch/v1/cronjobs")).Json.GetProperty("items")[0].GetProperty("spec");
        Assert.Equal($"{Image}:v1", TemplateImage(cron.GetProperty("jobTemplate").GetProperty("spec").GetProperty("template")));
        var pod = Assert.Single((await client.Get("/api/v1/pods")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal($"{Image}@sha256:{new string('a', 64)}", ContainerStatus(pod).GetProperty("imageID").GetString());
        Assert.Equal(["once"], await client.Names("/apis/batch/v1/jobs"));
    }

    [Fact]
    public async Task A_pod_names_images_in_three_places_and_may_wait()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""
            {"workloads":[
              {"kind":"pod","name":"all","image":"{{Image}}:v1","init_image":"{{Image}}:init","ephemeral_image":"{{Image}}:debug","image_id_prefix":"docker-pullable://","digest":"sha256:own"},
              {"kind":"pod","name":"waits","image":"{{Image}}:gone","waiting_reason":"ImagePullBackOff","waiting_message":"not found"}]}
            """);
        var all = (await client.Get("/api/v1/namespaces/default/pods/all")).Json;
        Assert.Equal(
            [$"{Image}:init", $"{Image}:v1", $"{Image}:debug"],
            ((string[])["initContainers", "containers", "ephemeralContainers"]).Select(list => all.GetProperty("spec").GetProperty(list)[0].GetProperty("image").GetString()));
        Assert.Equal($"docker-pullable://{Image}@sha256:own", ContainerStatus(all).GetProperty("imageID").GetString());
        var waits = ContainerStatus((await client.Get("/api/v1/namespaces/default/pods/waits")).Json);
        Assert.Equal("", waits.GetProperty("imageID").GetString());
        Assert.Equal("ImagePullBackOff", waits.GetProperty("state").GetProperty("waiting").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Removing_an_object_removes_what_it_owns()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""
            {"workloads":[{"namespace":"shop","name":"web","image":"{{Image}}:v2"},{"namespace":"shop","name":"keep","image":"{{Image}}:v2"},{"name":"other","image":"{{Image}}:v2"}]}
            """);
        await Change(simulation, """{"remove":[{"kind":"deployments","namespace":"shop","name":"web"}]}""");
        Assert.Equal(2, (await client.Names("/api/v1/pods")).Length);
        Assert.Equal(2, (await client.Names("/apis/apps/v1/replicasets")).Length);
        await Change(simulation, """{"remove":[{"kind":"Namespace","name":"shop"}]}""");
        Assert.Single(await client.Names("/api/v1/pods"));
        Assert.DoesNotContain("shop", await client.Names("/api/v1/namespaces"));
        Assert.Equal(422, (await simulation.Post(Content, """{"remove":[{"kind":"Namespace","name":"shop"}]}""")).Status);
        Assert.Equal(422, (await simulation.Post(Content, """{"remove":[{"kind":"Gateway","name":"shop"}]}""")).Status);
    }

    [Fact]
    public async Task A_workload_replaces_the_one_with_its_name()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, $$"""{"workloads":[{"name":"web","image":"{{Image}}:v1","replicas":3}]}""");
        await Change(simulation, $$"""{"workloads":[{"name":"web","image":"{{Image}}:v2","old_images":["{{Image}}:v1"],"replicas":0}]}""");
        Assert.Empty(await client.Names("/api/v1/pods"));
        Assert.Equal([$"{Image}:v1 0", $"{Image}:v2 0"], await Templates(client, "/apis/apps/v1/replicasets"));
    }

    [Fact]
    public async Task Any_object_can_be_written_as_a_manifest()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Change(simulation, """
            {"namespaces":[{"name":"build"}],
             "objects":[{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"builder","namespace":"build"},"imagePullSecrets":[{"name":"own"}]}]}
            """);
        Assert.Equal(["builder", "default"], await client.Names("/api/v1/namespaces/build/serviceaccounts"));
        Assert.Equal("own", (await client.Get("/api/v1/namespaces/build/serviceaccounts/builder")).Json.GetProperty("imagePullSecrets")[0].GetProperty("name").GetString());
        Assert.Equal(422, (await simulation.Post(Content, """{"objects":[{"kind":"Pod"}]}""")).Status);
    }

    private const string Content = $"/_simulator/clusters/{Id}/content";

    private static async Task Change(Simulation simulation, string change) => Assert.Equal(204, (await simulation.Post(Content, change)).Status);

    private static async Task<string[]> Templates(ClusterClient client, string path) =>
    [
        .. (await client.Get(path)).Json.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("spec"))
            .Select(spec => $"{TemplateImage(spec.GetProperty("template"))} {spec.GetProperty("replicas")}").Order(),
    ];

    private static string? TemplateImage(JsonElement template) => template.GetProperty("spec").GetProperty("containers")[0].GetProperty("image").GetString();

    private static JsonElement ContainerStatus(JsonElement pod) => pod.GetProperty("status").GetProperty("containerStatuses")[0];

    private static async Task<Simulation> WithCluster()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "shop/web", Tags = ["v2"] });
        simulation.Host.World.AddCluster(new ClusterSeed { Id = Id, Name = "prod" });
        return simulation;
    }
}
