using System.Runtime.InteropServices;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>How the process ends, and how it does not.</summary>
public sealed class EndTests
{
    [Fact]
    public async Task Shutdown_is_answered_and_ends_the_process()
    {
        await using var cli = new FakeCli();
        var channel = cli.Connect(await cli.StartAsync());

        Assert.NotNull(await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new()));

        Assert.Equal(0, await cli.Running);
        Assert.Equal("", cli.Errors.Text);
    }

    [Fact]
    public async Task Shutdown_is_answered_when_what_was_left_is_done_since_the_host_does_not_wait_long_after_it()
    {
        await using var cli = new FakeCli();
        var (asked, done) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        cli.Provider.OnEnd = () =>
        {
            asked.TrySetResult();
            return done.Task;
        };
        var channel = cli.Connect(await cli.StartAsync());

        var answer = new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new()).ResponseAsync;
        await asked.Task;
        Assert.False(answer.IsCompleted);
        Assert.False(cli.Running.IsCompleted);
        done.SetResult();
        await answer;

        Assert.Equal(0, await cli.Running);
    }

    [Fact]
    public async Task What_was_left_is_done_also_when_a_signal_ends_the_process()
    {
        await using var cli = new FakeCli();
        var done = false;
        cli.Provider.OnEnd = () =>
        {
            done = true;
            return Task.CompletedTask;
        };
        await cli.StartAsync();

        Assert.True(cli.Send(PosixSignal.SIGTERM));

        Assert.Equal(0, await cli.Running);
        Assert.True(done);
    }

    [Fact]
    public async Task Shutdown_waits_for_no_call()
    {
        await using var cli = new FakeCli();
        var channel = cli.Connect(await cli.StartAsync());
        var hanging = new Provider.ProviderClient(channel).ReadDataSourceAsync(new()).ResponseAsync;
        await cli.Provider.Hanging;

        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new());

        Assert.Equal(0, await cli.Running);
        await Assert.ThrowsAsync<RpcException>(() => hanging);
    }

    [Fact]
    public async Task An_interrupt_from_the_keyboard_is_the_hosts_affair()
    {
        await using var cli = new FakeCli();
        var provider = new Provider.ProviderClient(cli.Connect(await cli.StartAsync()));

        Assert.True(cli.Send(PosixSignal.SIGINT));
        Assert.True(cli.Send(PosixSignal.SIGINT));

        Assert.True((await provider.GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
        Assert.False(cli.Running.IsCompleted);
    }

    [Fact]
    public async Task SIGTERM_ends_the_process()
    {
        await using var cli = new FakeCli();
        await cli.StartAsync();

        Assert.True(cli.Send(PosixSignal.SIGTERM));

        Assert.Equal(0, await cli.Running);
    }

    [Fact]
    public async Task An_orphan_that_nobody_is_connected_to_ends_by_itself()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var parent = 100;
        await using var cli = new FakeCli();
        cli.Environment = cli.Environment with { Time = time, ParentProcessId = () => Volatile.Read(ref parent) };
        await cli.StartAsync();

        Volatile.Write(ref parent, 1);
        while (!cli.Running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(0, await cli.Running);
    }

    [Theory]
    [InlineData(100, false)] // The parent lives, though nobody is connected.
    [InlineData(1, true)] // The parent was a helper that is gone, but its host is connected.
    public async Task A_plugin_in_use_is_no_orphan(int parentLater, bool connected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var parent = 100;
        var asked = 0;
        await using var cli = new FakeCli();
        cli.Environment = cli.Environment with
        {
            Time = time,
            ParentProcessId = () =>
            {
                Interlocked.Increment(ref asked);
                return Volatile.Read(ref parent);
            },
        };
        var channel = cli.Connect(await cli.StartAsync());
        if (connected) await new Provider.ProviderClient(channel).GetMetadataAsync(new());

        Volatile.Write(ref parent, parentLater);
        while (Volatile.Read(ref asked) < 4)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        Assert.False(cli.Running.IsCompleted);
        Assert.True((await new Provider.ProviderClient(channel).GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
    }
}
