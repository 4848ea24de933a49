using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class KeyedLockTests
{
    [Fact]
    public async Task One_at_a_time_holds_a_key_and_other_keys_are_free()
    {
        var gates = new KeyedLock();
        var first = await gates.EnterAsync("a", TestContext.Current.CancellationToken);
        var second = gates.EnterAsync("a", TestContext.Current.CancellationToken);
        using var other = await gates.EnterAsync("b", TestContext.Current.CancellationToken);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_holds_nothing()
    {
        var gates = new KeyedLock();
        using var patience = new CancellationTokenSource();
        var first = await gates.EnterAsync("a", patience.Token);
        var second = gates.EnterAsync("a", patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await gates.EnterAsync("a", CancellationToken.None)).Dispose();
    }
}
