using System.Net.Sockets;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>Restricted access to a cluster, set over the control path.</summary>
public sealed class ClusterAccessTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    [Fact]
    public async Task Single_sign_on_refuses_the_credentials()
    {
        await using var simulation = await WithCluster();
        await Close(simulation, """{"requires_sso":true}""");
        Assert.Equal(403, (await simulation.Get($"/v2/kubernetes/clusters/{Id}/credentials")).Status);
        Assert.Equal(403, (await simulation.Get($"/v2/kubernetes/clusters/{Id}/kubeconfig")).Status);
        simulation.Host.World.Behavior = new Behavior { SsoRequiredStatus = 412 };
        Assert.Equal(412, (await simulation.Get($"/v2/kubernetes/clusters/{Id}/credentials")).Status);
        await Close(simulation, "{}");
        Assert.Equal(200, (await simulation.Get($"/v2/kubernetes/clusters/{Id}/credentials")).Status);
    }

    [Fact]
    public async Task A_role_may_not_list_everything()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Close(simulation, """{"forbidden":["replicasets.apps"]}""");
        var refused = await client.Get("/apis/apps/v1/replicasets");
        Assert.Equal(403, refused.Status);
        Assert.Equal(
            """replicasets.apps is forbidden: User "sammy@example.com" cannot list resource "replicasets" in API group "apps" at the cluster scope""",
            refused.Json.GetProperty("message").GetString());
        Assert.Equal(403, (await client.Get("/apis/apps/v1/namespaces/default/replicasets/web")).Status);
        Assert.Equal(200, (await client.Get("/api/v1/pods")).Status);
        await Close(simulation, """{"forbidden":["*"]}""");
        Assert.Equal(403, (await client.Get("/api/v1/pods")).Status);
    }

    [Fact]
    public async Task A_firewall_refuses_and_opens_the_same_port_again()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        Assert.Equal(200, (await client.Get("/version")).Status);
        await Close(simulation, """{"network":"refused"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Get("/version"));
        using var late = await ClusterClient.OfAsync(simulation, Id);
        Assert.Equal(client.Server, late.Server);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => late.Get("/version"));
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(fault.InnerException).SocketErrorCode);
        await Close(simulation, "{}");
        Assert.Equal(200, (await late.Get("/version")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_network_never_responds(bool isConnected)
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        if (isConnected)
            Assert.Equal(200, (await client.Get("/version")).Status);
        await Close(simulation, """{"network":"silent"}""");
        using var waited = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Get("/version").WaitAsync(waited.Token));
        await Close(simulation, "{}");
        using var late = await ClusterClient.OfAsync(simulation, Id);
        Assert.Equal(200, (await late.Get("/version")).Status);
    }

    [Fact]
    public async Task An_upgrade_makes_it_unavailable()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        await Close(simulation, """{"unavailable":true}""");
        var refused = await client.Get("/api/v1/pods");
        Assert.Equal((503, "ServiceUnavailable"), (refused.Status, refused.Json.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_cluster_that_is_gone_has_no_port()
    {
        await using var simulation = await WithCluster();
        using var client = await ClusterClient.OfAsync(simulation, Id);
        simulation.Host.World.RemoveCluster(Id);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Get("/version"));
        Assert.Equal(422, (await simulation.Put($"/_simulator/clusters/{Id}/access", "{}")).Status);
    }

    private static async Task Close(Simulation simulation, string access) =>
        Assert.Equal(204, (await simulation.Put($"/_simulator/clusters/{Id}/access", access)).Status);

    private static async Task<Simulation> WithCluster()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddCluster(new ClusterSeed { Id = Id, Name = "prod" });
        return simulation;
    }
}
