using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Actions;

public sealed class GarbageCollectionCancelActionTests
{
    private const string TypeName = "planton_docr_garbage_collection_cancel";
    private const string Main = """{ "registry_name": "main" }""";
    private const string Cancels = "/v2/registries/*/garbage-collection/*";

    private static WorldSeed Seed { get; } = new() { Registries = [new() { Name = "main" }] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_asked_to_stop_and_its_end_is_waited_for(bool isNamed)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var run = world.World.StartGarbageCollection("main");

        var messages = await world.Core.Action(TypeName).InvokeAsync(isNamed ? Of(run.Uuid) : Main, message =>
        {
            if (message.StartsWith('"')) world.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        });

        Assert.Equal($"Requested cancellation of garbage collection of \"main\": run {run.Uuid}, requested.", messages[0]);
        Assert.StartsWith("\"main\": cancelling, 0s so far. Pushes are refused until it has ended.", messages[1], StringComparison.Ordinal);
        Assert.StartsWith("Garbage collection of \"main\" cancelled after", messages[2], StringComparison.Ordinal);
        Assert.Equal(GarbageCollectionStatus.Cancelled, Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).Status);
        Assert.Equal(1, world.Count("PUT", Cancels));
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task Where_nothing_is_active_a_warning_says_so()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddGarbageCollection("main", new());

        Assert.Empty(await world.Core.Action(TypeName).InvokeAsync(Main));

        Assert.Equal("There is nothing to cancel", Assert.Single(world.Core.Warnings).Summary);
        Assert.Equal(0, world.Count("PUT", Cancels));
    }

    [Fact]
    public async Task A_run_that_has_ended_already_is_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var run = world.World.AddGarbageCollection("main", new() { Status = GarbageCollectionStatus.Failed });

        await world.Core.Action(TypeName).InvokeAsync(Of(run.Uuid));

        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal("Garbage collection ended before it could be cancelled", warning.Summary);
        Assert.Contains("ended with the status failed", warning.Detail, StringComparison.Ordinal);
        Assert.Equal(0, world.Count("PUT", Cancels));
    }

    [Fact]
    public async Task A_named_run_that_does_not_exist_is_an_error_at_its_uuid_and_no_other_is_touched()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Of(Guid.NewGuid())));

        Assert.Equal("uuid", Assert.Single(failure.Errors).Path?.ToString());
        Assert.Equal(0, world.Count("PUT", Cancels));
    }

    [Theory]
    [InlineData("""{ "registry_name": "gone" }""")]
    [InlineData("""{ "registry_name": "gone", "uuid": "bd5f5959-5e1e-4205-a714-a914373942af" }""")]
    public async Task A_registry_that_does_not_exist_is_an_error_at_its_name(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(config));

        var error = Assert.Single(failure.Errors);
        Assert.Equal(("registry_name", "The registry \"gone\" does not exist"), (error.Path?.ToString(), error.Summary));
    }

    [Fact]
    public async Task A_run_that_is_being_cancelled_is_not_asked_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");
        world.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.Cancelling);

        await world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (message.StartsWith('"')) world.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.Cancelled);
            return Task.CompletedTask;
        });

        Assert.Equal(0, world.Count("PUT", Cancels));
        Assert.Empty(world.Core.Warnings);
    }

    [Theory]
    [InlineData(GarbageCollectionStatus.Succeeded)]
    [InlineData(GarbageCollectionStatus.Failed)]
    public async Task A_run_that_ends_in_another_way_meanwhile_is_a_warning(string status)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");

        await world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (message.StartsWith('"')) world.World.SetGarbageCollectionStatus("main", status);
            return Task.CompletedTask;
        });

        Assert.Contains($"ended with the status {status}", Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_refusal_because_the_run_has_just_ended_is_settled_by_reading(int status)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");
        world.Simulator.Faults.Add(new() { Status = status, Method = "PUT", Path = Cancels, Delay = TimeSpan.FromMilliseconds(200) });

        var invoking = world.Core.Action(TypeName).InvokeAsync(Main);
        while (world.Count("PUT", Cancels) == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        world.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.Succeeded);
        await invoking;

        Assert.Contains("ended with the status succeeded", Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
        Assert.Equal(1, world.Count("PUT", Cancels));
    }

    [Theory]
    [InlineData(404, "the run does not exist, but lists it")]
    [InlineData(409, "injected fault")]
    public async Task A_refusal_of_a_run_that_goes_on_is_an_error(int status, string words)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");
        world.Simulator.Faults.Add(new() { Status = status, Method = "PUT", Path = Cancels });

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main));

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Garbage collection could not be cancelled", error.Summary);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_answer_is_lost_is_repeated()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");
        world.Simulator.Faults.Add(new() { Kind = FaultKind.LoseAnswer, Method = "PUT", Path = Cancels, Count = 1 });

        await world.Core.Action(TypeName).InvokeAsync(Main, message =>
        {
            if (message.StartsWith('"')) world.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        });

        Assert.Equal(2, world.Count("PUT", Cancels));
        Assert.Equal(GarbageCollectionStatus.Cancelled, Assert.Single(world.World.FindRegistry("main")!.GarbageCollections).Status);
    }

    [Fact]
    public async Task A_stop_while_waiting_for_the_end_is_an_error_that_says_so()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Action(TypeName).InvokeAsync(Main, async message =>
        {
            if (message.StartsWith('"')) await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        }));

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Garbage collection has not ended yet", error.Summary);
        Assert.Contains("the CLI was interrupted", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_warns_of_a_registry_that_does_not_exist_and_sends_nothing_that_changes()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        await world.Core.Action(TypeName).PlanAsync("""{ "registry_name": "gone" }""");

        Assert.Equal("registry_name", Assert.Single(world.Core.Warnings).Path?.ToString());
        Assert.All(world.Simulator.Requests.All, static request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_uuid_of_another_form_is_refused_at_validate()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.Action(TypeName).ValidateAsync("""{ "registry_name": "main", "uuid": "the last one" }"""));

        Assert.Equal("uuid", Assert.Single(failure.Errors).Path?.ToString());
    }

    private static string Of(Guid uuid) => $$"""{ "registry_name": "main", "uuid": "{{uuid}}" }""";
}
