using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance.PolicyAsCode;

/// <summary>The rules of <c>examples/policy-as-code</c>, on plans that the real CLIs have made of its configuration and of others.</summary>
public sealed class PolicyAsCodeTests
{
    private const string Near = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Far = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Protected = "deletion_protection    = true";
    private const string SameRegion = "require_same_region = true";

    private static readonly string Folder = Path.Combine(Tools.RepositoryRoot, "examples/policy-as-code");

    private static RegoModule Rules { get; } = RegoModule.Parse(File.ReadAllText(Path.Combine(Folder, "opa/planton.rego")));

    [Theory, EveryEngine]
    public async Task The_configuration_satisfies_the_rules_before_and_after_its_apply(Engine engine)
    {
        await using var scenario = await StartAsync(engine);

        Assert.Empty(await DeniedAsync(scenario));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Empty(await DeniedAsync(scenario));
    }

    [Theory]
    [InlineData(Protected, "", "planton_docr_registry.main is not protected: set deletion_protection = true")]
    [InlineData(Protected, "deletion_protection = false", "planton_docr_registry.main is not protected: set deletion_protection = true")]
    [InlineData(SameRegion, "", "planton_docr_doks_integration.main accepts clusters of other regions: set require_same_region = true")]
    public async Task A_setting_that_is_not_as_it_must_be_is_denied(string setting, string instead, string message)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        Write(scenario, setting, instead);

        Assert.Equal([message], await DeniedAsync(scenario));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal([message], await DeniedAsync(scenario));
    }

    [Fact]
    public async Task A_setting_that_is_not_known_at_plan_is_denied()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        Write(scenario, Protected, "deletion_protection = tobool(terraform_data.later.output)\n}\n\nresource \"terraform_data\" \"later\" {\n  input = \"true\"");

        Assert.Equal(["planton_docr_registry.main is not protected: set deletion_protection = true"], await DeniedAsync(scenario));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Empty(await DeniedAsync(scenario));
    }

    [Theory]
    [InlineData(40, null)]
    [InlineData(41, "planton_docr_retention_policy.builds deletes 21 tags, and an apply may delete 20: review the candidates, or narrow the rules")]
    public async Task An_apply_that_deletes_too_many_tags_is_denied(int builds, string? message)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        for (var number = 1; number <= builds; number++) scenario.Simulator.World.Push("acme", new() { Repository = "web", Tags = [$"build-{number}"], Age = TimeSpan.FromDays(90 - number) });

        Assert.Equal(message is null ? [] : [message], await DeniedAsync(scenario));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(builds - 20, scenario.Count("DELETE", "/v2/registries/*/repositories/*/tags/*"));
        Assert.Empty(await DeniedAsync(scenario));
    }

    [Fact]
    public async Task A_registry_that_would_go_with_its_images_is_denied()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Write(scenario, Protected, string.Empty);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(["planton_docr_registry.main is deleted with all of its images"], await DeniedAsync(scenario, "-destroy"));
        Write(scenario, "\"fra1\"", "\"ams3\"");
        Assert.Equal(["planton_docr_registry.main is deleted with all of its images"], await DeniedAsync(scenario));
    }

    [Fact]
    public async Task A_cluster_of_another_region_that_is_integrated_already_is_denied()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Set("TF_VAR_cluster_uuids", $"[\"{Near}\", \"{Far}\"]");
        Write(scenario, SameRegion, string.Empty);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Write(scenario);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal([$"planton_docr_doks_integration.main has the cluster {Far}, which is in the region nyc1"], await DeniedAsync(scenario));
    }

    [Fact]
    public void The_rules_are_in_the_package_that_the_command_asks_for() => Assert.Contains($"'data.{Rules.Package}.deny[message]'", File.ReadAllText(Path.Combine(Folder, "opa/planton.rego")), StringComparison.Ordinal);

    [Theory]
    [InlineData("package a\nimport rego.v1\ndeny contains m if {\n\tsome x in input.y\n\tx == z\n\tm := \"no\"\n}", "z has no value")]
    [InlineData("package a\nimport rego.v1\ndeny contains m if {\n\tsome x in input.y\n\tm := lower(x)\n}", "no function lower")]
    [InlineData("package a\nimport rego.v1\ndeny contains m if {\n\tm := \"no\"", "ends too early")]
    [InlineData("package a\ndeny := 1", "import is expected")]
    public void Rego_that_is_wrong_or_beyond_what_is_understood_is_no_empty_result(string text, string wrong)
    {
        var error = Assert.Throws<InvalidDataException>(() => RegoModule.Parse(text).Evaluate("deny", RegoTerm.Json(new { y = new[] { "a" } })).ToList());

        Assert.Contains(wrong, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policies_of_Sentinel_are_all_in_its_set_with_the_limit_of_the_rules()
    {
        var set = File.ReadAllText(Path.Combine(Folder, "sentinel/sentinel.hcl"));

        Assert.All(Directory.EnumerateFiles(Path.Combine(Folder, "sentinel"), "*.sentinel"), file => Assert.Contains($"\"./{Path.GetFileName(file)}\"", set, StringComparison.Ordinal));
        Assert.Contains("max_deletions = 20", set, StringComparison.Ordinal);
        Assert.Contains("max_deletions default 20", File.ReadAllText(Path.Combine(Folder, "sentinel/max-deletions.sentinel")), StringComparison.Ordinal);
        Assert.Contains("max_deletions := 20", File.ReadAllText(Path.Combine(Folder, "opa/planton.rego")), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> DeniedAsync(Scenario scenario, params string[] arguments) =>
        Rules.Evaluate("deny", (await scenario.Cli.PlannedAsync(arguments)).Root);

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Near, Name = "web", Region = "fra1" });
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Far, Name = "far", Region = "nyc1" });
        scenario.Cli.Set("TF_VAR_cluster_uuids", $"[\"{Near}\"]");
        Write(scenario);
        return scenario;
    }

    private static void Write(Scenario scenario, string setting = "", string instead = "")
    {
        var text = File.ReadAllText(Path.Combine(Folder, "main.tf"));
        Assert.Contains(setting, text, StringComparison.Ordinal);
        scenario.Cli.Write("main.tf", setting.Length == 0 ? text : text.Replace(setting, instead, StringComparison.Ordinal));
    }
}
