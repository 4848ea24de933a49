using System.Diagnostics;
using System.Text.Json;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Demo;

/// <summary>
/// What the provider is for, watched: the CLI plans, applies, heals and destroys a registry, its garbage collection, its retention and its integration
/// with clusters in a simulated account. Each step checks what it promises.
/// </summary>
internal sealed class Walkthrough : IAsyncDisposable
{
    private const string Production = "c1f7a9d2-6c1e-4f0b-8f5a-7b9e0d4a2c02";
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Pushes of a week, with the MiB that are new in each. A push takes the tag from the image that had it.</summary>
    private static readonly (string Repository, string Tag, int NewMebibytes)[] Pushes =
        [("web", "v1", 18), ("web", "latest", 19), ("web", "latest", 20), ("web", "latest", 21), ("jobs", "latest", 9), ("jobs", "latest", 10)];

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SimulatorHost _simulator;
    private readonly Cli _cli;
    private readonly Display _display;

    private Walkthrough(SimulatorHost simulator, string cli, Display display, CancellationToken cancellation)
    {
        (_simulator, _display) = (simulator, display);
        _cli = new Cli(cli, simulator.Endpoint, display, cancellation);
    }

    private World World => _simulator.World;

    private SimulatedRegistry Registry => World.Registries[0];

    /// <summary>Starts a simulated account with three clusters, where it is Monday morning and ten seconds pass in one.</summary>
    public static async Task<Walkthrough> StartAsync(string executable, string cli, Display display, CancellationToken cancellation)
    {
        display.Step("Start a simulated DigitalOcean account with three clusters");
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                StartTime = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
                Speed = 10,
                Seed = new WorldSeed
                {
                    Clusters =
                    [
                        new ClusterSeed { Id = "8a0d5b6e-32b5-4b64-9a80-2f3c6d1e7f01", Name = "staging", Region = "fra1" },
                        new ClusterSeed { Id = Production, Name = "production", Region = "fra1" },
                        new ClusterSeed { Id = "e5b3c8f4-0a7d-4e92-b1c6-d8f2a3b4c503", Name = "analytics", Region = "nyc1" },
                    ],
                },
            },
            cancellation);
        var walkthrough = new Walkthrough(simulator, cli, display, cancellation);
        try
        {
            await walkthrough._cli.InstallAsync(executable);
            Display.Tell($"{simulator.Endpoint}: {string.Join(", ", simulator.World.Clusters.Select(static cluster => $"{cluster.Name} ({cluster.Region})"))}");
            return walkthrough;
        }
        catch
        {
            await walkthrough.DisposeAsync();
            throw;
        }
    }

    public async Task RunAsync()
    {
        await CreateAsync();
        await PushAsync();
        await CollectAsync();
        await HealAsync();
        await RetainAsync();
        await DestroyAsync();
        _display.Done($"It took {_watch.Elapsed.TotalSeconds:0} seconds. The configuration is examples/demo/main.tf; README.md says where to read on.");
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _simulator.DisposeAsync();
    }

    private async Task CreateAsync()
    {
        _display.Step("Plan and apply a registry, its retention and garbage collection policies, and its integration with two clusters");
        await _cli.RunAsync(0, "init", "-input=false");
        await _cli.RunAsync(0, "validate");
        await PlanAndApplyAsync();

        _display.Expect(World.Registries.Count == 1 && World.FindRegistry("acme")?.Region == "fra1", "the account has the registry, in fra1");
        _display.Expect(IntegratedClusters() is ["production", "staging"], "staging and production are integrated with it");
        _display.Expect(World.Clusters.Single(static cluster => cluster.Name == "analytics").Registries.IsEmpty, "analytics, which the configuration does not name, was left alone");
        await NothingToDoAsync("right after the apply there is nothing to do");
    }

    private async Task PushAsync()
    {
        _display.Step("Builds push images all week; each push takes the tag \"latest\" from the image before");
        foreach (var ((repository, tag, mebibytes), index) in Pushes.Select(static (push, index) => (push, index)))
        {
            SimulatedBlob[] blobs = [new($"sha256:{0xa:x64}", 30 * Mebibyte), new($"sha256:{index + 1:x64}", mebibytes * Mebibyte)];
            World.Push("acme", new ManifestSeed { Repository = repository, Tags = [tag], Blobs = blobs, Age = TimeSpan.Zero });
        }

        Display.Tell($"{Manifests().Count} images, {Untagged()} of them without a tag, {Registry.StoredBytes} bytes stored");
        await NothingToDoAsync("garbage collection is not due yet, so there is nothing to do");
    }

    private async Task CollectAsync()
    {
        _display.Step("Sunday, 03:05 in Berlin: the policy is due, the plan says so, and the apply runs it");
        var before = Registry.StoredBytes;
        _simulator.Clock.Set(new DateTimeOffset(2026, 3, 8, 2, 5, 0, TimeSpan.Zero));
        await PlanAndApplyAsync();

        _display.Step("The run is recorded in state");
        await _cli.RunAsync(0, "output", "last_garbage_collection");
        var run = (await _cli.OutputsAsync()).GetProperty("last_garbage_collection").GetProperty("value");
        _display.Expect(run.ValueKind == JsonValueKind.Object && Text(run, "status") == "succeeded" && Text(run, "origin") == "policy", "it succeeded, and the policy started it");
        _display.Expect(Text(run, "scheduled_for") == "2026-03-08T02:00:00Z", "it is the run for 03:00 in Berlin");
        var freed = run.GetProperty("freed_bytes").GetInt64();
        _display.Expect(freed > 0 && Registry.StoredBytes == before - freed, $"it freed {freed} bytes, and the registry stores as many fewer");
        _display.Expect(Manifests().Count == 3 && Untagged() == 0, "no image without a tag is left, every tagged one is");

        _display.Step("A second plan is empty");
        await NothingToDoAsync("the run is done, so there is nothing to do");
        _display.Expect(_simulator.Requests.Count("POST", "/v2/registries/acme/garbage-collection") == 1, "garbage collection was started once");
    }

    private async Task HealAsync()
    {
        _display.Step("Someone removes production's integration behind Terraform's back");
        World.SetIntegrations(Production);
        _display.Expect(IntegratedClusters() is ["staging"], "production can no longer pull");

        _display.Step("The next plan shows the drift, and the apply heals it");
        await PlanAndApplyAsync();
        await _cli.RunAsync(0, "output", "clusters");
        _display.Expect(IntegratedClusters() is ["production", "staging"], "production is integrated again");
        var clusters = (await _cli.OutputsAsync()).GetProperty("clusters").GetProperty("value").EnumerateObject().ToList();
        _display.Expect(clusters.Count == 2 && clusters.TrueForAll(static cluster => cluster.Value.GetProperty("integrated").GetBoolean()), "state shows both clusters integrated");
        await NothingToDoAsync("then there is nothing to do");
    }

    private async Task RetainAsync()
    {
        _display.Step("In the next week each build gets a tag of its own, and production runs an old one");
        foreach (var number in Enumerable.Range(1, 5))
        {
            _simulator.Clock.Set(new DateTimeOffset(2026, 3, 8 + number, 10, 0, 0, TimeSpan.Zero));
            SimulatedBlob[] blobs = [new($"sha256:{0xa:x64}", 30 * Mebibyte), new($"sha256:{0xb00 + number:x64}", (10 + number) * Mebibyte)];
            World.Push("acme", new ManifestSeed { Repository = "web", Tags = [$"build-{number}"], Blobs = blobs });
        }

        _simulator.Clock.Set(new DateTimeOffset(2026, 3, 13, 18, 0, 0, TimeSpan.Zero));
        World.AddWorkload(Production, new WorkloadSeed { Namespace = "shop", Name = "web", Image = "registry.digitalocean.com/acme/web:build-2" });
        Display.Tell($"{string.Join(", ", Builds())}; production runs build-2");
        var before = Registry.StoredBytes;

        _display.Step("The plan lists the tags that may go, and the apply deletes them and frees their storage");
        await PlanAndApplyAsync();
        await _cli.RunAsync(0, "output", "last_retention");
        var outputs = await _cli.OutputsAsync();
        var run = outputs.GetProperty("last_retention").GetProperty("value");
        var deleted = run.GetProperty("deleted").EnumerateArray().Select(static tag => Text(tag, "tag"));
        _display.Expect(deleted.SequenceEqual(["build-1", "build-3"]), "build-1 and build-3 were deleted, the oldest first");
        _display.Expect(Builds() is ["build-2", "build-4", "build-5"], "the two newest builds stay, and build-2, because production runs it");
        var freed = outputs.GetProperty("last_garbage_collection").GetProperty("value").GetProperty("freed_bytes").GetInt64();
        _display.Expect(freed == run.GetProperty("reclaimable_bytes").GetInt64() && Registry.StoredBytes == before - freed, $"garbage collection then freed the {freed} bytes that the policy had announced");
        await NothingToDoAsync("then there is nothing to do");
    }

    private async Task DestroyAsync()
    {
        _display.Step("Destroy");
        await _cli.RunAsync(0, "destroy", "-input=false", "-auto-approve");
        _display.Expect(
            World.Registries.Count == 0 && World.Clusters.Count == 3 && World.Clusters.All(static cluster => cluster.Registries.IsEmpty),
            "the account is as it was: no registry, no integration, three clusters");
    }

    /// <summary>With <c>-detailed-exitcode</c> a plan that is not empty ends with 2.</summary>
    private async Task PlanAndApplyAsync()
    {
        await _cli.RunAsync(2, "plan", "-input=false", "-detailed-exitcode", "-out=demo.tfplan");
        await _cli.RunAsync(0, "apply", "-input=false", "demo.tfplan");
    }

    private async Task NothingToDoAsync(string promise)
    {
        await _cli.RunAsync(0, "plan", "-input=false", "-detailed-exitcode");
        _display.Expect(true, promise);
    }

    private List<string> IntegratedClusters() => [.. World.Clusters.Where(static cluster => cluster.Registries.Contains("acme")).Select(static cluster => cluster.Name).Order(StringComparer.Ordinal)];

    private List<SimulatedManifest> Manifests() => [.. Registry.Repositories.Values.SelectMany(static repository => repository.Manifests.Values)];

    private List<string> Builds() => [.. Registry.Repositories["web"].Tags.Keys.Where(static tag => tag.StartsWith("build-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private int Untagged() => Registry.Repositories.Values.Sum(static repository => repository.Manifests.Keys.Except(repository.Tags.Values.Select(static tag => tag.Digest)).Count());

    private static string? Text(JsonElement run, string name) => run.GetProperty(name).GetString();
}
