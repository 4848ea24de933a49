using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Tests;

/// <summary>What users are told when something goes wrong: every message, its form, and that it leads on.</summary>
public sealed partial class DiagnosticTests
{
    private const string Golden = "tests/TerraformProviderPlanton.Tests/Diagnostics.golden";

    /// <summary>Expressions that end a detail. Their texts are made elsewhere, with tests of their own, and end with a period.</summary>
    private static readonly string[] Sentences =
    [
        "{ApiFailure.Explain(failure)}", "‹ApiFailure.Explain(failure)›", "‹Explain(failure)›", "{Reason(run)}", "‹: ApiFailure.Explain(failure)›", "‹: ApiFailure.Explain(refusal))›", "{call.NextStep}", "‹error›", "‹message›",
        "‹exception.Message›", "‹misfit.Message›", "‹detail›", "‹: detail›", "‹wrong + Source(variable)›", "‹wrong + Source(configured.IsKnown ? null :›DIGITALOCEAN_API_URL‹)›",
        "‹prior.RunsAsApp ? OverdueAsApp(prior) : Overdue(prior)›", "‹AppOverdue.Explain(state.GarbageCollectionApp, last)›", "‹StartsNothing(›run_on_create‹)›", "‹StartsNothing(›triggers‹)›", "‹NotYetOpened(argument)›", "{char.ToUpperInvariant(open[0])}{open[1..]}.",
    ];

    /// <summary>Diagnostics after which nothing is to be done.</summary>
    private static readonly string[] NothingToDo = ["There is nothing to cancel", "Garbage collection ended before it could be cancelled"];

    private static string Root => RepositoryFiles.Root;

    private static readonly IReadOnlyList<CataloguedDiagnostic> All = DiagnosticCatalogue.Read(Root);

    /// <summary>Read the difference as a user would: what failed, why, what now. Then take it over.</summary>
    [Fact]
    public void The_catalogue_is_up_to_date()
    {
        var path = Path.Combine(Root, Golden);
        var actual = string.Join('\n', All.GroupBy(static one => one.File).Select(static file => $"# {file.Key}\n\n{string.Join('\n', file)}"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, actual);

        Assert.True(File.Exists(path) && File.ReadAllText(path) == actual, $"{Golden} differs from the source. Run these tests with UPDATE_GOLDEN=1 and look at what changes.");
    }

    [Fact]
    public void The_source_is_read_as_it_is_written()
    {
        Assert.Contains(All, static one => one is { Severity: "Error", Summary: "No DigitalOcean API token" } && one.Detail.StartsWith("Set the provider argument \"token\"", StringComparison.Ordinal));
        Assert.Contains(All, static one => one is { Severity: "Warning", Summary: "The cluster {uuid} is gone" });
        Assert.Contains(All, static one => one is { Severity: "Error", Summary: "Registry cannot be moved" });
        Assert.True(All.Count > 80, $"There are only {All.Count}.");
    }

    [Fact]
    public void Every_summary_is_a_headline() => Assert.Empty(All
        .Where(static one => one.Summary.EndsWith('.') || one.Summary.Contains('\n', StringComparison.Ordinal) || !(char.IsUpper(one.Summary[0]) || one.Summary[0] is '{' or '‹'))
        .Select(static one => one.Summary));

    [Fact]
    public void Every_detail_ends_with_a_period_or_with_a_command_to_run() => Assert.Empty(All
        .Where(static one => !one.Detail.EndsWith('.') && !Command().IsMatch(one.Detail) && !Sentences.Any(one.Detail.EndsWith))
        .Select(static one => one.ToString()));

    [Fact]
    public void Every_detail_says_what_to_do_next() => Assert.Empty(All
        .Where(static one => !WayOn().IsMatch(one.Detail) && !Sentences.Any(one.Detail.Contains) && !NothingToDo.Contains(one.Summary))
        .Select(static one => one.ToString()));

    [Fact]
    public void No_diagnostic_shows_a_stack_or_an_exception_as_a_whole() => Assert.Empty(All
        .Where(static one => Internals().IsMatch(one.Summary + one.Detail)).Select(static one => one.ToString()));

    [GeneratedRegex(@": (terraform import|doctl) (?!.*\. )[^\n]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex(
        @"\b(set|use|remove|run again|run with|refer|reference|check|import|invoke|choose|change|give|look|rename|destroy|take|restore|refresh|upgrade|plan again|report|leave|apply again|correct|add"
        + @"|next plan|next refresh|next apply|an apply makes|delete|raise|is required|must be set)\b|It has:",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WayOn();

    [GeneratedRegex(@"StackTrace|[{‹](exception|failure)[}›]|\.ToString\(\)|InnerException", RegexOptions.ExplicitCapture)]
    private static partial Regex Internals();
}
