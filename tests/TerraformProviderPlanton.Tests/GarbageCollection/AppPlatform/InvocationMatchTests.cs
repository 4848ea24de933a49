using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;

namespace TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform;

public sealed class InvocationMatchTests
{
    private static readonly DateTimeOffset Slot = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 8, 12, 10, true)]
    [InlineData(5, 8, 12, 70, true)]
    [InlineData(5, 8, 12, 73, false)]
    [InlineData(5, 8, 12, -50, true)]
    [InlineData(5, 8, 12, -60, false)]
    [InlineData(5, 8, null, 600, true)]
    [InlineData(5, null, null, 600, true)]
    public void A_run_belongs_to_the_invocation_that_lived_when_it_was_made(int created, int? started, int? completed, int run, bool matches)
    {
        var invocation = new Invocation("i", "SUCCEEDED", completed is not null, At(created), started is { } s ? At(s) : null, completed is { } c ? At(c) : null);

        Assert.Equal(matches, InvocationMatch.RunOf(invocation, [Run("r", run)], now: At(900)) is not null);
    }

    [Fact]
    public void Runs_of_the_job_are_the_policys_own_with_their_slot_and_others_stay_external()
    {
        Invocation[] invocations = [Ended("sunday", 5), Ended("by-hand", 7200), Ended("failed", 86400)];
        Run[] runs = [Run("a", 9), Run("someone", 3600), Run("b", 7204)];

        var attributed = InvocationMatch.Attribute(runs, invocations, Terms(), At(100_000));

        Assert.Equal(["policy", "external", "policy"], attributed.Select(static run => run.Origin));
        Assert.Equal([Slot, null, null], attributed.Select(static run => run.ScheduledFor));
    }

    [Fact]
    public void Doing_it_again_changes_nothing()
    {
        Invocation[] invocations = [Ended("sunday", 5)];
        var once = InvocationMatch.Attribute([Run("a", 9), Run("b", 5000)], invocations, Terms(), At(6000));

        Assert.Equal(once, InvocationMatch.Attribute(once, invocations, Terms(), At(6000)));
        Assert.Equal(once, InvocationMatch.Attribute(once, [], Terms(), At(6000)));
    }

    private static PolicySchedule Terms() => new(
        CronSchedule.TryParse("0 3 * * 0", out var schedule, out var error) ? schedule : throw new InvalidOperationException(error),
        IanaZone.Utc, TimeSpan.FromHours(4), RunType.UntaggedManifestsAndUnreferencedBlobs, Enabled: true, Slot.AddDays(-30));

    private static DateTimeOffset At(int seconds) => Slot.AddSeconds(seconds);

    private static Invocation Ended(string id, int created) => new(id, "SUCCEEDED", HasEnded: true, At(created), At(created + 2), At(created + 6));

    private static Run Run(string uuid, int created) =>
        new(uuid, RunType.UntaggedManifestsAndUnreferencedBlobs, "succeeded", RunOrigin.External, null, At(created), At(created + 10), 1, 1);
}
