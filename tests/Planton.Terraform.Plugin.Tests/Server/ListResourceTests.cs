using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class ListResourceTests
{
    private const string Thing = "test_thing";

    private readonly FakeProvider _fake = new(new FakeApi { Things = { ["a1"] = "1", ["a2"] = "1", ["b"] = "1" } });

    [Fact]
    public async Task Objects_are_listed_with_their_identities()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var things = await ListAsync(provider);

        var found = await things.ListAsync("{}");

        Assert.Equal(["The thing a1", "The thing a2", "The thing b"], found.Select(static item => item.DisplayName));
        Assert.Equal(CtyValue.String("a1"), found[0].Identity["name"]);
        Assert.All(found, static item => Assert.Null(item.State));
    }

    [Fact]
    public async Task States_are_included_when_they_are_asked_for()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);

        var found = await (await ListAsync(provider)).ListAsync("{}", includeResource: true);

        Assert.All(found, static item => Assert.Equal(item.Identity["name"], item.State!["id"]));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("{}", 3)]
    [InlineData("""{ "prefix": "a" }""", 2)]
    public async Task Arguments_may_be_missing_with_their_block(string? config, int count)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);

        Assert.Equal(count, (await (await ListAsync(provider)).ListAsync(config)).Count);
    }

    [Fact]
    public async Task Nothing_is_asked_for_beyond_the_limit()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var things = await ListAsync(provider);
        List<string> operations = [];
        _fake.Api.OnOperation = (operation, _) =>
        {
            operations.Add(operation);
            return Task.CompletedTask;
        };

        Assert.Equal(2, (await things.ListAsync("{}", limit: 2)).Count);

        Assert.Equal(["list a1", "list a2"], operations);
        Assert.Equal(3, (await things.ListAsync("{}", limit: 3)).Count);
        Assert.Equal(3, (await things.ListAsync("{}", limit: 100)).Count);
    }

    [Fact]
    public async Task A_warning_goes_with_the_object_that_it_precedes_so_that_it_is_read_before_the_limit()
    {
        _fake.Api.Things["a1?"] = "1";
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        var type = core.List(Thing).Schema.Type;

        using var stream = core.Client.ListResource(new() { TypeName = Thing, Config = ProviderCalls.ToWire(ValueText.Object(type, "{}"), type), Limit = 2 });
        List<int> warnings = [];
        await foreach (var item in ProviderCalls.StreamAsync("list", stream)) warnings.Add(item.Diagnostic.Count);

        Assert.Equal([0, 1], warnings);
    }

    [Fact]
    public async Task A_warning_without_an_object_is_an_event_of_its_own()
    {
        _fake.Api.Things.Clear();
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);

        Assert.Empty(await core.List(Thing).ListAsync("{}"));

        Assert.Equal("There is nothing", Assert.Single(core.Warnings).Summary);
    }

    [Theory]
    [InlineData("list a1")]
    [InlineData("list a2")]
    public async Task A_failure_is_an_event_of_its_own_at_the_end(string failing)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var things = await ListAsync(provider);
        _fake.Api.OnOperation = (operation, _) => operation == failing ? throw new FakeApiException("no") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => things.ListAsync("{}"));

        Assert.Equal("Listing test_thing failed", Assert.Single(failure.Errors).Summary);
    }

    [Fact]
    public async Task A_failure_half_way_comes_after_what_was_found()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        var type = core.List(Thing).Schema.Type;
        _fake.Api.OnOperation = static (operation, _) => operation == "list a2" ? throw new FakeApiException("gone") : Task.CompletedTask;

        using var stream = core.Client.ListResource(new() { TypeName = Thing, Config = ProviderCalls.ToWire(ValueText.Object(type, "{}"), type) });
        var events = new List<Wire.ListResource.Types.Event>();
        await foreach (var item in ProviderCalls.StreamAsync("list", stream)) events.Add(item);

        Assert.Equal(2, events.Count);
        Assert.Equal("The thing a1", events[0].DisplayName);
        Assert.Contains("gone", Assert.Single(events[1].Diagnostic).Detail, StringComparison.Ordinal);
        Assert.Null(events[1].Identity);
    }

    [Fact]
    public async Task A_state_that_is_not_known_is_an_error_and_no_object()
    {
        _fake.List.IsCareless = true;
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var things = await ListAsync(provider);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => things.ListAsync("{}", includeResource: true));

        Assert.Equal("Unknown value after the operation", Assert.Single(failure.Errors).Summary);
        Assert.Equal(3, (await things.ListAsync("{}")).Count);
    }

    [Fact]
    public async Task A_stop_ends_the_listing_with_an_error()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        _fake.Api.OnOperation = async (_, cancellation) =>
        {
            await core.Client.StopProviderAsync(new(), cancellationToken: CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.List(Thing).ListAsync("{}"));

        Assert.Equal("Listing test_thing was interrupted", Assert.Single(failure.Errors).Summary);
    }

    [Fact]
    public async Task A_client_that_has_enough_ends_the_listing()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        var (type, ended) = (core.List(Thing).Schema.Type, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _fake.Api.OnOperation = async (operation, cancellation) =>
        {
            if (operation != "list a2") return;
            await using var registration = cancellation.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        using (var stream = core.Client.ListResource(new() { TypeName = Thing, Config = ProviderCalls.ToWire(ValueText.Object(type, "{}"), type), Limit = 100 }))
        {
            Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }

        await ended.Task;
    }

    [Fact]
    public async Task A_wrong_argument_is_refused_at_validate()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var things = await ListAsync(provider);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => things.ValidateAsync("""{ "prefix": "x" }"""));

        Assert.Equal("prefix", Assert.Single(failure.Errors).Path?.ToString());
    }

    private static async Task<CoreSimulation> CoreAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core;
    }

    private static async Task<ListDriver> ListAsync(InProcessProvider provider) => (await CoreAsync(provider)).List(Thing);
}
