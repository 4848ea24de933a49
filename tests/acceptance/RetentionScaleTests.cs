using System.Globalization;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>A large registry that large clusters pull from: what one refresh of its retention policy asks for, and the memory that it takes.</summary>
public sealed class RetentionScaleTests
{
    private const string Address = "planton_docr_retention_policy.main";
    private const int Repositories = 200;
    private const int TagsEach = 50;
    private const int Clusters = 5;
    private const int PodsEach = 2_000;

    // A page of a cluster's API has 500 objects. A deployment of five pods has three replica sets.
    private const int ClusterPages = Clusters * ((PodsEach / 500) + (PodsEach / 5 / 500) + 1 + (PodsEach / 5 * 3 / 500) + 1);
    private const int MaxMegabytes = 80;

    [Fact]
    public async Task A_refresh_of_ten_thousand_tags_and_pods_stays_within_its_requests_and_its_memory()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.Seed(new()
        {
            Registries = [new() { Name = "main", Generated = new() { Repositories = Repositories, Tagged = TagsEach, BlobsPerManifest = 8, SharedBlobs = 4, Step = TimeSpan.FromHours(1) } }],
            Clusters = [.. Enumerable.Range(1, Clusters).Select(static i => new ClusterSeed
            {
                Id = $"bd5f5959-5e1e-4205-a714-a914373942a{i}", Name = $"prod-{i}", Registries = ["main"],
                Content = new() { Generated = new() { Pods = PodsEach, Registry = "main" } },
            })],
        });
        scenario.Cli.Write("""
            resource "planton_docr_retention_policy" "main" {
              registry_name = "main"
              rules         = [{ name = "old", keep_most_recent = 49 }]
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        var before = scenario.Simulator.Requests.All.Count;
        var peak = 0.0;

        var refresh = await scenario.Cli.StrikeAsync(() => scenario.Simulator.Requests.All.Count > before, async cli => peak = await PeakAsync(cli), "plan", "-refresh-only", "-input=false");

        refresh.Succeeds();
        var requests = scenario.Simulator.Requests.All.Count - before;
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{requests} requests, {peak:0} MB"));
        Assert.True((await scenario.Cli.StateOfAsync(Address)).GetProperty("candidates").GetArrayLength() > 0);
        Assert.InRange(requests, Repositories, (2 * Repositories) + ClusterPages + 40);
        Assert.InRange(peak, 1, MaxMegabytes);
    }

    /// <summary>The most memory that a provider has had while the CLI runs.</summary>
    private static async Task<double> PeakAsync(int cli)
    {
        var peak = 0.0;
        while (Directory.Exists($"/proc/{cli}"))
        {
            peak = Workspace.Children(cli).Select(PeakOf).Append(peak).Max();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return peak;
    }

    private static double PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // Ended since the list of children was read.
            return 0;
        }
    }
}
