using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class EphemeralResourceTests
{
    private const string Lease = "test_lease";
    private const string A = """{ "name": "a" }""";

    private readonly FakeProvider _fake = new(new FakeApi());

    [Fact]
    public async Task What_was_opened_is_renewed_and_closed_with_what_opening_kept()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);
        _fake.Lease.RenewAt = DateTimeOffset.UtcNow.AddHours(1);

        var opened = await lease.OpenAsync(A);
        Assert.Equal((CtyValue.Number(1), CtyValue.String("k1")), (opened["days"], opened["key"]));
        Assert.Equal(_fake.Lease.RenewAt, opened.RenewAt);
        var renewed = await lease.RenewAsync(opened);
        Assert.Equal("""{"key":"k1+"}""", renewed.Renewed.ToStringUtf8().Replace("\\u002B", "+", StringComparison.Ordinal));
        await lease.CloseAsync(renewed);

        Assert.Equal(0, _fake.Lease.Out);
    }

    [Fact]
    public async Task Arguments_are_checked_as_soon_as_they_are_known()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);

        await lease.ValidateAsync($$"""{ "name": "{{ValueText.Unknown}}" }""");
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => lease.ValidateAsync("""{ "name": "z" }"""));

        Assert.Equal("name", Assert.Single(failure.Errors).Path?.ToString());
    }

    [Theory]
    [InlineData("open", 0)]
    [InlineData("opened", 0)]
    public async Task What_does_not_open_without_an_error_is_closed_at_once_since_the_CLI_will_not(string failing, int left)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);
        _fake.Api.OnOperation = (operation, _) => operation == failing ? throw new FakeApiException("no") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => lease.OpenAsync(A));

        Assert.Equal("Opening test_lease \"a\" failed", Assert.Single(failure.Errors).Summary);
        Assert.Equal(left, _fake.Lease.Out);
    }

    [Fact]
    public async Task That_closing_failed_too_is_told_beside_the_error_of_the_open()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);
        _fake.Api.OnOperation = static (operation, _) => operation is "opened" or "close" ? throw new FakeApiException(operation) : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => lease.OpenAsync(A));

        Assert.Equal(["Opening test_lease \"a\" failed", "Closing test_lease failed"], failure.Errors.Select(static error => error.Summary));
    }

    [Fact]
    public async Task A_result_that_is_not_known_is_an_error_and_is_closed()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);
        _fake.Lease.IsCareless = true;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => lease.OpenAsync(A));

        Assert.Equal("key", Assert.Single(failure.Errors).Path?.ToString());
        Assert.Equal(0, _fake.Lease.Out);
    }

    [Fact]
    public async Task A_stop_ends_an_open_and_not_a_close()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        var lease = core.Ephemeral(Lease);
        var opened = await lease.OpenAsync(A);
        _fake.Api.OnOperation = async (operation, cancellation) =>
        {
            await core.Client.StopProviderAsync(new(), cancellationToken: CancellationToken.None);
            if (operation == "open") await Task.Delay(Timeout.Infinite, cancellation);
            cancellation.ThrowIfCancellationRequested();
        };

        await lease.CloseAsync(opened);
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => lease.OpenAsync(A));

        Assert.Equal(0, _fake.Lease.Out);
        Assert.Equal("Opening test_lease \"a\" was interrupted", Assert.Single(failure.Errors).Summary);
        Assert.DoesNotContain("state", failure.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_ends_before_OpenTofu_gives_it_up()
    {
        var time = new FakeTimeProvider();
        await using var provider = await InProcessProvider.StartAsync(_fake, time);
        var lease = await LeaseAsync(provider);
        var opened = await lease.OpenAsync(A);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fake.Api.OnOperation = (_, cancellation) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        };

        var closing = lease.CloseAsync(opened);
        await begun.Task;
        time.Advance(TimeSpan.FromSeconds(9));
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => closing);

        Assert.Equal("Closing test_lease timed out", Assert.Single(failure.Errors).Summary);
        Assert.DoesNotContain("timeouts", failure.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_CLI_leaves_open_is_closed_when_the_process_ends(bool isRenewed)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var lease = await LeaseAsync(provider);
        var (first, second) = (await lease.OpenAsync(A), await lease.OpenAsync(A));
        if (isRenewed) second = await lease.RenewAsync(second);
        await lease.OpenAsync(A);

        await lease.CloseAsync(first);
        await lease.CloseAsync(second, afterRenewal: isRenewed);
        Assert.Equal(1, _fake.Lease.Out);
        await provider.EndAsync();
        await provider.EndAsync();

        Assert.Equal(0, _fake.Lease.Out);
    }

    [Fact]
    public async Task A_close_that_fails_when_the_process_ends_goes_to_the_log()
    {
        var log = new RecordingLoggers();
        await using var provider = await InProcessProvider.StartAsync(_fake, loggers: log);
        await (await LeaseAsync(provider)).OpenAsync(A);
        _fake.Api.OnOperation = static (_, _) => throw new FakeApiException("no");

        await provider.EndAsync();

        Assert.Contains("Closing test_lease failed: The service says: no", log.Lines);
    }

    [Fact]
    public async Task While_the_configuration_is_unknown_the_results_are_too_and_nothing_is_opened()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreAsync(provider);
        await core.ConfigureAsync($$"""{ "token": "{{ValueText.Unknown}}" }""");

        var opened = await core.Ephemeral(Lease).OpenAsync("""{ "name": "a", "terms": { "text": "t" } }""", isConfigured: false);
        await core.Ephemeral(Lease).CloseAsync(opened);

        Assert.Equal((CtyValue.String("a"), CtyValue.Number(1), true), (opened["name"], opened["days"], opened["key"].IsUnknown));
        var terms = Assert.IsType<CtyObject>(opened["terms"]);
        Assert.Equal((CtyValue.Null(CtyType.String), CtyValue.Null(CtyType.String), true), (opened["note"], terms["comment"], terms["page"].IsUnknown));
        Assert.Contains("\"token\"", Assert.Single(core.Warnings).Detail, StringComparison.Ordinal);
        Assert.Equal(0, _fake.Lease.Out);
    }

    private static async Task<CoreSimulation> CoreAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core;
    }

    private static async Task<EphemeralDriver> LeaseAsync(InProcessProvider provider) => (await CoreAsync(provider)).Ephemeral(Lease);

    private sealed class RecordingLoggers : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
