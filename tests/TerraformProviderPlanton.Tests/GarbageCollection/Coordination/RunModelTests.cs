using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Coordination;

public sealed class RunModelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_comes_back_from_state_as_it_went_in()
    {
        Run[] table =
        [
            new("u", "untagged manifests only", "succeeded", RunOrigin.Policy, Noon, Noon, Noon.AddMinutes(1), 3, 4),
            new("u", null, "something new", RunOrigin.External, null, Noon, Noon, null, null),
        ];

        foreach (var run in table) Assert.Equal(run, RunModel.From(run).ToRun());
    }

    [Fact]
    public void A_run_without_uuid_or_time_is_none()
    {
        Assert.Null(new RunModel { CreatedAt = "2026-03-02T12:00:00Z" }.ToRun());
        Assert.Null(new RunModel { Uuid = "u", CreatedAt = "soon" }.ToRun());
    }

    [Theory]
    [InlineData("failed", 5L, "failed")]
    [InlineData("cancelled", 5L, "cancelled")]
    [InlineData("succeeded", 0L, "freed nothing")]
    [InlineData("succeeded", 5L, null)]
    [InlineData("scanning manifests", 0L, null)]
    public void An_end_that_is_worth_a_word_is_a_warning(string status, long freed, string? words)
    {
        var diagnostics = new DiagnosticList();

        RunOutcome.Report("main", new("the-uuid", null, status, RunOrigin.Policy, null, Noon, Noon, 0, freed), diagnostics);

        if (words is null)
        {
            Assert.Empty(diagnostics);
            return;
        }

        var warning = Assert.Single(diagnostics);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Contains(words, warning.Summary, StringComparison.Ordinal);
        Assert.Contains("the-uuid", warning.Detail, StringComparison.Ordinal);
    }
}
