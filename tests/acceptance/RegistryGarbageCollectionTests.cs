using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary><c>garbage_collection_enabled</c> of a registry, alone and beside a policy.</summary>
public sealed class RegistryGarbageCollectionTests
{
    private const string RegistryAddress = "planton_docr_registry.main";
    private const string Name = GarbageCollectionScenario.Registry;
    private const string Enabled = "garbage_collection_enabled = true";

    private const string JobToken = "dop_v1_job_canary_9b13";
    private const string ByApp = """
        garbage_collection_enabled = true
          garbage_collection_runner  = "app_platform"
          garbage_collection_app_platform = {
            token_wo         = var.job_token
            token_wo_version = 1
          }
        """;

    private const string Variable = """

        variable "job_token" {
          type      = string
          ephemeral = true
        }
        """;

    private static readonly DateTimeOffset Sunday = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory, EveryEngine]
    public async Task A_registry_with_garbage_collection_is_collected_on_sundays(Engine engine)
    {
        await using var scenario = await EnabledAsync(engine);
        var state = await scenario.Cli.StateOfAsync(RegistryAddress);
        Assert.Equal("2026-11-22T03:00:00Z", state.Text("next_garbage_collection_at"));
        Assert.Null(state.Text("last_garbage_collection"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Sunday.AddMinutes(10));
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[RegistryAddress]);
        Assert.True(plan.Unknown(RegistryAddress).Flag("last_garbage_collection"));
        Assert.True(plan.Unknown(RegistryAddress).Flag("next_garbage_collection_at"));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        Assert.Equal(GarbageCollectionType.Both, Assert.Single(scenario.Runs()).Type);
        state = await scenario.Cli.StateOfAsync(RegistryAddress);
        Assert.Equal("succeeded", state.Text("last_garbage_collection", "status"));
        Assert.Equal("policy", state.Text("last_garbage_collection", "origin"));
        Assert.Equal("3000", state.Text("last_garbage_collection", "freed_bytes"));
        Assert.Equal("2026-11-29T03:00:00Z", state.Text("next_garbage_collection_at"));
        Assert.False(state.Flag("read_only"));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Starts());
    }

    [Fact]
    public async Task Garbage_collection_that_is_switched_on_counts_from_then_on_and_forgets_when_switched_off()
    {
        await using var scenario = await EnabledAsync(Engine.Terraform, "");
        Assert.Null((await scenario.Cli.StateOfAsync(RegistryAddress)).Text("next_garbage_collection_at"));
        scenario.At(Sunday.AddMinutes(10));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Registry(Enabled));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(0, scenario.Starts());
        Assert.Equal("2026-11-29T03:00:00Z", (await scenario.Cli.StateOfAsync(RegistryAddress)).Text("next_garbage_collection_at"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Sunday.AddDays(7).AddMinutes(10));
        scenario.Cli.Write(Registry(""));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(0, scenario.Starts());
        Assert.Null((await scenario.Cli.StateOfAsync(RegistryAddress)).Text("next_garbage_collection_at"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_failed_run_of_a_registry_is_a_warning()
    {
        await using var scenario = await EnabledAsync(Engine.Terraform);
        scenario.At(Sunday.AddMinutes(10));
        scenario.Script(new GarbageCollectionScript([new GarbageCollectionPhase(GarbageCollectionStatus.Scanning, TimeSpan.Zero)], "failed"));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection failed");

        Assert.Equal("failed", (await scenario.Cli.StateOfAsync(RegistryAddress)).Text("last_garbage_collection", "status"));
        Assert.False(await scenario.Cli.IsTaintedAsync(RegistryAddress));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Starts());
    }

    /// <summary>Whoever turns it on without a word about who applies is told once.</summary>
    [Theory, EveryEngine]
    public async Task The_plan_that_turns_it_on_warns_that_nobody_is_named_who_applies(Engine engine)
    {
        const string Nobody = "runs only if someone applies on a Sunday";
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write(Registry(Enabled));
        (await scenario.Cli.PlanAsync()).Succeeds().Says(Nobody);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay(Nobody);

        scenario.Cli.Write(Registry($"{Enabled}\n  garbage_collection_runner = \"terraform\""));
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay(Nobody);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task An_app_collects_a_registry_without_the_CLI_from_create_to_destroy()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.CollectAtOnce();
        scenario.Simulator.World.Behavior = scenario.Simulator.World.Behavior with { Deployment = new() { Pending = default, Building = default, Deploying = default } };
        scenario.Cli.Set("TF_VAR_job_token", JobToken).Write(Registry(ByApp) + Variable);
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay("Warning: Garbage");
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("gc-acme", Assert.Single(scenario.Simulator.World.Apps).Name);

        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(14));
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.RefreshAsync()).Succeeds();
        Assert.Equal("2026-11-29T03:00:00Z", (await scenario.Cli.StateOfAsync(RegistryAddress)).Text("last_garbage_collection", "scheduled_for"));
        Assert.Equal(2, scenario.Runs().Count);

        scenario.Simulator.World.RemoveApp("gc-acme");
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 1 changed, 0 destroyed");
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.Cli.Write(Registry($"{Enabled}\n  garbage_collection_runner = \"terraform\""));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
        scenario.Cli.Write(Registry(ByApp) + Variable);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.DoesNotContain(JobToken, scenario.Cli.Read("terraform.tfstate"), StringComparison.Ordinal);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
        Assert.Equal(0, scenario.Starts());
    }

    [Fact]
    public async Task A_policy_and_the_registrys_own_switch_start_one_run_for_one_slot()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.CollectAtOnce();
        scenario.Cli.Write($"{Registry(Enabled)}\n{Policy(schedule: "0 3 * * 0", more: $"depends_on = [{RegistryAddress}]")}");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.At(Sunday.AddMinutes(30));

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
        var registry = await scenario.Cli.StateOfAsync(RegistryAddress);
        Assert.Equal("succeeded", registry.Text("last_garbage_collection", "status"));
        Assert.Equal("2026-11-29T03:00:00Z", registry.Text("next_garbage_collection_at"));
    }

    /// <summary>A registry that the configuration has created, with blobs to collect and runs that end when they are next read.</summary>
    private static async Task<Scenario> EnabledAsync(Engine engine, string more = Enabled)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.CollectAtOnce();
        (await scenario.Cli.Write(Registry(more)).ApplyAsync()).Succeeds();
        scenario.AddBlobs();
        return scenario;
    }

    private static string Registry(string more) => RegistryTests.Registry(Name, "basic", "fra1", more) + "\n";
}
