using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary>The life of <c>planton_docr_garbage_collection_policy</c>: from create to destroy, its arguments, and import.</summary>
public sealed class GarbageCollectionPolicyTests
{
    [Theory, EveryEngine]
    public async Task A_due_run_is_planned_started_once_waited_for_and_recorded(Engine engine)
    {
        await using var scenario = await CreatedAsync(engine);
        var created = await scenario.StateAsync();
        Assert.Equal(Registry, created.Text("id"));
        Assert.Equal("2026-11-20T12:00:00Z", created.Text("next_run_at"));
        Assert.Null(created.Text("last_run"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddMinutes(30));
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        Assert.All(["last_run", "runs", "next_run_at"], attribute => Assert.True(plan.Unknown(Address).Flag(attribute), attribute));
        Assert.Equal(0, scenario.Starts());

        // From here on a simulated minute passes in a second, and a run goes through all of its phases.
        scenario.Simulator.World.Behavior = new Behavior();
        scenario.Simulator.Clock.Speed = 60;
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        scenario.Simulator.Clock.Speed = 0;

        Assert.Equal(1, scenario.Starts());
        var run = Assert.Single(scenario.Runs());
        Assert.Equal(GarbageCollectionType.Both, run.Type);
        var state = await scenario.StateAsync();
        Assert.Equal(1, state.GetProperty("runs").GetArrayLength());
        Assert.Equal(run.Uuid.ToString(), state.LastRun("uuid"));
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("policy", state.LastRun("origin"));
        Assert.Equal("2026-11-20T12:00:00Z", state.LastRun("scheduled_for"));
        Assert.Equal("3", state.LastRun("blobs_deleted"));
        Assert.Equal("3000", state.LastRun("freed_bytes"));
        Assert.Equal("3000", state.Text("total_freed_bytes"));
        Assert.Equal("2026-11-21T12:00:00Z", state.Text("next_run_at"));
        Assert.False(state.Flag("due"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddHours(3));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddDays(1));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Null(await scenario.Cli.FindStateAsync(Address));
        Assert.Single(scenario.Runs());
        Assert.Equal(1, scenario.Starts());
        Assert.Equal(0, scenario.Count("DELETE", "**"));
    }

    [Fact]
    public async Task A_changed_schedule_takes_effect_when_it_is_applied_and_starts_nothing()
    {
        await using var scenario = await DueAsync();

        scenario.Cli.Write(Policy(schedule: "15 12 * * *"));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        var state = await scenario.StateAsync();
        Assert.Equal("2026-11-21T12:15:00Z", state.Text("next_run_at"));
        Assert.False(state.Flag("overdue"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddDays(1).AddMinutes(15));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());
        Assert.Equal("2026-11-21T12:15:00Z", (await scenario.StateAsync()).LastRun("scheduled_for"));
    }

    /// <summary>One clock change is enough here: it shows that the executable has the rules of time zones. The unit tests have the others.</summary>
    [Fact]
    public async Task A_slot_follows_the_clocks_of_its_time_zone()
    {
        await using var scenario = await StartAsync();
        scenario.At(new DateTimeOffset(2027, 3, 26, 12, 0, 0, TimeSpan.Zero));
        (await scenario.Cli.Write(Policy("""time_zone = "Europe/Berlin" """, schedule: "0 3 * * *")).ApplyAsync()).Succeeds();
        Assert.Equal("2027-03-27T02:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));

        scenario.At(new DateTimeOffset(2027, 3, 27, 2, 0, 0, TimeSpan.Zero));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("2027-03-28T01:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));

        // The clock goes on between a response and its use, by what the machine takes.
        var slot = new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero);
        scenario.At(slot.AddMinutes(-2));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(slot);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(2, scenario.Starts());
        Assert.Equal("2027-03-28T01:00:00Z", (await scenario.StateAsync()).LastRun("scheduled_for"));
    }

    [Fact]
    public async Task History_limit_decides_how_many_runs_are_kept()
    {
        const string longer = "planton_docr_garbage_collection_policy.longer";
        await using var scenario = await StartAsync();
        var uuids = Enumerable.Range(1, 3).Select(days => scenario.Simulator.World.AddGarbageCollection(
            Registry, new GarbageCollectionSeed { Age = TimeSpan.FromDays(days), FreedBytes = 1000, BlobsDeleted = 1 }).Uuid.ToString()).ToList();

        scenario.Cli.Write(Policy("history_limit = 2") + Policy("history_limit = 10", name: "longer"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        foreach (var (address, kept, freed) in new[] { (Address, 2, "2000"), (longer, 3, "3000") })
        {
            var state = await scenario.Cli.StateOfAsync(address);
            Assert.Equal(uuids.Take(kept), state.GetProperty("runs").EnumerateArray().Select(static run => run.Text("uuid")!));
            Assert.Equal(freed, state.Text("total_freed_bytes"));
        }

        await scenario.Cli.PlanIsEmptyAsync();
        scenario.Cli.Write(Policy("history_limit = 1") + Policy("history_limit = 10", name: "longer"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, (await scenario.StateAsync()).GetProperty("runs").GetArrayLength());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task What_does_not_change_the_schedule_changes_in_place_and_starts_the_due_run_all_the_same()
    {
        await using var scenario = await DueAsync();

        scenario.Cli.Write(Policy("history_limit = 3"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        Assert.Equal("3", (await scenario.StateAsync()).Text("history_limit"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_policy_that_is_not_enabled_records_runs_and_starts_none_and_makes_up_for_none_when_it_is_enabled()
    {
        await using var scenario = await DueAsync(more: "enabled = false\n  run_on_create = true");
        scenario.StartElsewhere(GarbageCollectionType.UnreferencedBlobs);
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.RefreshAsync()).Succeeds();
        var state = await scenario.StateAsync();
        Assert.Equal("external", state.LastRun("origin"));
        Assert.Null(state.Text("next_run_at"));

        scenario.Cli.Write(Policy("run_on_create = true"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        Assert.Equal("2026-11-21T12:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Another_registry_replaces_the_policy_and_touches_neither()
    {
        await using var scenario = await DueAsync();
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.ApplyAsync()).Succeeds();

        scenario.Cli.Write(Policy(registry: "other"));
        Assert.Equal("delete,create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal("other", (await scenario.StateAsync()).Text("id"));
        Assert.Equal(2, scenario.Simulator.World.Registries.Count);
        Assert.Equal(1, scenario.Starts());
        Assert.Equal(0, scenario.Count("DELETE", "**"));
    }

    [Fact]
    public async Task A_policy_whose_registry_is_gone_leaves_the_state()
    {
        await using var scenario = await CreatedAsync();
        scenario.Simulator.World.RemoveRegistry(Registry);

        Assert.Equal("create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says("The registry \"acme\" does not exist");
    }

    [Theory, EveryEngine]
    public async Task A_policy_is_imported_by_its_registry_and_the_plan_of_the_defaults_is_empty(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddGarbageCollection(Registry, new GarbageCollectionSeed { FreedBytes = 5 });
        scenario.Cli.Write(Policy(schedule: "0 3 * * 0"));

        (await scenario.Cli.ImportAsync(Address, Registry)).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("5", (await scenario.StateAsync()).Text("total_freed_bytes"));
        Assert.Equal(0, scenario.Count("POST", "**"));
    }

    [Fact]
    public async Task An_imported_policy_takes_over_its_arguments_in_place_and_starts_nothing_until_triggers_change()
    {
        await using var scenario = await StartAsync();
        scenario.At(Slot.AddMinutes(30));
        scenario.Cli.Write(Policy("triggers = { release = \"1\" }"));
        (await scenario.Cli.ImportAsync(Address, Registry)).Succeeds();

        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal(0, scenario.Starts());
        Assert.Equal("2026-11-21T12:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Policy("triggers = { release = \"2\" }"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());
    }

    [Theory]
    [InlineData("nobodys", "nobodys")]
    [InlineData("Not_A_Name", "The id of a policy is the name of its registry")]
    public async Task An_import_without_a_registry_fails(string id, string message)
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ImportAsync(Address, id)).Fails().Says(message);

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task A_plan_of_many_registries_and_policies_makes_two_calls_and_one_for_the_runs_of_each()
    {
        const int many = 25;
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.Behavior = new Behavior { MaxRegistries = many };
        scenario.Cli.Write($$"""
            resource "planton_docr_registry" "each" {
              count  = {{many}}
              name   = "registry-${count.index}"
              region = "fra1"
            }

            resource "planton_docr_garbage_collection_policy" "each" {
              count         = {{many}}
              registry_name = planton_docr_registry.each[count.index].name
              schedule      = "0 3 * * SUN"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Requests.Clear();

        await scenario.Cli.PlanIsEmptyAsync();

        Assert.Equal(1, scenario.Count("GET", "/v2/registries"));
        Assert.Equal(1, scenario.Count("GET", "/v2/registries/subscription"));
        Assert.Equal(many, scenario.Lists());
        Assert.Equal(many + 2, scenario.Simulator.Requests.All.Count);
    }
}
