using CsCheck;
using Planton.Registry.Runs;

namespace Planton.Registry.Tests.Runs;

public sealed class RunHistoryTests
{
    [Fact]
    public void Runs_come_newest_first_and_of_one_instant_in_the_order_of_their_uuids()
    {
        var history = RunHistory.Merge(
            [Given.Run("2026-03-02", uuid: "c")],
            [Given.Observed("2026-03-01", uuid: "z"), Given.Observed("2026-03-02", uuid: "b"), Given.Observed("2026-03-03", uuid: "a")],
            limit: 10);
        Assert.Equal(["a", "b", "c", "z"], history.Kept.Select(run => run.Uuid));
        Assert.Equal("a", history.LastRun?.Uuid);
    }

    [Fact]
    public void A_run_that_is_not_recorded_is_someone_elses()
    {
        var history = RunHistory.Merge([], [Given.Observed("2026-03-01", type: null, freedBytes: 7)], limit: 10);
        Assert.Equal([Given.Run("2026-03-01", type: null, origin: RunOrigin.External, freedBytes: 7)], history.Kept);
    }

    [Fact]
    public void The_services_facts_win_and_what_only_the_record_knows_is_kept()
    {
        var recorded = Given.Run("2026-03-01T03:00:00.5Z", status: "requested", scheduledFor: "2026-03-01T03:00:00Z", freedBytes: null);
        var observed = new Run(
            "run-1", null, "succeeded", RunOrigin.External, ScheduledFor: null, Given.Time("2026-03-01T03:00:00Z"), Given.Time("2026-03-01T03:20:00Z"), 12, 345);

        Assert.Equal(
            [
                new Run(
                    "run-1", Given.Both, "succeeded", RunOrigin.Policy, Given.Time("2026-03-01T03:00:00Z"),
                    Given.Time("2026-03-01T03:00:00Z"), Given.Time("2026-03-01T03:20:00Z"), 12, 345),
            ],
            RunHistory.Merge([recorded], [observed], limit: 10).Kept);
    }

    [Fact]
    public void A_type_that_the_service_names_wins_and_a_count_that_it_leaves_out_is_kept()
    {
        var run = Assert.Single(RunHistory.Merge(
            [Given.Run("2026-03-01", Given.Both, freedBytes: 5)], [Given.Observed("2026-03-01", Given.BlobsOnly, freedBytes: null)], limit: 10).Kept);
        Assert.Equal(Given.BlobsOnly, run.Type);
        Assert.Equal(5, run.FreedBytes);
    }

    [Fact]
    public void A_stale_answer_does_not_bring_an_ended_run_back()
    {
        var recorded = Given.Run("2026-03-01", status: "succeeded", freedBytes: 9);
        Assert.Equal([recorded], RunHistory.Merge([recorded], [Given.Observed("2026-03-01", status: "requested")], limit: 10).Kept);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_run_that_comes_on_two_pages_the_ended_one_is_taken(bool endedFirst)
    {
        Run[] pages = [Given.Observed("2026-03-01", status: "succeeded"), Given.Observed("2026-03-01", status: "requested")];
        if (!endedFirst) Array.Reverse(pages);
        Assert.Equal("succeeded", Assert.Single(RunHistory.Merge([], pages, limit: 10).Kept).Status);
    }

    [Fact]
    public void A_run_that_the_service_has_forgotten_is_kept()
    {
        var forgotten = Given.Run("2026-02-01", uuid: "old");
        var history = RunHistory.Merge([forgotten], [Given.Observed("2026-03-01", uuid: "new")], limit: 10);
        Assert.Equal(forgotten, history.Kept[1]);
    }

    [Fact]
    public void Of_two_records_of_one_run_the_later_one_wins()
    {
        var adopted = Given.Run("2026-03-01", scheduledFor: "2026-03-01T03:00:00Z");
        Assert.Equal([adopted], RunHistory.Merge([Given.Run("2026-03-01"), adopted], [], limit: 10).Kept);
    }

    [Fact]
    public void The_limit_cuts_what_is_kept_and_not_what_counts()
    {
        var history = RunHistory.Merge(
            [], [Given.Observed("2026-03-01", uuid: "covers"), Given.Observed("2026-03-02", Given.BlobsOnly, uuid: "newest")], limit: 1);
        Assert.Equal(["newest"], history.Kept.Select(run => run.Uuid));
        Assert.Equal(["newest", "covers"], history.All.Select(run => run.Uuid));
    }

    [Fact]
    public void An_empty_history_has_no_last_run_and_freed_nothing()
    {
        var history = RunHistory.Merge([], [], limit: 10);
        Assert.Null(history.LastRun);
        Assert.Empty(history.Kept);
        Assert.Equal(0, history.TotalFreedBytes);
    }

    [Theory]
    [InlineData(10, 111)]
    [InlineData(3, 11)]
    [InlineData(2, 1)]
    public void The_total_is_over_the_kept_runs_that_have_ended(int limit, long total)
    {
        Run[] observed =
        [
            Given.Observed("2026-03-05", status: "scanning manifests", uuid: "e", freedBytes: 1000),
            Given.Observed("2026-03-04", status: "succeeded", uuid: "d", freedBytes: 1),
            Given.Observed("2026-03-03", status: "cancelled", uuid: "c", freedBytes: 10),
            Given.Observed("2026-03-02", status: "failed", uuid: "b", freedBytes: 100),
            Given.Observed("2026-03-01", status: "succeeded", uuid: "a", freedBytes: null),
        ];
        Assert.Equal(total, RunHistory.Merge([], observed, limit).TotalFreedBytes);
    }

    [Fact]
    public void A_total_beyond_the_range_stays_at_its_end()
    {
        Run[] observed =
            [Given.Observed("2026-03-01", uuid: "a", freedBytes: long.MaxValue), Given.Observed("2026-03-02", uuid: "b", freedBytes: long.MaxValue)];
        Assert.Equal(long.MaxValue, RunHistory.Merge([], observed, limit: 10).TotalFreedBytes);
    }

    private static readonly Gen<string> Uuids = Gen.OneOf("a", "b", "c", "d", "e", "f");
    private static readonly Gen<string> Statuses = Gen.OneOf("requested", "deleting unreferenced blobs", "succeeded", "failed", "cancelled");
    private static readonly Gen<string?> Types = Gen.OneOf(null, "", Given.Both, Given.BlobsOnly);
    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 5].Select(day => Given.Time("2026-03-01").AddDays(day));

    private static readonly Gen<Run[]> Observations = Gen.Select(
        Uuids, Types, Statuses, Instants, Instants, Gen.Long[0, 99].Select(bytes => bytes > 90 ? (long?)null : bytes),
        (uuid, type, status, created, updated, bytes) => new Run(uuid, type, status, RunOrigin.External, ScheduledFor: null, created, updated, bytes, bytes)).Array[0, 8];

    private static readonly Gen<Run[]> Records = Gen.Select(
        Observations, Gen.Bool, (runs, own) => runs.Select(run => run with { Origin = own ? RunOrigin.Policy : RunOrigin.External }).ToArray());

    [Fact]
    public void Merging_the_same_observation_again_changes_nothing()
    {
        Gen.Select(Records, Observations, Gen.Int[1, 7]).Sample((recorded, observed, limit) =>
        {
            var once = RunHistory.Merge(recorded, observed, limit);
            var twice = RunHistory.Merge(once.Kept, observed, limit);
            Assert.Equal(once.Kept, twice.Kept);
            Assert.Equal(once.TotalFreedBytes, twice.TotalFreedBytes);
        }, iter: 2000);
    }

    [Fact]
    public void Every_run_is_kept_once_up_to_the_limit()
    {
        Gen.Select(Records, Observations, Gen.Int[1, 7]).Sample((recorded, observed, limit) =>
        {
            var history = RunHistory.Merge(recorded, observed, limit);
            var uuids = recorded.Select(run => run.Uuid).Union(observed.Select(run => run.Uuid)).ToList();
            Assert.Equal(uuids.Order(), history.All.Select(run => run.Uuid).Order());
            Assert.Equal(Math.Min(limit, uuids.Count), history.Kept.Length);
            Assert.Equal(history.Kept.OrderByDescending(run => run.CreatedAt), history.Kept);
        }, iter: 2000);
    }
}
