using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class IntegrationTests
{
    private const string Plain = "/v2/kubernetes/registry";
    private const string Named = "/v2/kubernetes/registries";

    [Fact]
    public async Task The_named_pair_adds_and_removes_exactly_what_it_names()
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod");
        Assert.Equal(204, (await simulation.Post(Named, Body(cluster, "one", "two"))).Status);
        Assert.Equal(["one", "two"], await Registries(simulation, cluster));
        Assert.Equal(204, (await simulation.Delete(Named, Body(cluster, "one"))).Status);
        Assert.Equal(["two"], await Registries(simulation, cluster));
        Assert.Equal(204, (await simulation.Delete(Named, Body(cluster, "one"))).Status);
    }

    [Fact]
    public async Task The_plain_pair_means_every_registry()
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod");
        Assert.Equal(204, (await simulation.Post(Plain, new { cluster_uuids = new[] { cluster.Id } })).Status);
        Assert.Equal(["one", "two"], await Registries(simulation, cluster));
        Assert.Equal(204, (await simulation.Delete(Plain, new { cluster_uuids = new[] { cluster.Id } })).Status);
        Assert.Empty(await Registries(simulation, cluster));
    }

    [Theory]
    [InlineData(Named, """{"cluster_uuids":["ID"],"registries":["three"]}""", 404)]
    [InlineData(Named, """{"cluster_uuids":["ID"],"registries":[]}""", 422)]
    [InlineData(Named, """{"cluster_uuids":["ID"]}""", 422)]
    [InlineData(Named, """{"cluster_uuids":[],"registries":["one"]}""", 422)]
    [InlineData(Named, """{"cluster_uuids":["ID","unknown"],"registries":["one"]}""", 404)]
    [InlineData(Named, """{"cluster_uuids":[null],"registries":["one"]}""", 404)]
    [InlineData(Named, """{"cluster_uuids":["ID"],"registries":[null]}""", 404)]
    [InlineData(Named, """{"cluster_uuids":"ID","registries":["one"]}""", 400)]
    [InlineData(Named, "", 400)]
    [InlineData(Plain, """{"cluster_uuids":["unknown"]}""", 404)]
    [InlineData(Plain, "{}", 422)]
    public async Task A_call_that_is_refused_changes_nothing(string path, string body, int status)
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod");
        Assert.Equal(status, (await simulation.Post(path, body.Replace("ID", cluster.Id, StringComparison.Ordinal))).Status);
        Assert.Empty(await Registries(simulation, cluster));
    }

    [Theory]
    [InlineData("provisioning", 412)]
    [InlineData("error", 412)]
    [InlineData("hibernating", 412)]
    [InlineData("degraded", 204)]
    [InlineData("running", 204)]
    public async Task The_cluster_must_have_a_control_plane(string state, int status)
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster(new ClusterSeed { Name = "prod", State = state });
        Assert.Equal(status, (await simulation.Post(Named, Body(cluster, "one"))).Status);
        Assert.Equal(status, (await simulation.Post(Plain, new { cluster_uuids = new[] { cluster.Id } })).Status);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task The_named_pair_can_be_missing(int status)
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod", "nyc1", "one");
        simulation.Host.World.Behavior = new Behavior { NamedIntegrationStatus = status };
        Assert.Equal(status, (await simulation.Post(Named, Body(cluster, "two"))).Status);
        Assert.Equal(status, (await simulation.Delete(Named, Body(cluster, "one"))).Status);
        Assert.Equal(["one"], await Registries(simulation, cluster));
    }

    [Fact]
    public async Task The_named_removal_can_be_without_effect()
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod", "nyc1", "one");
        simulation.Host.World.Behavior = new Behavior { NamedRemovalIneffective = true };
        Assert.Equal(204, (await simulation.Delete(Named, Body(cluster, "one"))).Status);
        Assert.Equal(["one"], await Registries(simulation, cluster));
    }

    [Fact]
    public async Task Older_control_planes_only_say_that_there_is_some_registry()
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster(new ClusterSeed { Name = "old", Registries = ["one"], OmitsRegistries = true });
        var json = (await simulation.Get($"/v2/kubernetes/clusters/{cluster.Id}")).Json.GetProperty("kubernetes_cluster");
        Assert.True(json.GetProperty("registry_enabled").GetBoolean());
        Assert.False(json.TryGetProperty("registries", out _));
    }

    [Fact]
    public async Task An_integration_can_take_its_time_to_show()
    {
        await using var simulation = await WithTwoRegistries();
        var cluster = simulation.Host.World.AddCluster("prod");
        simulation.Host.World.Behavior = new Behavior { IntegrationDelay = TimeSpan.FromSeconds(5) };
        await simulation.Post(Named, Body(cluster, "one"));
        Assert.Empty(await Registries(simulation, cluster));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["one"], await Registries(simulation, cluster));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_registry_is_forgotten_by_clusters_or_not(bool stays)
    {
        await using var simulation = await WithTwoRegistries();
        simulation.Host.World.Behavior = new Behavior { DeletedRegistryStaysIntegrated = stays };
        var cluster = simulation.Host.World.AddCluster("prod", "nyc1", "one", "two");
        await simulation.Delete("/v2/registries/one");
        Assert.Equal(stays ? ["one", "two"] : ["two"], await Registries(simulation, cluster));
    }

    [Fact]
    public async Task Without_a_registry_the_plain_call_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var cluster = simulation.Host.World.AddCluster("prod");
        Assert.Equal(412, (await simulation.Post(Plain, new { cluster_uuids = new[] { cluster.Id } })).Status);
    }

    private static async Task<Simulation> WithTwoRegistries()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("one");
        simulation.Host.World.AddRegistry("two");
        return simulation;
    }

    private static object Body(SimulatedCluster cluster, params string[] registries) => new { cluster_uuids = new[] { cluster.Id }, registries };

    private static async Task<string[]> Registries(Simulation simulation, SimulatedCluster cluster)
    {
        var json = (await simulation.Get($"/v2/kubernetes/clusters/{cluster.Id}")).Json.GetProperty("kubernetes_cluster");
        var registries = json.GetProperty("registries");
        string[] names = registries.ValueKind == JsonValueKind.Null ? [] : [.. registries.EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(names.Length > 0, json.GetProperty("registry_enabled").GetBoolean());
        return names;
    }
}
