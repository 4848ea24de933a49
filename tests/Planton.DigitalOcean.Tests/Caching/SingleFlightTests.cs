using Microsoft.Extensions.Time.Testing;
using Planton.DigitalOcean.Caching;

namespace Planton.DigitalOcean.Tests;

public sealed class SingleFlightTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new();
    private readonly Loads _loads = new();
    private readonly SingleFlight<string> _flight;

    public SingleFlightTests() => _flight = new SingleFlight<string>(_loads.LoadAsync, Lifetime, _time);

    [Fact]
    public async Task Callers_at_the_same_time_share_one_load()
    {
        var callers = Enumerable.Range(0, 100).Select(_ => _flight.GetAsync(default)).ToArray();
        (await _loads.NextAsync()).SetResult("a");
        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("a", value));
        Assert.Equal(1, _loads.Count);
    }

    [Fact]
    public async Task Callers_on_many_threads_share_one_load()
    {
        using var start = new Barrier(8);
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return _flight.GetAsync(default);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToArray();
        (await _loads.NextAsync()).SetResult("a");
        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("a", value));
        Assert.Equal(1, _loads.Count);
    }

    [Fact]
    public async Task A_value_is_kept_for_its_lifetime_from_its_completion()
    {
        var first = _flight.GetAsync(default);
        var load = await _loads.NextAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        load.SetResult("a");
        await first;
        _time.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal("a", await _flight.GetAsync(default));

        _time.Advance(TimeSpan.FromTicks(1));
        var second = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("b");
        Assert.Equal("b", await second);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        var callers = Enumerable.Range(0, 3).Select(_ => _flight.GetAsync(default)).ToArray();
        (await _loads.NextAsync()).SetException(new InvalidDataException("no"));
        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => caller);
        }

        var next = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("b");
        Assert.Equal("b", await next);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_disturb_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var first = _flight.GetAsync(impatient.Token);
        var second = _flight.GetAsync(default);
        var load = await _loads.NextAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(_loads.Token.IsCancellationRequested);
        load.SetResult("a");
        Assert.Equal("a", await second);
    }

    [Fact]
    public async Task The_load_stops_when_the_last_caller_has_left_and_the_next_starts_anew()
    {
        using var impatient = new CancellationTokenSource();
        var first = _flight.GetAsync(impatient.Token);
        var second = _flight.GetAsync(impatient.Token);
        await _loads.NextAsync();
        var token = _loads.Token;
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(first, second));
        Assert.True(token.IsCancellationRequested);

        var next = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("b");
        Assert.Equal("b", await next);
    }

    [Fact]
    public async Task What_a_stopped_load_does_about_it_holds_nobody_up()
    {
        using var impatient = new CancellationTokenSource();
        var wasFree = new TaskCompletionSource<bool>();
        var first = _flight.GetAsync(impatient.Token);
        await _loads.NextAsync();
        _loads.Token.Register(() => wasFree.SetResult(Task.Run(_flight.Invalidate).Wait(TimeSpan.FromSeconds(5))));

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(await wasFree.Task, "The lock was held while the load was being stopped.");
    }

    [Fact]
    public async Task A_caller_who_is_cancelled_already_starts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _flight.GetAsync(new CancellationToken(canceled: true)));
        Assert.Equal(0, _loads.Count);
    }

    [Fact]
    public async Task Invalidation_makes_the_next_caller_load_anew()
    {
        var first = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("old");
        await first;
        _flight.Invalidate();
        var second = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("new");
        Assert.Equal("new", await second);
    }

    [Fact]
    public async Task A_load_that_began_before_an_invalidation_answers_its_callers_but_is_not_kept()
    {
        var before = _flight.GetAsync(default);
        var stale = await _loads.NextAsync();
        _flight.Invalidate();
        var after = _flight.GetAsync(default);
        var fresh = await _loads.NextAsync();
        fresh.SetResult("new");
        Assert.Equal("new", await after);
        stale.SetResult("old");
        Assert.Equal("old", await before);
        Assert.Equal("new", await _flight.GetAsync(default));
        Assert.Equal(2, _loads.Count);
    }

    [Fact]
    public async Task A_change_of_a_part_leaves_the_value_good_for_the_others()
    {
        var first = _flight.GetForAsync("x", default);
        (await _loads.NextAsync()).SetResult("old");
        Assert.Equal(("old", false), await first);
        _flight.Invalidate("x");
        Assert.Equal(("old", true), await _flight.GetForAsync("x", default));
        Assert.Equal(("old", false), await _flight.GetForAsync("y", default));
        Assert.Equal(1, _loads.Count);
    }

    [Fact]
    public async Task Who_asks_for_the_whole_after_a_change_of_a_part_gets_a_newly_loaded_one()
    {
        var first = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("old");
        await first;
        _flight.Invalidate("x");
        var second = _flight.GetAsync(default);
        (await _loads.NextAsync()).SetResult("new");
        Assert.Equal("new", await second);
        Assert.Equal(("new", false), await _flight.GetForAsync("x", default));
    }

    [Fact]
    public async Task A_part_that_changes_while_the_value_is_loaded_has_changed()
    {
        var asked = _flight.GetForAsync("x", default);
        var load = await _loads.NextAsync();
        _flight.Invalidate("x");
        load.SetResult("old or new");
        Assert.Equal(("old or new", true), await asked);
    }

    [Fact]
    public async Task A_stale_load_that_fails_does_not_disturb_its_successor()
    {
        var before = _flight.GetAsync(default);
        var stale = await _loads.NextAsync();
        _flight.Invalidate();
        var after = _flight.GetAsync(default);
        var fresh = await _loads.NextAsync();
        stale.SetException(new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => before);
        var joined = _flight.GetAsync(default);
        fresh.SetResult("new");
        Assert.Equal(["new", "new"], await Task.WhenAll(after, joined));
        Assert.Equal(2, _loads.Count);
    }

    [Fact]
    public async Task The_starters_context_does_not_flow_into_the_load()
    {
        var ambient = new AsyncLocal<string?> { Value = "caller" };
        var seen = new TaskCompletionSource<string?>();
        var flight = new SingleFlight<int>(_ =>
        {
            seen.SetResult(ambient.Value);
            return Task.FromResult(1);
        }, Lifetime, _time);
        await flight.GetAsync(default);
        Assert.Null(await seen.Task);
    }

    [Fact]
    public async Task A_load_that_fails_before_its_first_await_is_a_failure_like_any_other()
    {
        var flight = new SingleFlight<int>(_ => throw new InvalidDataException("at once"), Lifetime, _time);
        await Assert.ThrowsAsync<InvalidDataException>(() => flight.GetAsync(default));
        await Assert.ThrowsAsync<InvalidDataException>(() => flight.GetAsync(default));
    }

    /// <summary>Loads that end when the test says so.</summary>
    private sealed class Loads
    {
        private readonly System.Threading.Channels.Channel<TaskCompletionSource<string>> _begun =
            System.Threading.Channels.Channel.CreateUnbounded<TaskCompletionSource<string>>();

        private int _count;

        public int Count => _count;

        public CancellationToken Token { get; private set; }

        public Task<string> LoadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            Token = cancellationToken;
            var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
            _begun.Writer.TryWrite(source);
            return source.Task;
        }

        public async Task<TaskCompletionSource<string>> NextAsync() => await _begun.Reader.ReadAsync();
    }
}
