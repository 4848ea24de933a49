using Planton.Registry.Runs;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Coordination;

public sealed class RunPhasesTests
{
    [Theory]
    [InlineData(RunStatus.Succeeded, "3 blobs deleted, 500 bytes freed. Pushes are accepted again.")]
    [InlineData(RunStatus.Cancelled, "3 blobs deleted, 500 bytes freed. Pushes are accepted again.")]
    [InlineData(RunStatus.Failed, "3 blobs deleted, 500 bytes freed.")]
    public void A_result_promises_pushes_only_where_that_is_documented(string status, string result) =>
        Assert.Equal(result, RunPhases.Result(new("run-1", Type: null, status, RunOrigin.Policy, ScheduledFor: null, default, default, BlobsDeleted: 3, FreedBytes: 500)));

    [Theory]
    [InlineData(RunStatus.Requested, "The registry is about to refuse pushes.")]
    [InlineData(RunStatus.WaitingForWriteJwtsToExpire, "New pushes are refused; those in progress have up to 15 minutes to end. Pulls still work.")]
    [InlineData(RunStatus.DeletingUnreferencedBlobs, "Pushes and deletions are refused. Pulls still work.")]
    [InlineData("a phase that nobody knows", "Pushes and deletions are refused. Pulls still work.")]
    [InlineData(RunStatus.Cancelling, "Pushes are refused until it has ended. Pulls still work.")]
    public void Every_phase_says_what_it_prevents(string status, string effects) => Assert.Equal(effects, RunPhases.Effects(status));

    [Theory]
    [InlineData(0.9, "0s")]
    [InlineData(90.9, "1m30s")]
    public void Times_are_whole_seconds(double seconds, string text) => Assert.Equal(text, RunPhases.Text(TimeSpan.FromSeconds(seconds)));
}
