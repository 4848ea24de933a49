using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// The examples that only newer CLIs understand, applied by them: <c>make test-newest</c>. What the provider does in these calls is also tested
/// without such a CLI: <see cref="NewerCliTests"/>.
/// </summary>
[Trait("Cli", "newest")]
public sealed class NewestCliTests
{
    private static readonly string Examples = Path.Combine(Tools.RepositoryRoot, "examples");

    public static TheoryData<Engine, string> Resources => ImportExampleTests.Resources;

    /// <summary>The examples that OpenTofu 1.6 is too old for.</summary>
    public static TheoryData<string> ForOpenTofu => [.. ExampleWorlds.All.Where(static one => one.Value.TerraformOnly is not null).Select(static one => one.Key)];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_block_with_an_identity_imports(Engine engine, string name)
    {
        CliVersion.Require(engine, 1, 12);

        await ImportExampleTests.ImportAsync(engine, name, "import-by-identity.tf");
    }

    [Theory]
    [MemberData(nameof(ForOpenTofu))]
    public async Task Every_example_is_applied_by_OpenTofu_as_it_stands_and_leaves_nothing_behind(string file)
    {
        CliVersion.Require(Engine.OpenTofu, 1, 12);

        await ExampleApplyTests.ApplyAsync(Engine.OpenTofu, file);
    }

    [Fact]
    public async Task The_guide_to_OpenTofu_shows_a_valid_configuration()
    {
        CliVersion.Require(Engine.OpenTofu, 1, 9);
        using var workspace = new Workspace(Engine.OpenTofu);

        (await workspace.Write(GuideTests.Piece("opentofu.md", 0)).ValidateAsync()).Succeeds();
    }

    [Fact]
    public async Task Garbage_collection_is_run_on_demand_and_when_something_changes()
    {
        CliVersion.Require(Engine.Terraform, 1, 14);
        await using var scenario = await StartAsync();
        var example = await ReadAsync("actions/planton_docr_garbage_collection/action.tf");
        (await scenario.Cli.Write(example).ApplyAsync()).Succeeds();
        Assert.Equal(0, Runs(scenario));

        (await scenario.Cli.ApplyAsync(Invocation(example))).Succeeds().Says("Started garbage collection of \"acme\"");
        Assert.Equal(1, Runs(scenario));

        scenario.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        (await scenario.Cli.Write(example.Replace("\"2.1\"", "\"2.2\"", StringComparison.Ordinal)).ApplyAsync()).Succeeds();
        Assert.Equal(2, Runs(scenario));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Garbage_collection_is_cancelled_on_demand()
    {
        CliVersion.Require(Engine.Terraform, 1, 14);
        await using var scenario = await StartAsync();
        scenario.Simulator.World.Behavior = new() { GarbageCollection = new() { WaitingForTokens = TimeSpan.FromHours(1), Cancelling = default } };
        var example = await ReadAsync("actions/planton_docr_garbage_collection_cancel/action.tf");
        (await scenario.Cli.Write(example).ApplyAsync()).Succeeds();
        scenario.Simulator.World.StartGarbageCollection("acme");

        (await scenario.Cli.ApplyAsync(Invocation(example))).Succeeds();

        Assert.Equal(GarbageCollectionStatus.Cancelled, Assert.Single(scenario.Simulator.World.FindRegistry("acme")!.GarbageCollections).Status);
    }

    [Theory]
    [InlineData("planton_docr_registry")]
    [InlineData("planton_docr_doks_integration")]
    public async Task What_exists_is_queried_and_the_generated_configuration_plans_nothing_but_the_import(string name)
    {
        CliVersion.Require(Engine.Terraform, 1, 14);
        await using var scenario = await StartAsync();
        var example = await ReadAsync($"list-resources/{name}/list-resource.tfquery.hcl");
        scenario.Cli.UseMirror("0.1.0").Write("provider \"planton\" {}").Write("acme.tfquery.hcl", example);
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();
        (await scenario.Cli.RunAsync("query")).Succeeds().Says("acme");

        // All lists of an example find the same object, which can be imported once.
        scenario.Cli.Write("acme.tfquery.hcl", FirstBlock(example));
        (await scenario.Cli.RunAsync("query", "-generate-config-out=generated.tf")).Succeeds();

        (await scenario.Cli.PlanAsync()).Succeeds().Says("1 to import, 0 to add, 0 to change, 0 to destroy");
    }

    private static async Task<Scenario> StartAsync()
    {
        var world = ExampleWorlds.All["scenarios/adopting-an-existing-registry/main.tf"];
        return await ExampleApplyTests.StartAsync(Engine.Terraform, world);
    }

    private static Task<string> ReadAsync(string example) => File.ReadAllTextAsync(Path.Combine(Examples, example));

    /// <summary>The argument of the command that an example shows in its first comment.</summary>
    private static string Invocation(string example) => example.Split("terraform apply ")[1].Split('\n')[0];

    private static string FirstBlock(string example) => example[..(example.IndexOf("\n}", StringComparison.Ordinal) + 3)];

    private static int Runs(Scenario scenario) => scenario.Count("POST", "/v2/registries/*/garbage-collection");
}
