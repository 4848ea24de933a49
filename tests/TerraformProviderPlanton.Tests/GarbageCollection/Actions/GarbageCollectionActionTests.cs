using Microsoft.Extensions.Time.Testing;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Actions;

public sealed class GarbageCollectionActionTests
{
    private const string TypeName = "planton_docr_garbage_collection";
    private const string Main = """{ "registry_name": "main" }""";
    private const string Starts = "/v2/registries/*/garbage-collection";

    /// <summary>A registry with something to delete, and runs that stay in their first phase: the clock stands still.</summary>
    private static WorldSeed Seed { get; } = new()
    {
        Tier = "professional",
        Registries = [new() { Name = "main", Generated = new() { Untagged = 2, BlobsPerManifest = 3, BlobBytes = 100 } }],
    };

    private static WorldSeed Prompt { get; } = Seed with { Behavior = ProviderFixture.Prompt };

    [Fact]
    public async Task A_run_is_started_followed_through_its_phases_and_summed_up()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var phases = new Queue<string>([
            GarbageCollectionStatus.WaitingForTokens, GarbageCollectionStatus.Scanning, "a phase that nobody knows", GarbageCollectionStatus.Deleting]);

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (message.StartsWith('"') && phases.TryDequeue(out var next)) world.World.SetGarbageCollectionStatus("main", next);
            else if (message.StartsWith('"')) world.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.Succeeded);
            return Task.CompletedTask;
        });

        var run = Assert.Single(world.World.FindRegistry("main")!.GarbageCollections);
        Assert.Equal(GarbageCollectionType.Both, run.Type);
        Assert.Equal($"Started garbage collection of \"main\": run {run.Uuid}, {GarbageCollectionType.Both}.", messages[0]);
        Assert.Collection(
            messages.Skip(1).SkipLast(1),
            static message => Assert.StartsWith("\"main\": requested, 0s so far. The registry is about to refuse pushes.", message, StringComparison.Ordinal),
            static message => Assert.StartsWith("\"main\": waiting for write JWTs to expire, ", message, StringComparison.Ordinal),
            static message => Assert.StartsWith("\"main\": scanning manifests, ", message, StringComparison.Ordinal),
            static message => Assert.StartsWith("\"main\": a phase that nobody knows, ", message, StringComparison.Ordinal),
            static message => Assert.StartsWith("\"main\": deleting unreferenced blobs, ", message, StringComparison.Ordinal));
        Assert.Contains("succeeded after", messages[^1], StringComparison.Ordinal);
        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task What_was_freed_is_told()
    {
        await using var world = await ProviderFixture.StartAsync(Prompt);

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main);

        Assert.EndsWith("6 blobs deleted, 600 bytes freed. Pushes are accepted again.", messages[^1], StringComparison.Ordinal);
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task A_run_that_freed_nothing_is_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Prompt);
        await world.Core.Action(TypeName).InvokeAsync("""{ "registry_name": "main", "type": "unreferenced blobs only" }""");

        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal("Garbage collection freed nothing", warning.Summary);
        Assert.Contains("keeps untagged manifests", warning.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GarbageCollectionStatus.Failed, "Garbage collection failed")]
    [InlineData(GarbageCollectionStatus.Cancelled, "Garbage collection was cancelled")]
    public async Task A_run_that_ends_badly_is_an_error(string status, string summary)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main, _ => End(world, status)));

        var error = Assert.Single(failure.Errors);
        Assert.Equal(summary, error.Summary);
        Assert.Contains(Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).Uuid.ToString(), error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_active_already_is_followed_instead_of_a_second_one()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var run = world.World.StartGarbageCollection("main", GarbageCollectionType.Both);

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main, _ => End(world, GarbageCollectionStatus.Succeeded));

        Assert.Contains($"was already active: run {run.Uuid}", messages[0], StringComparison.Ordinal);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_run_that_does_less_than_was_asked_for_is_an_error_at_once()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main", GarbageCollectionType.UnreferencedBlobs);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main));

        var error = Assert.Single(failure.Errors);
        Assert.Equal(("type", "A different type of garbage collection is running"), (error.Path?.ToString(), error.Summary));
        Assert.Equal(0, world.Count("POST", Starts));
        Assert.True(Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).IsActive);
    }

    [Fact]
    public async Task Without_waiting_the_action_ends_when_the_run_is_started()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var messages = await world.Core.Action(TypeName).InvokeAsync("""{ "registry_name": "main", "wait_for_completion": false }""");

        Assert.Single(messages);
        Assert.True(Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).IsActive);
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.WrongJson)]
    public async Task A_start_whose_answer_is_lost_is_settled_by_reading(FaultKind kind)
    {
        await using var world = await ProviderFixture.StartAsync(Prompt);
        world.Simulator.Faults.Add(new() { Kind = kind, Method = "POST", Path = Starts, Processed = true });

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main);

        Assert.StartsWith("Started", messages[0], StringComparison.Ordinal);
        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_start_that_is_refused_because_another_was_first_follows_that_one(int status)
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() { GarbageCollectionConflictStatus = status } });
        world.World.StartGarbageCollection("main", GarbageCollectionType.Both);

        // It is not seen before the request, as when both come at the same moment.
        world.Simulator.Faults.Add(new() { Status = 404, Method = "GET", Path = Starts, Count = 1 });

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main, _ => End(world, GarbageCollectionStatus.Succeeded));

        Assert.Contains("was already active", messages[0], StringComparison.Ordinal);
        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_start_that_is_refused_for_another_reason_is_an_error_with_the_APIs_words()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddToken(ProviderFixture.Token, "registry:read");

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main));

        Assert.Contains("registry:update", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
        Assert.Empty(world.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task A_registry_that_does_not_exist_is_a_warning_at_plan_and_an_error_when_it_matters()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var action = world.Core.Action(TypeName);
        const string Gone = """{ "registry_name": "gone" }""";

        await action.PlanAsync(Gone);
        Assert.Equal(("registry_name", "The registry \"gone\" does not exist yet"), (world.Core.Warnings[0].Path?.ToString(), world.Core.Warnings[0].Summary));
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => action.InvokeAsync(Gone));

        var error = Assert.Single(failure.Errors);
        Assert.Equal(("registry_name", "The registry \"gone\" does not exist"), (error.Path?.ToString(), error.Summary));
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_plan_asks_for_the_registries_once_and_not_at_all_while_the_name_is_unknown()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var action = world.Core.Action(TypeName);

        await action.PlanAsync($$"""{ "registry_name": "{{ValueText.Unknown}}" }""");
        Assert.Empty(world.Simulator.Requests.All);
        await action.PlanAsync(Main);
        await action.PlanAsync(Main);

        Assert.Equal("/v2/registries", Assert.Single(world.Simulator.Requests.All).Path);
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task A_plan_that_cannot_look_warns_and_passes()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new() { Status = 500, Path = "/v2/registries" });

        await world.Core.Action(TypeName).PlanAsync(Main);

        Assert.Equal("The registry could not be checked", Assert.Single(world.Core.Warnings).Summary);
    }

    [Theory]
    [InlineData("""{ "registry_name": "Main" }""", "registry_name")]
    [InlineData("""{ "registry_name": "main", "type": "everything" }""", "type")]
    [InlineData("""{ "registry_name": "main", "timeouts": { "invoke": "soon" } }""", "timeouts.invoke")]
    public async Task A_wrong_argument_is_refused_at_validate_with_its_path(string config, string path)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).ValidateAsync(config));

        Assert.Equal(path, Assert.Single(failure.Errors).Path?.ToString());
    }

    [Fact]
    public async Task A_stop_ends_the_waiting_with_an_error_and_leaves_the_run_alone()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main, async message =>
        {
            if (message.StartsWith('"')) await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        }));

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Garbage collection is still running", error.Summary);
        Assert.Contains("the CLI was interrupted", error.Detail, StringComparison.Ordinal);
        Assert.True(Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).IsActive);
    }

    [Fact]
    public async Task A_time_limit_ends_the_waiting_with_an_error()
    {
        var time = new FakeTimeProvider();
        await using var world = await ProviderFixture.StartAsync(Seed, time: time);

        var invoking = world.Core.Action(TypeName).InvokeAsync("""{ "registry_name": "main", "timeouts": { "invoke": "90s" } }""");
        await AdvanceAsync(time, invoking);
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => invoking);

        Assert.Contains("the time limit (timeouts) was reached", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_phase_is_reported_every_half_minute()
    {
        var time = new FakeTimeProvider();
        await using var world = await ProviderFixture.StartAsync(Seed, time: time);
        List<string> phases = [];

        var invoking = world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (!message.StartsWith('"')) return Task.CompletedTask;
            phases.Add(message);
            if (phases.Count == 1) world.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.WaitingForDeletes);
            return phases.Count == 5 ? End(world, GarbageCollectionStatus.Succeeded) : Task.CompletedTask;
        });
        await AdvanceAsync(time, invoking);
        await invoking;

        Assert.Equal(5, phases.Count);
        Assert.All(phases.Skip(1), static phase => Assert.Matches("^\"main\": waiting for delete requests, [0-9ms]+ so far. Pushes and deletions are refused. Pulls still work.$", phase));
        Assert.Equal(4, phases.Skip(1).Distinct().Count());

        // Half a minute between two messages, and at most one look (ten seconds) more.
        Assert.InRange(Seconds(phases[4]) - Seconds(phases[1]), 90, 130);
    }

    [Fact]
    public async Task A_fault_while_waiting_is_waited_out()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var messages = await world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (!message.StartsWith('"')) return Task.CompletedTask;
            world.Simulator.Faults.Add(new() { Status = 503, Path = "/v2/registries/main/garbage-collections", Count = 7 });
            return End(world, GarbageCollectionStatus.Succeeded);
        });

        Assert.Contains("succeeded", messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_counts_the_run_and_records_it_as_somebody_elses()
    {
        await using var world = await ProviderFixture.StartAsync(Prompt);
        const string Nightly = """{ "registry_name": "main", "schedule": "0 3 * * *" }""";
        var policy = world.Core.Resource("planton_docr_garbage_collection_policy");
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));

        await world.Core.Action(TypeName).InvokeAsync(Main);

        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(Nightly)).Action);
        Assert.Equal(CtyValue.String("external"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
        Assert.Equal(1, world.Count("POST", Starts));
    }

    private static Task End(ProviderFixture world, string status)
    {
        if (world.World.FindRegistry("main")!.ActiveGarbageCollection is not null) world.World.SetGarbageCollectionStatus("main", status);
        return Task.CompletedTask;
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, Task until)
    {
        while (!until.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(until, Task.Delay(5, TestContext.Current.CancellationToken));
        }
    }

    private static double Seconds(string phase)
    {
        var text = phase.Split(", ")[1].Split(' ')[0];
        return Planton.Terraform.Plugin.Schemas.GoDuration.TryParse(text, out var elapsed, out var error) ? elapsed.TotalSeconds : throw new FormatException(error);
    }
}
