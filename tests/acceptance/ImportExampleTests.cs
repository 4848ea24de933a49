using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Each way to import that the page of a resource shows, into a configuration that has the resource and an account that has the object.</summary>
public sealed class ImportExampleTests
{
    private static readonly string Examples = Path.Combine(Tools.RepositoryRoot, "examples/resources");

    /// <summary>The arguments of the resource that is imported.</summary>
    private static readonly IReadOnlyDictionary<string, string> Arguments = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["planton_docr_registry"] = """name = "acme" """,
        ["planton_docr_subscription"] = """tier_slug = "basic" """,
        ["planton_docr_garbage_collection_policy"] = """
            registry_name = "acme"
            schedule      = "@daily"
            """,
        ["planton_docr_retention_policy"] = """
            registry_name = "acme"
            rules         = [{ name = "builds", tag_patterns = ["build-*"], keep_most_recent = 2 }]
            """,
        ["planton_docr_doks_integration"] = """
            registry_name = "acme"
            cluster_uuids = ["bd5f5959-5e1e-4205-a714-a914373942af", "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10"]
            """,
    };

    public static TheoryData<Engine, string> Resources => [.. Enum.GetValues<Engine>().SelectMany(static engine => Arguments.Keys.Select(name => (engine, name)))];

    [Fact]
    public void Every_resource_is_imported() => Assert.Equal(
        Directory.EnumerateDirectories(Examples).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal), Arguments.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Resources))]
    public Task A_block_with_an_id_imports(Engine engine, string name) => ImportAsync(engine, name, "import-by-string-id.tf");

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Each_command_imports(Engine engine, string name)
    {
        var commands = (await File.ReadAllLinesAsync(Path.Combine(Examples, name, "import.sh"))).Where(static line => line.StartsWith("terraform ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);

        foreach (var command in commands)
        {
            await using var scenario = await StartAsync(engine, name, string.Empty);
            (await scenario.Cli.RunAsync(command.Split(' ')[1..])).Succeeds();
            (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added");
            await scenario.Cli.PlanIsEmptyAsync();
        }
    }

    /// <summary>Imports by an example, and only that: nothing is written to the account.</summary>
    internal static async Task ImportAsync(Engine engine, string name, string example)
    {
        await using var scenario = await StartAsync(engine, name, await File.ReadAllTextAsync(Path.Combine(Examples, name, example)));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("1 imported, 0 added");

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.DoesNotContain(scenario.Simulator.Requests.All, static request => request.Method != "GET");
    }

    private static async Task<Scenario> StartAsync(Engine engine, string name, string import)
    {
        var scenario = await ExampleApplyTests.StartAsync(engine, ExampleWorlds.All["scenarios/adopting-an-existing-registry/main.tf"]);
        scenario.Cli.Write($"resource \"{name}\" \"example\" {{\n{Arguments[name]}\n}}\n\n{import}");
        return scenario;
    }
}
