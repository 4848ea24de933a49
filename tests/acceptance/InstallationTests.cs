using System.Diagnostics;
using System.Text.Json;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The provider as users install it: by <c>init</c>, from a mirror, held by a lock file; and as they start it by hand.</summary>
public sealed class InstallationTests
{
    private const string Registry = """
        resource "planton_docr_registry" "main" {
          name = "acme"
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(Engine.Terraform, "registry.terraform.io", false)]
    [InlineData(Engine.Terraform, "registry.terraform.io", true)]
    [InlineData(Engine.OpenTofu, "registry.opentofu.org", false)]
    [InlineData(Engine.OpenTofu, "registry.opentofu.org", true)]
    public async Task Init_installs_the_provider_locks_it_and_it_plans_and_applies(Engine engine, string host, bool packed)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseMirror("0.1.0", packed).Write(Registry);

        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed project-planton/planton v0.1.0");
        var locked = scenario.Cli.Read(".terraform.lock.hcl");
        Assert.Contains($"provider \"{host}/project-planton/planton\"", locked, StringComparison.Ordinal);
        Assert.Contains("h1:", locked, StringComparison.Ordinal);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says("previously-installed project-planton/planton v0.1.0");
        Assert.Equal(locked, scenario.Cli.Read(".terraform.lock.hcl"));
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Theory, EveryEngine]
    public async Task The_schema_describes_every_resource_data_source_and_attribute(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseMirror("0.1.0").Write(Registry);
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();

        var schemas = (await scenario.Cli.RunAsync("providers", "schema", "-json")).Succeeds();

        var provider = JsonDocument.Parse(schemas.Output).RootElement.GetProperty("provider_schemas").EnumerateObject().Single().Value;
        Assert.Equal(
            ["planton_docr_doks_integration", "planton_docr_garbage_collection_policy", "planton_docr_registry"],
            provider.GetProperty("resource_schemas").EnumerateObject().Select(static type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["planton_docr_garbage_collections", "planton_docr_registry"],
            provider.GetProperty("data_source_schemas").EnumerateObject().Select(static type => type.Name).Order(StringComparer.Ordinal));
        Assert.True(Attribute(provider.GetProperty("provider"), "token").GetProperty("sensitive").GetBoolean());
        Assert.All(
            provider.GetProperty("resource_schemas").EnumerateObject().Concat(provider.GetProperty("data_source_schemas").EnumerateObject()),
            static type => Assert.All(
                type.Value.GetProperty("block").GetProperty("attributes").EnumerateObject(),
                attribute => Assert.EndsWith(".", attribute.Value.GetProperty("description").GetString(), StringComparison.Ordinal)));
    }

    [Theory, EveryEngine]
    public async Task Nothing_but_its_own_executable_is_needed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set("PATH", null).Set("HOME", null).Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Single(scenario.Simulator.World.Registries);
    }

    /// <summary>A file beside the executable whose name begins like its own could be taken for the provider.</summary>
    [Fact]
    public void The_published_folder_holds_the_executable_and_nothing_else() =>
        Assert.Equal([Tools.Provider], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Tools.Provider)!));

    [Fact]
    public async Task Started_by_hand_it_says_what_it_is_and_fails()
    {
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("Terraform and OpenTofu provider", run.Error, StringComparison.Ordinal);
        Assert.Contains("""planton = { source = "project-planton/planton" }""", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version", @"\Aterraform-provider-planton \d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\n\z")]
    [InlineData("-version", @"\Aterraform-provider-planton \d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\n\z")]
    [InlineData("--help", @"registry\.terraform\.io/project-planton/planton")]
    public async Task What_it_is_asked_about_itself_goes_to_standard_output(string argument, string expected)
    {
        var run = await RunAsync(argument);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(expected, run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task An_argument_that_it_does_not_know_is_an_error_that_names_it()
    {
        var run = await RunAsync("--verbose");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("--verbose", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_process_in_debug_mode_serves_runs_of_both_CLIs_until_it_is_interrupted()
    {
        using var server = Start("--debug");
        try
        {
            var reattach = await ReattachAsync(server);
            await ServesAsync(Engine.Terraform, reattach);
            await ServesAsync(Engine.OpenTofu, reattach);
            Assert.False(server.HasExited);

            Process.Start("kill", ["-INT", server.Id.ToString()]).WaitForExit();
            await server.WaitForExitAsync().WaitAsync(Limit);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }

    /// <summary>Only the running process has a token, so it is the one that answers.</summary>
    private static async Task ServesAsync(Engine engine, string reattach)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken(Workspace.Canary);
        scenario.Cli.Set("TF_REATTACH_PROVIDERS", reattach).Set("DIGITALOCEAN_TOKEN", null).Write($$"""
            provider "planton" {
              api_endpoint = "{{scenario.Simulator.Endpoint}}"
            }

            {{Registry}}
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Empty(scenario.Simulator.World.Registries);
    }

    private static async Task<string> ReattachAsync(Process server)
    {
        const string Begin = "export TF_REATTACH_PROVIDERS='";
        using var limit = new CancellationTokenSource(Limit);
        while (await server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var at = line.IndexOf(Begin, StringComparison.Ordinal);
            if (at >= 0) return line[(at + Begin.Length)..^1];
        }

        throw new Xunit.Sdk.XunitException("The process ended before it said how to attach to it.");
    }

    private static async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new CliResult(string.Join(' ', arguments), process.ExitCode, await output, await error);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Tools.Provider, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["DIGITALOCEAN_TOKEN"] = Workspace.Canary;
        return Process.Start(start) ?? throw new InvalidOperationException("The provider did not start.");
    }

    private static JsonElement Attribute(JsonElement schema, string name) => schema.GetProperty("block").GetProperty("attributes").GetProperty(name);
}
