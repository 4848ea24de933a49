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

    [Theory]
    [InlineData(true, false, false, true)]
    [InlineData(false, true, false, true)]
    [InlineData(false, false, false, false)]
    [InlineData(true, true, true, false)]
    public void A_plan_shows_the_slot_or_debt_that_the_apply_starts_a_run_for(bool isDue, bool isOwed, bool isHeld, bool shown)
    {
        var due = isDue ? new DueState(Slot, Overdue: false, Slot) : DueState.Disabled;
        var memory = new PolicyPrivateState(new PrivateState()) { EffectiveFrom = Slot.AddDays(-1) };
        memory.Remember(new CollectionView(RunHistory.Merge([], [], limit: 1), due, new StartDebt(Asked: null, isOwed)) { IsHeld = isHeld });

        Assert.Equal(shown, memory.ShowsRun(due: false));
        Assert.Equal(shown, memory.ShowsRun(due: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_plan_shows_what_the_state_says_when_private_state_is_lost(bool due) =>
        Assert.Equal(due, new PolicyPrivateState(new PrivateState()).ShowsRun(due));
}
