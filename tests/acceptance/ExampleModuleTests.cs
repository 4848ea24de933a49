using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The tests that the scenarios and the modules bring along, for <c>terraform test</c>.</summary>
public sealed class ExampleModuleTests
{
    private static readonly string Examples = Path.Combine(Tools.RepositoryRoot, "examples");

    public static TheoryData<string> Mocked => [.. With("mocked.tftest.hcl")];

    public static TheoryData<string> InAnAccount => [.. With("account.tftest.hcl")];

    [Fact]
    public void Every_test_file_is_run() => Assert.Equal(
        Directory.EnumerateFiles(Examples, "*.tftest.hcl", SearchOption.AllDirectories).Count(), Mocked.Count + InAnAccount.Count);

    [Theory]
    [MemberData(nameof(Mocked))]
    public async Task Tests_with_mocked_providers_pass_without_a_token_and_without_a_request(string name)
    {
        await using var scenario = await WriteAsync(name);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null);

        (await scenario.Cli.RunAsync("test", "-filter=tests/mocked.tftest.hcl")).Succeeds().Says(" passed, 0 failed");

        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [MemberData(nameof(InAnAccount))]
    public async Task Tests_in_an_account_pass_and_leave_it_as_it_was(string name)
    {
        await using var scenario = await WriteAsync(name);
        var (registries, integrations) = (scenario.Simulator.World.Registries.Count, Integrations(scenario));

        (await scenario.Cli.RunAsync("test", "-filter=tests/account.tftest.hcl")).Succeeds().Says(" passed, 0 failed");

        Assert.NotEmpty(scenario.Simulator.Requests.All);
        Assert.Equal(registries, scenario.Simulator.World.Registries.Count);
        Assert.Equal(integrations, Integrations(scenario));
    }

    private static List<string> Integrations(Scenario scenario) =>
        [.. scenario.Simulator.World.Clusters.Select(static cluster => $"{cluster.Name}: {string.Join(", ", cluster.Registries)}").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> With(string file) => new[] { "scenarios", "modules" }
        .SelectMany(static kind => Directory.EnumerateDirectories(Path.Combine(Examples, kind)))
        .Where(folder => File.Exists(Path.Combine(folder, "tests", file)))
        .Select(static folder => Path.GetRelativePath(Examples, folder))
        .Order(StringComparer.Ordinal);

    private static async Task<Scenario> WriteAsync(string name)
    {
        // Without the variables: a test file brings its own.
        var world = ExampleWorlds.All[$"{name}/main.tf"] with { Variables = new Dictionary<string, string>(StringComparer.Ordinal) };
        var scenario = await ExampleApplyTests.StartAsync(Engine.Terraform, world);
        await ExampleApplyTests.WriteAsync(scenario, $"{name}/main.tf");
        return scenario;
    }
}
