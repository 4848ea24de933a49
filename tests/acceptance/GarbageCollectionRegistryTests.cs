using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.GarbageCollectionSetting;

namespace Planton.Acceptance;

/// <summary><c>garbage_collection_enabled</c> of a registry, several policies on one registry, and the data source.</summary>
public sealed class GarbageCollectionRegistryTests
{
    private const string RegistryAddress = "planton_docr_registry.main";
    private const string Name = GarbageCollectionSetting.Registry;
    private const string Enabled = "garbage_collection_enabled = true";

    private static readonly DateTimeOffset Sunday = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [EveryEngine]
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

    [Fact]
    public async Task Two_policies_that_are_due_for_one_slot_start_one_run()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy() + Policy(name: "second"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.At(Slot.AddMinutes(30));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 2 changed, 0 destroyed");

        Assert.Equal(1, scenario.Starts());
        var uuid = Assert.Single(scenario.Runs()).Uuid.ToString();
        Assert.Equal(uuid, (await scenario.StateAsync()).LastRun("uuid"));
        Assert.Equal(uuid, (await scenario.Cli.StateOfAsync("planton_docr_garbage_collection_policy.second")).LastRun("uuid"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task The_data_source_lists_all_runs_and_those_of_chosen_statuses()
    {
        await using var scenario = await StartAsync();
        var world = scenario.Simulator.World;
        world.AddGarbageCollection(Name, new GarbageCollectionSeed { Age = TimeSpan.FromDays(3), FreedBytes = 500, BlobsDeleted = 1 });
        world.AddGarbageCollection(Name, new GarbageCollectionSeed { Age = TimeSpan.FromDays(2), FreedBytes = 70, Status = "failed" });
        var active = world.AddGarbageCollection(
            Name, new GarbageCollectionSeed { Age = TimeSpan.FromHours(1), Status = GarbageCollectionStatus.Deleting });
        scenario.Cli.Write("""
            data "planton_docr_garbage_collections" "all" {
              registry_name = "acme"
            }

            data "planton_docr_garbage_collections" "failed" {
              registry_name = "acme"
              statuses      = ["failed"]
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var all = await scenario.Cli.StateOfAsync("data.planton_docr_garbage_collections.all");
        Assert.Equal(
            ["deleting unreferenced blobs", "failed", "succeeded"],
            all.GetProperty("garbage_collections").EnumerateArray().Select(static run => run.Text("status")!));
        Assert.Equal("570", all.Text("total_freed_bytes"));
        Assert.Equal(active.Uuid.ToString(), all.Text("active", "uuid"));
        var failed = await scenario.Cli.StateOfAsync("data.planton_docr_garbage_collections.failed");
        Assert.Equal("failed", Assert.Single(failed.GetProperty("garbage_collections").EnumerateArray()).Text("status"));
        Assert.Equal("70", failed.Text("total_freed_bytes"));
        Assert.Equal(active.Uuid.ToString(), failed.Text("active", "uuid"));
        Assert.Equal(0, scenario.Starts());
    }

    [Fact]
    public async Task The_data_source_of_a_registry_that_does_not_exist_is_an_error()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write("""
            data "planton_docr_garbage_collections" "all" {
              registry_name = "nobodys"
            }
            """);

        (await scenario.Cli.PlanAsync()).Fails().Says("nobodys");
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
