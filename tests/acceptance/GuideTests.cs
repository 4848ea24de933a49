using System.Text.RegularExpressions;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>What the guides show besides whole examples: each piece of configuration is formatted and valid where it is to be put.</summary>
public sealed partial class GuideTests
{
    /// <summary>What the pieces refer to and do not declare themselves.</summary>
    private static readonly IReadOnlyDictionary<string, string> Surroundings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["planton_docr_registry.main"] = """
            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """,
        ["planton_docr_garbage_collection_policy.weekly"] = """
            resource "planton_docr_garbage_collection_policy" "weekly" {
              registry_name = "acme"
              schedule      = "@weekly"
            }
            """,
        ["digitalocean_kubernetes_cluster.web"] = """
            resource "digitalocean_kubernetes_cluster" "web" {
              name   = "web"
              region = "fra1"
            }
            """,
    };

    /// <summary>Pieces that neither of the tested CLIs understands, with what they need. Those of OpenTofu are validated by <c>make test-newest</c>.</summary>
    private static readonly IReadOnlyDictionary<string, string> TooNew = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["opentofu.md/0"] = "for_each in provider blocks came with OpenTofu 1.9",
    };

    public static TheoryData<string, int> Pieces => [.. Directory.EnumerateFiles(Guides, "*.md")
        .SelectMany(static file => Enumerable.Range(0, Read(file).Count).Select(index => (Path.GetFileName(file), index)))];

    private static string Guides { get; } = Path.Combine(Tools.RepositoryRoot, "templates/guides");

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task Every_piece_of_configuration_is_formatted_and_valid(string guide, int index)
    {
        var piece = Piece(guide, index);
        using var workspace = new Workspace(Engine.Terraform);
        var missing = Surroundings.Where(one => piece.Contains(one.Key, StringComparison.Ordinal) && !Declares(piece, one.Key)).Select(static one => one.Value);

        (await workspace.Write("piece.tf", piece).RunAsync("fmt", "-check", "-diff", "piece.tf")).Succeeds();
        if (TooNew.ContainsKey($"{guide}/{index}")) return;
        (await workspace.WriteMixed(string.Join('\n', missing)).ValidateAsync()).Succeeds();
    }

    [Theory, EveryEngine]
    public async Task The_configuration_of_the_README_is_applied_as_it_stands(Engine engine)
    {
        var configuration = Assert.Single(Read(Path.Combine(Tools.RepositoryRoot, "README.md")));
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Seed(new()
        {
            Clusters = [.. ClusterId().Matches(configuration).Select(static (match, index) => new ClusterSeed { Id = match.Value, Name = $"cluster-{index}", Region = "fra1" })],
        });

        (await scenario.Cli.Write("main.tf", configuration).ApplyAsync()).Succeeds().Says("4 added, 0 changed, 0 destroyed");

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal([["acme"], ["acme"]], scenario.Simulator.World.Clusters.Select(static cluster => cluster.Registries));
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    [Fact]
    public async Task Removed_and_imported_in_one_apply_a_registry_changes_hands_untouched()
    {
        await using var scenario = await OfficialRegistryAsync(Engine.Terraform);
        var writes = Writes(scenario);

        scenario.Cli.WriteMixed($"{Surroundings["planton_docr_registry.main"]}\n{Read(Path.Combine(Guides, "moving-from-the-official-provider.md"))[0]}");
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("1 imported, 0 added, 0 changed, 0 destroyed");

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(writes, Writes(scenario));
    }

    [Theory, EveryEngine]
    public async Task Forgotten_and_imported_a_registry_changes_hands_untouched(Engine engine)
    {
        await using var scenario = await OfficialRegistryAsync(engine);
        var writes = Writes(scenario);

        (await scenario.Cli.RunAsync("state", "rm", "digitalocean_container_registry.main")).Succeeds();
        scenario.Cli.WriteMixed($$"""
            {{Surroundings["planton_docr_registry.main"]}}

            import {
              to = planton_docr_registry.main
              id = "acme"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("1 imported, 0 added, 0 changed, 0 destroyed");

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(writes, Writes(scenario));
    }

    private static async Task<Scenario> OfficialRegistryAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.WriteMixed("""
            resource "digitalocean_container_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        return scenario;
    }

    internal static string Piece(string guide, int index) => Read(Path.Combine(Guides, guide))[index];

    /// <summary>The pieces that are written into the guide itself.</summary>
    private static List<string> Read(string file) => [.. Block().Matches(File.ReadAllText(file)).Select(static match => match.Groups["text"].Value)];

    private static bool Declares(string piece, string address)
    {
        var parts = address.Split('.');
        return piece.Contains($"resource \"{parts[0]}\" \"{parts[1]}\"", StringComparison.Ordinal);
    }

    private static int Writes(Scenario scenario) => scenario.Simulator.Requests.All.Count(static request => request.Method != "GET");

    [GeneratedRegex("```terraform\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture)]
    private static partial Regex ClusterId();
}
