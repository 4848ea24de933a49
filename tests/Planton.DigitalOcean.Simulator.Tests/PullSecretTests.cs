using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>The pull secrets that an integration creates in the cluster.</summary>
public sealed class PullSecretTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private const string Content = $"/_simulator/clusters/{Id}/content";

    [Fact]
    public async Task An_integration_puts_a_secret_into_every_namespace_and_takes_it_away()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await simulation.Post(Content, """{"namespaces":[{"name":"shop"}]}""");
        Assert.Empty(await client.Names("/api/v1/secrets"));

        await simulation.Post("/v2/kubernetes/registries", new { cluster_uuids = new[] { Id }, registries = new[] { "main" } });

        var secrets = (await client.Get("/api/v1/secrets")).Json.GetProperty("items").EnumerateArray().ToDictionary(Namespace, one => one.GetProperty("metadata"));
        Assert.Equal(["default", "kube-node-lease", "kube-public", "kube-system", "shop"], secrets.Keys.Order());
        Assert.Equal("main", secrets["kube-system"].GetProperty("annotations").GetProperty("digitalocean.com/dosecret-identifier").GetString());
        Assert.Equal("main", secrets["shop"].GetProperty("labels").GetProperty("digitalocean.com/copy-identifier").GetString());
        Assert.Equal(["main"], await PullSecrets(client, "shop", "default"));

        await simulation.Delete("/v2/kubernetes/registries", new { cluster_uuids = new[] { Id }, registries = new[] { "main" } });
        Assert.Empty(await client.Names("/api/v1/secrets"));
        Assert.Empty(await PullSecrets(client, "shop", "default"));
    }

    [Fact]
    public async Task A_later_namespace_gets_it_unless_the_operator_misses_it()
    {
        await using var simulation = await WithCluster("main");
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await simulation.Post(Content, """{"namespaces":[{"name":"shop"},{"name":"early","has_pull_secrets":false}]}""");
        Assert.Equal(["main"], await client.Names("/api/v1/namespaces/shop/secrets"));
        Assert.Empty(await client.Names("/api/v1/namespaces/early/secrets"));
        Assert.Empty(await PullSecrets(client, "early", "default"));
    }

    [Fact]
    public async Task Only_the_default_account_uses_it_and_its_pods_say_so()
    {
        await using var simulation = await WithCluster("main");
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await simulation.Post(Content, """
            {"workloads":[{"kind":"pod","name":"plain","image":"nginx"},{"kind":"pod","name":"own","image":"nginx","service_account":"builder"},
             {"kind":"pod","name":"named","image":"nginx","service_account":"builder","pull_secrets":["by-hand"]}]}
            """);
        Assert.Empty(await PullSecrets(client, "default", "builder"));
        var pods = (await client.Get("/api/v1/pods")).Json.GetProperty("items").EnumerateArray().ToDictionary(
            pod => pod.GetProperty("metadata").GetProperty("name").GetString()!, pod => Names(pod.GetProperty("spec")));
        Assert.Equal(["by-hand"], pods["named"]);
        Assert.Empty(pods["own"]);
        Assert.Equal(["main"], pods["plain"]);
    }

    [Fact]
    public async Task A_removed_secret_stays_removed_until_the_integration_changes()
    {
        await using var simulation = await WithCluster("main");
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await client.Names("/api/v1/secrets");
        await simulation.Post(Content, """
            {"remove":[{"kind":"Secret","namespace":"default","name":"main"}],
             "objects":[{"kind":"ServiceAccount","metadata":{"name":"default","namespace":"kube-public"}}]}
            """);
        Assert.Empty(await client.Names("/api/v1/namespaces/default/secrets"));
        Assert.Empty(await PullSecrets(client, "kube-public", "default"));

        simulation.Host.World.AddRegistry("second");
        simulation.Host.World.SetIntegrations(Id, "main", "second");

        Assert.Equal(["main", "second"], await client.Names("/api/v1/namespaces/default/secrets"));
        Assert.Equal(["main", "second"], await PullSecrets(client, "kube-public", "default"));
    }

    [Fact]
    public async Task The_name_may_have_a_prefix()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.Behavior = new Behavior { PullSecretPrefix = "registry-" };
        simulation.Host.World.AddCluster(new ClusterSeed { Id = Id, Name = "prod", Registries = ["main"] });
        using var client = await ClusterClient.OfAsync(simulation, Id);
        Assert.Equal(["registry-main"], await client.Names("/api/v1/namespaces/default/secrets"));
    }

    private static string Namespace(JsonElement one) => one.GetProperty("metadata").GetProperty("namespace").GetString()!;

    private static async Task<string[]> PullSecrets(ClusterClient client, string @namespace, string account) =>
        Names((await client.Get($"/api/v1/namespaces/{@namespace}/serviceaccounts/{account}")).Json);

    private static string[] Names(JsonElement holder) => holder.TryGetProperty("imagePullSecrets", out var secrets)
        ? [.. secrets.EnumerateArray().Select(secret => secret.GetProperty("name").GetString()!)]
        : [];

    private static async Task<Simulation> WithCluster(params IReadOnlyList<string> registries)
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        simulation.Host.World.AddCluster(new ClusterSeed { Id = Id, Name = "prod", Registries = registries });
        return simulation;
    }
}
