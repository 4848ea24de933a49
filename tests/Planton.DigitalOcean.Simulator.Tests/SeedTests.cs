using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class SeedTests
{
    [Fact]
    public async Task Equal_random_seeds_give_equal_identities()
    {
        var first = await Ids(randomSeed: 7);
        Assert.Equal(first, await Ids(randomSeed: 7));
        Assert.NotEqual(first, await Ids(randomSeed: 8));

        static async Task<string[]> Ids(int randomSeed)
        {
            await using var simulation = await Simulation.StartAsync(new SimulatorOptions { RandomSeed = randomSeed });
            return [.. simulation.Host.World.AddClusters(new GeneratedClustersSeed { Count = 3 }).Select(cluster => cluster.Id)];
        }
    }

    [Fact]
    public async Task A_tag_names_one_manifest_of_its_repository()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        var old = simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "app", Tags = ["latest"], Blobs = [new SimulatedBlob("sha256:a", 1)] });
        var pushed = simulation.Host.World.Push("main", new ManifestSeed { Repository = "app", Tags = ["latest"], Blobs = [new SimulatedBlob("sha256:b", 2)] });
        var repository = simulation.Host.World.FindRegistry("main")!.Repositories["app"];
        Assert.Empty(repository.TagsOf(old.Digest));
        Assert.Equal(["latest"], repository.TagsOf(pushed.Digest));
        Assert.Equal(3, simulation.Host.World.FindRegistry("main")!.StoredBytes);
    }

    [Fact]
    public async Task A_blob_that_two_manifests_share_stays_while_one_of_them_does()
    {
        await using var simulation = await Simulation.StartAsync();
        var shared = new SimulatedBlob("sha256:shared", 1000);
        simulation.Host.World.AddRegistry(new RegistrySeed
        {
            Name = "main",
            Manifests =
            [
                new ManifestSeed { Repository = "a", Tags = ["v1"], Blobs = [shared] },
                new ManifestSeed { Repository = "b", Blobs = [shared, new SimulatedBlob("sha256:own", 1)] },
            ],
        });
        var run = simulation.Host.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["sha256:shared"], simulation.Host.World.FindRegistry("main")!.Blobs.Keys);
        Assert.Equal((1, 1), (run.BlobsDeleted, run.FreedBytes));
    }

    [Fact]
    public async Task The_world_can_be_changed_while_it_answers()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        var writer = Task.Run(
            () =>
            {
                for (var number = 0; number < 500; number++)
                    simulation.Host.World.AddCluster($"cluster-{number}", "nyc1", "main");
            },
            TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var request = 0; request < 25; request++)
                Assert.Equal(200, (await simulation.Get("/v2/kubernetes/clusters?per_page=200")).Status);
        });
        await Task.WhenAll([writer, .. readers]);
        Assert.Equal(500, simulation.Host.World.Clusters.Count);
        Assert.Equal(200, simulation.Host.Requests.Count("GET", "/v2/kubernetes/clusters"));
    }
}
