using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary>What people read in a plan of the real CLIs: what an apply will do, and nothing that stays as it is.</summary>
public sealed class PlanTextTests
{
    [Theory, EveryEngine]
    public async Task A_due_run_says_its_slot_its_window_and_that_pushes_are_refused(Engine engine)
    {
        await using var scenario = await DueAsync(engine);

        var plan = (await scenario.Cli.PlanAsync()).Succeeds();

        plan.Says("~ due_run").Says("scheduled_for=\"2026-11-20T12:00:00Z\"").Says("start_by=\"2026-11-20T16:00:00Z\"")
            .Says("effect=\"The apply starts garbage collection and waits for up to 60m until it has ended. Pushes are refused meanwhile.\"")
            .DoesNotSay("Warning: Garbage");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Null((await scenario.StateAsync()).Text("due_run"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_due_run_says_on_request_what_it_would_free()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddManifest(Registry, new ManifestSeed { Repository = "web", Blobs = [new($"sha256:{new string('f', 64)}", 4711)] });
        scenario.Cli.Write(Policy("estimate_reclaimable = true"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddMinutes(30));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("reclaimable_bytes=4711");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_policy_that_creates_an_app_names_it_and_what_is_billed()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy("runner = \"app_platform\"\n  app_platform = { token_wo = \"dop_v1_job_canary_a81c\", token_wo_version = 1 }"));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("+ name = \"gc-acme\"")
            .Says("+ billing = \"a container of the size apps-s-1vcpu-0.5gb, for the seconds that each run of the job takes\"");
    }

    [Theory, EveryEngine]
    public async Task A_restored_integration_shows_only_the_cluster_that_changes(Engine engine)
    {
        await using var scenario = await IntegrationScenario.StartAsync(engine);
        scenario.Cli.Write(IntegrationScenario.Integration(IntegrationScenario.First, IntegrationScenario.Second));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.Simulator.World.SetIntegrations(IntegrationScenario.Second);

        var plan = await scenario.Cli.PlannedAsync();
        plan.Result.Says($"~ \"{IntegrationScenario.Second}\" = {{").Says("~ integrated = false -> (known after apply)").DoesNotSay($"\"{IntegrationScenario.First}\" = {{").DoesNotSay("~ version");
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        // A cluster that is added leaves the others alone too.
        scenario.Cli.Write(IntegrationScenario.Integration(IntegrationScenario.First, IntegrationScenario.Second, IntegrationScenario.Third));
        plan = await scenario.Cli.PlannedAsync();
        plan.Result.Says($"+ \"{IntegrationScenario.Third}\" = {{").Says("+ name = (known after apply)").DoesNotSay($"\"{IntegrationScenario.First}\" = {{");
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
    }
}
