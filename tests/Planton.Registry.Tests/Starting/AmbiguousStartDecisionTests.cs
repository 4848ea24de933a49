using Planton.Registry.Runs;
using Planton.Registry.Starting;

namespace Planton.Registry.Tests.Starting;

public sealed class AmbiguousStartDecisionTests
{
    private const string AskedAt = "2026-03-01T03:00:10.4Z";

    private static AmbiguousStartSituation Read(bool refused, Run? active, params Run[] listed) => new()
    {
        AskedAt = Given.Time(AskedAt),
        Type = Given.Both,
        Refused = refused,
        KnownUuids = new HashSet<string>(["known"], StringComparer.Ordinal),
        Listed = listed,
        ActiveRun = active,
    };

    [Theory]
    [InlineData("2026-03-01T03:00:10Z")]
    [InlineData("2026-03-01T03:00:09Z")]
    [InlineData("2026-03-01T03:00:11Z")]
    [InlineData("2026-03-01T03:05:00Z")]
    public void A_new_run_of_our_type_is_ours_after_a_lost_answer(string created)
    {
        var run = Given.Observed(created, status: "requested", uuid: "new");
        Assert.Equal(new AmbiguousStartDecision.Ours(run), AmbiguousStartDecision.Decide(Read(refused: false, run, run)));
        Assert.Equal(new AmbiguousStartDecision.Ours(run), AmbiguousStartDecision.Decide(Read(refused: false, active: null, run)));
        Assert.Equal(new AmbiguousStartDecision.Ours(run), AmbiguousStartDecision.Decide(Read(refused: false, run)));
    }

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("a status of the future")]
    public void A_run_of_ours_that_has_ended_already_is_ours_still(string status)
    {
        var run = Given.Observed("2026-03-01T03:00:10Z", status: status, uuid: "new");
        Assert.Equal(new AmbiguousStartDecision.Ours(run), AmbiguousStartDecision.Decide(Read(refused: false, active: null, run)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_new_run_without_a_type_may_be_ours(string? type)
    {
        var run = Given.Observed("2026-03-01T03:00:10Z", type, uuid: "new");
        Assert.Equal(new AmbiguousStartDecision.Ours(run), AmbiguousStartDecision.Decide(Read(refused: false, active: null, run)));
    }

    [Fact]
    public void Of_several_new_runs_the_one_that_names_our_type_is_ours_and_of_those_the_oldest()
    {
        var untyped = Given.Observed("2026-03-01T03:00:10Z", type: null, uuid: "untyped");
        var first = Given.Observed("2026-03-01T03:00:20Z", uuid: "first");
        var second = Given.Observed("2026-03-01T03:00:30Z", uuid: "second");
        Assert.Equal(new AmbiguousStartDecision.Ours(first), AmbiguousStartDecision.Decide(Read(refused: false, second, second, first, untyped)));
    }

    [Theory]
    [InlineData("known", "2026-03-01T03:00:10Z", Given.Both)]
    [InlineData("old", "2026-03-01T03:00:08Z", Given.Both)]
    [InlineData("other-type", "2026-03-01T03:00:10Z", Given.BlobsOnly)]
    public void A_known_an_older_or_a_different_run_is_not_ours(string uuid, string created, string type)
    {
        var ended = Given.Observed(created, type, uuid: uuid);
        Assert.Equal(new AmbiguousStartDecision.None(), AmbiguousStartDecision.Decide(Read(refused: false, active: null, ended)));

        var active = ended with { Status = "scanning manifests" };
        Assert.Equal(
            new AmbiguousStartDecision.Adopt(active, Covers: type == Given.Both), AmbiguousStartDecision.Decide(Read(refused: false, active, active)));
    }

    [Theory]
    [InlineData(Given.Both, true)]
    [InlineData(Given.BlobsOnly, false)]
    [InlineData(null, false)]
    public void A_refused_start_adopts_the_active_run_though_it_is_as_new_as_ours_would_be(string? type, bool covers)
    {
        var run = Given.Observed("2026-03-01T03:00:10Z", type, "requested", uuid: "new");
        Assert.Equal(new AmbiguousStartDecision.Adopt(run, covers), AmbiguousStartDecision.Decide(Read(refused: true, run, run)));
    }

    [Fact]
    public void A_refused_start_takes_the_run_that_was_in_its_way_though_it_has_ended()
    {
        var run = Given.Observed("2026-03-01T03:00:10Z", uuid: "new");
        Assert.Equal(new AmbiguousStartDecision.Adopt(run, Covers: true), AmbiguousStartDecision.Decide(Read(refused: true, active: null, run)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_nothing_new_and_nothing_active_nothing_was_started(bool refused)
    {
        var known = Given.Observed("2026-02-22T03:00:00Z", uuid: "known");
        Assert.Equal(new AmbiguousStartDecision.None(), AmbiguousStartDecision.Decide(Read(refused, active: null, known)));
        Assert.Equal(new AmbiguousStartDecision.None(), AmbiguousStartDecision.Decide(Read(refused, active: null)));
        Assert.Equal(new AmbiguousStartDecision.None(), AmbiguousStartDecision.Decide(Read(refused, active: known, known)));
    }

    [Fact]
    public void A_lost_answer_with_someone_elses_greater_run_ended_is_settled_by_that_run()
    {
        var greater = Given.Observed("2026-03-01T03:00:10Z", Given.Both, uuid: "new");
        var situation = Read(refused: false, active: null, greater) with { Type = Given.BlobsOnly };
        Assert.Equal(new AmbiguousStartDecision.Adopt(greater, Covers: true), AmbiguousStartDecision.Decide(situation));
    }
}
