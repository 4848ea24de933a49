using Planton.Registry.Runs;

namespace Planton.Registry.Tests.Runs;

public sealed class RunTypeTests
{
    [Theory]
    [InlineData(Given.Both, Given.Both, true)]
    [InlineData(Given.Both, Given.ManifestsOnly, true)]
    [InlineData(Given.Both, Given.BlobsOnly, true)]
    [InlineData(Given.ManifestsOnly, Given.Both, false)]
    [InlineData(Given.ManifestsOnly, Given.ManifestsOnly, true)]
    [InlineData(Given.ManifestsOnly, Given.BlobsOnly, false)]
    [InlineData(Given.BlobsOnly, Given.Both, false)]
    [InlineData(Given.BlobsOnly, Given.ManifestsOnly, false)]
    [InlineData(Given.BlobsOnly, Given.BlobsOnly, true)]
    [InlineData(null, Given.Both, false)]
    [InlineData(null, Given.ManifestsOnly, false)]
    [InlineData(null, Given.BlobsOnly, true)]
    [InlineData("", Given.BlobsOnly, true)]
    [InlineData("", Given.Both, false)]
    [InlineData("everything", Given.BlobsOnly, false)]
    [InlineData("everything", Given.Both, false)]
    public void A_run_covers_a_policy_when_it_deletes_at_least_as_much(string? run, string policy, bool covers) =>
        Assert.Equal(covers, RunType.Covers(run, policy));

    [Theory]
    [InlineData("succeeded", true)]
    [InlineData("failed", true)]
    [InlineData("cancelled", true)]
    [InlineData("requested", false)]
    [InlineData("waiting for write JWTs to expire", false)]
    [InlineData("scanning manifests", false)]
    [InlineData("waiting for delete requests", false)]
    [InlineData("deleting unreferenced blobs", false)]
    [InlineData("cancelling", false)]
    [InlineData("a status of the future", false)]
    [InlineData("", false)]
    public void Only_three_statuses_end_a_run(string status, bool ends) => Assert.Equal(ends, RunStatus.IsTerminal(status));
}
