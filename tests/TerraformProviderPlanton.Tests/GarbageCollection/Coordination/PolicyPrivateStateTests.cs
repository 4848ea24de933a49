using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Coordination;

public sealed class PolicyPrivateStateTests
{
    private static readonly DateTimeOffset Slot = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_asked_for_is_kept_as_text()
    {
        var asked = new AskedStart(Slot.AddMinutes(10), RunType.UntaggedManifestsAndUnreferencedBlobs, Slot, IsForced: true, ["a", "b"]);
        var store = new PrivateState();
        new PolicyPrivateState(store).Remember(new CollectionView(RunHistory.Merge([], [], limit: 1), DueState.Disabled, new StartDebt(asked, IsOwed: false)));

        var read = new PolicyPrivateState(store).Debt.Asked!;

        Assert.Equal((asked.At, asked.Type, asked.Slot, asked.IsForced), (read.At, read.Type, read.Slot, read.IsForced));
        Assert.Equal(["a", "b"], read.Known.ToArray());
    }

    [Fact]
    public void A_text_that_stands_for_nothing_is_nothing() => Assert.Null(new PolicyPrivateState(new PrivateState { ["asked"] = "else" }).Debt.Asked);
}
