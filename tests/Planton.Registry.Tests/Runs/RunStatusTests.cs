using Planton.Registry.Runs;

namespace Planton.Registry.Tests.Runs;

public sealed class RunStatusTests
{
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
    [InlineData("success", false)]
    [InlineData("Succeeded", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Every_status_but_three_means_running(string? status, bool terminal) => Assert.Equal(terminal, RunStatus.IsTerminal(status));
}
