using System.Diagnostics;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>The real kubectl against a simulated cluster, with the kubeconfig that the API gives.</summary>
public sealed class KubectlTests
{
    private static readonly string? Program = Find();

    [Theory]
    [InlineData("get pods --all-namespaces", "default db-0 1/1 Running 0 7d")]
    [InlineData("get deployments -n shop", "web 2/2 2 2 7d")]
    [InlineData("get secrets --all-namespaces", "kube-system main kubernetes.io/dockerconfigjson 1")]
    [InlineData("get serviceaccounts -n shop -o jsonpath={.items[*].imagePullSecrets[*].name}", "main")]
    [InlineData("get pods -n shop -o jsonpath={.items[0].status.containerStatuses[0].imageID}", "registry.digitalocean.com/main/web@sha256:")]
    [InlineData("get cj,sts,ds,jobs,rs,controllerrevisions --all-namespaces", "cronjob.batch/nightly 0 3 * * * False")]
    [InlineData("get secret main -n shop --show-labels", "digitalocean.com/copy-identifier=main")]
    [InlineData("get pods --all-namespaces --chunk-size=1", "shop web-")]
    [InlineData("api-resources", "deployments deploy apps")]
    [InlineData("version", "v1.33")]
    public async Task It_reads_the_cluster(string arguments, string expected)
    {
        Assert.SkipWhen(Program is null, "There is no kubectl on this machine. Run: build/setup.sh, which unpacks Debian's kubernetes-client, or install it.");
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { Seed = Seed });
        var (exitCode, output, error) = await RunAsync(simulation, arguments);
        Assert.True(exitCode == 0, error);
        Assert.Contains(expected, string.Join(' ', output.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_why_a_list_is_forbidden()
    {
        Assert.SkipWhen(Program is null, "There is no kubectl on this machine. Run: build/setup.sh, which unpacks Debian's kubernetes-client, or install it.");
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { Seed = Seed });
        simulation.Host.World.SetClusterAccess(simulation.Host.World.Clusters[0].Id, new ClusterAccess { Forbidden = ["pods"] });
        var (exitCode, _, error) = await RunAsync(simulation, "get pods -n shop");
        Assert.Equal(1, exitCode);
        Assert.Contains("""cannot list resource "pods" in API group "" in the namespace "shop" """.TrimEnd(), error, StringComparison.Ordinal);
    }

    private static WorldSeed Seed => new()
    {
        Registries = [new RegistrySeed { Name = "main", Manifests = [new ManifestSeed { Repository = "web", Tags = ["v2"] }] }],
        Clusters =
        [
            new ClusterSeed
            {
                Name = "prod",
                Version = "1.33.6-do.0",
                Registries = ["main"],
                Content = new WorkloadChange
                {
                    Workloads =
                    [
                        new WorkloadSeed { Namespace = "shop", Name = "web", Image = "registry.digitalocean.com/main/web:v2", OldImages = ["registry.digitalocean.com/main/web:v1"], Replicas = 2 },
                        new WorkloadSeed { Kind = WorkloadKind.CronJob, Namespace = "shop", Name = "nightly", Image = "registry.digitalocean.com/main/web:v1" },
                        new WorkloadSeed { Kind = WorkloadKind.StatefulSet, Name = "db", Image = "postgres:17" },
                        new WorkloadSeed { Kind = WorkloadKind.DaemonSet, Name = "agent", Image = "agent:1" },
                        new WorkloadSeed { Kind = WorkloadKind.Job, Name = "once", Image = "job:1" },
                    ],
                },
            },
        ],
    };

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(Simulation simulation, string arguments)
    {
        var folder = Directory.CreateTempSubdirectory("kubectl-");
        try
        {
            var config = Path.Combine(folder.FullName, "kubeconfig");
            var answer = await simulation.Get($"/v2/kubernetes/clusters/{simulation.Host.World.Clusters[0].Id}/kubeconfig");
            await File.WriteAllTextAsync(config, answer.Text, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(Program!, [.. arguments.Split(' '), "--kubeconfig", config, "--cache-dir", folder.FullName])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output, await error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The one that build/setup.sh has unpacked, else that of the machine.</summary>
    private static string? Find()
    {
        var paths = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return Unpacked().Concat(paths.Select(path => Path.Combine(path, "kubectl"))).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Unpacked()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, "artifacts", "tools", "kubectl");
    }
}
