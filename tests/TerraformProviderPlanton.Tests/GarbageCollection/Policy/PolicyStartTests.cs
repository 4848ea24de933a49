using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using TerraformProviderPlanton.Tests.Sweeps;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Policy;

/// <summary>No run is started twice, outside its window or without a word, whatever becomes of the request.</summary>
public sealed class PolicyStartTests
{
    private const string TypeName = "planton_docr_garbage_collection_policy";
    private const string Nightly = """{ "registry_name": "main", "schedule": "0 3 * * *" }""";
    private const string Triggered = """{ "registry_name": "main", "schedule": "0 3 * * *", "triggers": { "release": "7" } }""";
    private const string Disabled = """{ "registry_name": "main", "schedule": "0 3 * * *", "enabled": false }""";
    private const string Created = """{ "registry_name": "main", "schedule": "0 3 * * *", "run_on_create": true }""";
    private const string Starts = "/v2/registries/*/garbage-collection";

    // A start that is not answered is looked for during ten seconds.
    private const double Haste = 10;

    private static readonly DateTimeOffset Slot = new(2026, 3, 3, 3, 0, 0, TimeSpan.Zero);

    private static WorldSeed Seed { get; } = new() { Behavior = ProviderFixture.Prompt, Tier = "professional", Registries = [new() { Name = "main" }] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_the_rate_limit_refuses_is_decided_on_again(bool windowCloses)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(Slot.AddHours(3));
        var plan = await policy.PlanAsync(Nightly);
        world.Simulator.Faults.Add(new()
        {
            Kind = FaultKind.Status,
            Status = 429,
            Method = "POST",
            Path = Starts,
            Count = 1,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "3" },
        });

        var applying = policy.ApplyAsync(plan);
        while (world.Count("POST", Starts) == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        if (!windowCloses) world.World.AddGarbageCollection("main", new() { Age = TimeSpan.FromMinutes(1), FreedBytes = 12 });
        else world.Simulator.Clock.Set(Slot.AddHours(5));
        await applying;

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "Garbage collection skipped");
    }

    [Theory]
    [InlineData(Triggered)]
    [InlineData(Created)]
    public async Task A_start_that_was_not_answered_is_no_second_run_when_its_run_appears_later(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed, time: new HastyTime(Haste));
        var policy = world.Core.Resource(TypeName);
        if (config == Triggered) await policy.ConvergeAsync(Nightly);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = 504, Method = "POST", Path = Starts, Count = 1 });

        await ApplyUnknownAsync(policy, config);
        Assert.Equal(CtyValue.Bool(true), policy["due"]);
        var plan = await policy.PlanAsync(config);
        if (config == Triggered) await ApplyUnknownAsync(policy, config);
        world.World.AddGarbageCollection("main", new() { Age = TimeSpan.Zero, FreedBytes = 12 });

        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(config);

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("policy"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
    }

    [Theory]
    [InlineData(Triggered, 504)]
    [InlineData(Created, 504)]
    [InlineData(Triggered, 401)]
    [InlineData(Created, 401)]
    public async Task A_run_that_was_asked_for_and_did_not_come_is_owed(string config, int status)
    {
        await using var world = await ProviderFixture.StartAsync(Seed, time: new HastyTime(Haste));
        var policy = world.Core.Resource(TypeName);
        if (config == Triggered) await policy.ConvergeAsync(Nightly);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = status, Method = "POST", Path = Starts, Count = 1 });
        await ApplyUnknownAsync(policy, config);
        world.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(config));

        Assert.Equal(2, world.Count("POST", Starts));
        Assert.Equal(CtyValue.Bool(false), policy["due"]);
    }

    [Fact]
    public async Task A_run_that_a_disabled_policy_owes_is_shown_when_it_is_enabled_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = 401, Method = "POST", Path = Starts, Count = 1 });
        await ApplyUnknownAsync(policy, Triggered);
        await policy.ConvergeAsync(Triggered.Replace("{ \"registry", "{ \"enabled\": false, \"registry", StringComparison.Ordinal));

        var plan = await policy.PlanAsync(Triggered);
        await policy.ApplyAsync(plan);

        Assert.True(plan.Planned!["last_run"].IsUnknown);
        Assert.Equal(2, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_time_limit_at_the_start_of_the_first_run_is_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Seed, time: new HastyTime(Haste));
        var policy = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(20), Method = "POST", Path = Starts, Count = 1 });

        await policy.ApplyAsync(await policy.PlanAsync("""{ "registry_name": "main", "schedule": "0 3 * * *", "run_on_create": true, "timeouts": { "create": "5s" } }"""));

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("policy"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
    }

    [Fact]
    public async Task The_run_of_an_apply_that_was_killed_with_the_CLI_serves_the_trigger()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        var before = policy.Stored;
        await policy.ConvergeAsync(Triggered);

        // Nothing of the apply reached the state file.
        policy.Stored = before;
        await policy.ConvergeAsync(Triggered);

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Detail.Contains("an apply that was killed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_an_apply_has_recorded_serves_no_later_trigger()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        await policy.ConvergeAsync(Triggered);

        await policy.ConvergeAsync(Triggered.Replace("\"7\"", "\"8\"", StringComparison.Ordinal));

        Assert.Equal(2, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_lost_memory_starts_what_the_plan_shows_without_a_refresh()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(Slot.AddMinutes(10));
        await policy.RefreshAsync();
        policy.Stored = policy.Stored! with { Private = Google.Protobuf.ByteString.Empty };

        await policy.ApplyAsync(await policy.PlanAsync(Nightly, refresh: false));

        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_lost_memory_of_a_disabled_policy_is_no_failure()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Disabled);
        policy.Stored = policy.Stored! with { Private = Google.Protobuf.ByteString.Empty };

        await policy.ApplyAsync(await policy.PlanAsync(Disabled.Replace(" }", """, "triggers": { "release": "7" } }""", StringComparison.Ordinal), refresh: false));

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "Garbage collection skipped");
    }

    [Theory]
    [InlineData(Disabled)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 4 * * *" }""")]
    public async Task A_due_run_that_a_changed_term_drops_is_told(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(Slot.AddMinutes(10));

        await policy.ConvergeAsync(config);

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "Garbage collection skipped");
    }

    /// <summary>On update what is not known, or refused, is an error; it must leave the state whole.</summary>
    private static async Task ApplyUnknownAsync(ResourceDriver policy, string config)
    {
        var plan = await policy.PlanAsync(config);
        if (plan.Action == CoreAction.Create) await policy.ApplyAsync(plan);
        else await Record.ExceptionAsync(() => policy.ApplyAsync(plan));
    }
}
