using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Acceptance;

/// <summary>
/// The published executable under calls that only newer CLIs make: actions and lists, of Terraform 1.14. They are made here the way its core
/// makes them, until the tests can count on such a CLI.
/// </summary>
public sealed class NewerCliTests
{
    [Fact]
    public async Task Garbage_collection_is_run_by_an_action()
    {
        await using var world = await StartAsync(speed: 100);
        await using var provider = await ProviderAsync(world);

        var messages = await provider.Core.Action("planton_docr_garbage_collection").InvokeAsync("""{ "registry_name": "acme" }""");

        Assert.StartsWith("Started garbage collection of \"acme\"", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("6 blobs deleted, 600 bytes freed. Pushes are accepted again.", messages[^1], StringComparison.Ordinal);
        Assert.Equal(1, world.Requests.Count("POST", "/v2/registries/acme/garbage-collection"));
    }

    [Fact]
    public async Task Garbage_collection_is_cancelled_by_an_action()
    {
        await using var world = await StartAsync();
        world.World.StartGarbageCollection("acme");
        await using var provider = await ProviderAsync(world);

        await provider.Core.Action("planton_docr_garbage_collection_cancel").InvokeAsync("""{ "registry_name": "acme" }""", message =>
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        });

        Assert.Equal(GarbageCollectionStatus.Cancelled, Assert.Single(world.World.FindRegistry("acme")!.GarbageCollections).Status);
    }

    [Theory]
    [InlineData("planton_docr_registry", "acme,backup")]
    [InlineData("planton_docr_doks_integration", "acme (2 clusters)")]
    public async Task What_exists_is_listed_and_its_generated_configuration_plans_no_change(string typeName, string names)
    {
        await using var world = await StartAsync();
        await using var provider = await ProviderAsync(world);
        var list = provider.Core.List(typeName);

        var found = await list.ListAsync(config: null, includeResource: true);

        Assert.Equal(names, string.Join(',', found.Select(static item => item.DisplayName)));
        foreach (var item in found)
        {
            var config = await list.GenerateConfigAsync(item);
            var resource = provider.Core.Resource(typeName);
            await resource.ImportByIdentityAsync(item.Identity);
            Assert.Equal(CoreAction.NoOp, (await resource.PlanAsync(config)).Action);
        }
    }

    [Fact]
    public async Task Credentials_that_the_CLI_forgets_are_revoked_when_it_ends_the_process()
    {
        await using var world = await StartAsync();
        await using var provider = await ProviderAsync(world);
        await provider.Core.Ephemeral("planton_docr_docker_credentials").OpenAsync("""{ "registry_name": "acme" }""");
        Assert.False(Assert.Single(world.World.MintedTokens).Revoked);

        await provider.EndAsync();

        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    private static Task<SimulatorHost> StartAsync(double speed = 0) => SimulatorHost.StartAsync(new SimulatorOptions
    {
        Speed = speed,
        Seed = new()
        {
            Tier = "professional",
            Registries = [new() { Name = "acme", Generated = new() { Untagged = 2, BlobsPerManifest = 3, BlobBytes = 100 } }, new() { Name = "backup" }],
            Clusters = [new() { Name = "staging", Registries = ["acme"] }, new() { Name = "production", Registries = ["acme"] }],
        },
    });

    private static Task<PublishedProvider> ProviderAsync(SimulatorHost world) => PublishedProvider.StartAsync(Tools.Provider, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
        ["DIGITALOCEAN_TOKEN"] = Workspace.Canary,
        ["DIGITALOCEAN_API_URL"] = world.Endpoint.ToString(),
    });
}
