using Planton.Terraform.Plugin.Hosting;

namespace Planton.Terraform.Plugin.Tests.Hosting;

public sealed class ShutdownSignalTests
{
    [Fact]
    public async Task The_end_is_announced_once_everything_was_cancelled()
    {
        using var stop = new ShutdownSignal();
        var wasAnnounced = true;
        await using var registration = stop.Token.UnsafeRegister(_ => wasAnnounced = stop.Raised.IsCompleted, null);

        stop.Raise();
        stop.Raise();

        await stop.Raised;
        Assert.False(wasAnnounced);
    }

    [Fact]
    public async Task The_end_is_announced_although_a_cancelled_call_fails()
    {
        using var stop = new ShutdownSignal();
        await using var registration = stop.Token.UnsafeRegister(static _ => throw new InvalidOperationException("cannot stop"), null);

        Assert.Throws<AggregateException>(stop.Raise);

        await stop.Raised;
    }
}
