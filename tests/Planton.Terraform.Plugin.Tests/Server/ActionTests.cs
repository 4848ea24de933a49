using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class ActionTests
{
    private const string Deed = "test_deed";
    private const string A = """{ "name": "a" }""";

    private readonly FakeProvider _fake = new(new FakeApi());

    [Fact]
    public async Task An_action_tells_of_its_progress_and_ends_once()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var deed = await DeedAsync(provider);

        Assert.Equal(["step 1", "step 2"], await deed.InvokeAsync(A));
        Assert.Equal(["step 1"], await deed.InvokeAsync("""{ "name": "a", "steps": 1 }"""));
        Assert.Empty(await deed.InvokeAsync("""{ "name": "a", "steps": 0 }"""));
    }

    [Fact]
    public async Task A_default_makes_no_argument_computed()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var deed = await DeedAsync(provider);

        Assert.All(deed.Schema.Attributes, static attribute => Assert.False(attribute.Computed));
        Assert.True(Assert.Single(deed.Schema.Attributes, static attribute => attribute.Name == "steps").Optional);
    }

    [Fact]
    public async Task A_write_only_argument_reaches_the_action()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);

        await (await DeedAsync(provider)).InvokeAsync("""{ "name": "a", "secret": "s3cret" }""");

        Assert.Equal("s3cret", _fake.Deed.SeenSecret);
    }

    [Fact]
    public async Task The_configuration_of_an_action_may_be_warned_of()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);

        await core.Action(Deed).ValidateAsync("""{ "name": "fragile" }""");

        Assert.Equal("A careful one", Assert.Single(core.Warnings).Summary);
    }

    [Theory]
    [InlineData(typeof(FakeApiException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task A_failure_ends_the_action_with_an_error_after_the_progress_so_far(Type kind)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var deed = await DeedAsync(provider);
        _fake.Api.OnOperation = (operation, _) => operation == "step" ? throw (Exception)Activator.CreateInstance(kind, "no")! : Task.CompletedTask;
        List<string> messages = [];

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => deed.InvokeAsync(A, message =>
        {
            messages.Add(message);
            return Task.CompletedTask;
        }));

        Assert.StartsWith("Invoking test_deed \"a\" failed", Assert.Single(failure.Errors).Summary, StringComparison.Ordinal);
        Assert.Equal(["step 1"], messages);
    }

    [Fact]
    public async Task A_failure_of_the_check_is_an_error_of_the_plan_and_unknown_values_skip_it()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var deed = await DeedAsync(provider);
        _fake.Api.OnOperation = static (operation, _) => operation == "check" ? throw new FakeApiException("no") : Task.CompletedTask;

        await deed.PlanAsync($$"""{ "name": "{{ValueText.Unknown}}" }""");
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => deed.PlanAsync(A));

        Assert.Equal("Planning test_deed \"a\" failed", Assert.Single(failure.Errors).Summary);
    }

    [Fact]
    public async Task A_time_limit_ends_the_action_and_says_which_to_raise()
    {
        var time = new FakeTimeProvider();
        await using var provider = await InProcessProvider.StartAsync(_fake, time);
        var deed = await DeedAsync(provider);
        _fake.Api.OnOperation = static (operation, cancellation) => operation == "step" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => deed.InvokeAsync("""{ "name": "a", "timeouts": { "invoke": "90s" } }""", _ =>
        {
            time.Advance(TimeSpan.FromSeconds(91));
            return Task.CompletedTask;
        }));

        Assert.Equal("Invoking test_deed \"a\" timed out", Assert.Single(failure.Errors).Summary);
        Assert.Contains("time limit of 1m30s. Raise timeouts.invoke", failure.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_the_action_with_an_error()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        _fake.Api.OnOperation = static (operation, cancellation) => operation == "step" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(
            () => core.Action(Deed).InvokeAsync(A, async _ => await core.Client.StopProviderAsync(new())));

        Assert.Equal("Invoking test_deed \"a\" was interrupted", Assert.Single(failure.Errors).Summary);
        Assert.DoesNotContain("state", failure.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_the_client_gives_up_ends()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fake.Api.OnOperation = async (_, cancellation) =>
        {
            await using var registration = cancellation.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var type = core.Action(Deed).Schema.Type;
        using var patience = new CancellationTokenSource();

        using var call = core.Client.InvokeAction(new() { ActionType = Deed, Config = ProviderCalls.ToWire(ValueText.Object(type, A), type) }, cancellationToken: patience.Token);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await patience.CancelAsync();

        await ended.Task;
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_configured_provider_the_plan_passes_and_the_invocation_says_why_it_cannot()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        await core.ConfigureAsync($$"""{ "token": "{{ValueText.Unknown}}" }""");
        var deed = core.Action(Deed);

        await deed.PlanAsync(A);
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => deed.InvokeAsync(A));

        Assert.Contains("known only after apply", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
    }

    private static async Task<CoreSimulation> CoreAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core;
    }

    private static async Task<ActionDriver> DeedAsync(InProcessProvider provider) => (await CoreAsync(provider)).Action(Deed);
}
