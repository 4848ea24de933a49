using System.Collections.Concurrent;
using System.Diagnostics;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// Every endpoint that the provider calls, times everything that can go wrong with an answer, times create, read, update and delete of each
/// resource. The endpoints are found by leading each life once, so that a new call is swept by itself. <c>make sweep</c> runs the whole, the
/// ordinary tests a part that covers every pair of endpoint and fault.
/// </summary>
public sealed class FaultMatrixTests
{
    private const int ShownFailures = 100;

    // A cell waits for most of its time.
    private static readonly int ConcurrentCells = Environment.ProcessorCount * 8;

    // Waits take a fiftieth of their time; a time limit of a minute is then little more than a second.
    private const double Haste = 50;
    private const double LittleHaste = 5;

    [Fact]
    public async Task Whatever_goes_wrong_nothing_is_lost_doubled_or_told_badly()
    {
        var all = await MatrixAsync();
        var chosen = Chosen(all);
        var watch = Stopwatch.StartNew();
        var results = new ConcurrentBag<SweptResult>();
        await Parallel.ForEachAsync(
            chosen,
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentCells, CancellationToken = TestContext.Current.CancellationToken },
            async (swept, _) => results.Add(await SweptRun.RunAsync(swept, Haste)));

        var again = await AgainAsync([.. results.Where(static result => result.Wrong is not null).Select(static result => result.Case)]);
        results = [.. results.Where(static result => result.Wrong is null), .. again];
        Report(all.Count, results, again.Count, watch.Elapsed);
        var wrong = results.Where(static result => result.Wrong is not null).OrderBy(static result => result.Case.ToString(), StringComparer.Ordinal).ToList();
        Assert.True(
            wrong.Count == 0,
            $"{wrong.Count} of {results.Count} cells:\n{string.Join('\n', wrong.Take(ShownFailures).Select(static result => $"- {result.Case}\n    {result.Wrong}"))}");
    }

    /// <summary>
    /// Cells that failed, once more, each by itself and with time limits that a busy machine keeps: a fault of the provider fails again, the
    /// breathlessness of the machine does not.
    /// </summary>
    private static async Task<IReadOnlyList<SweptResult>> AgainAsync(IReadOnlyList<SweptCase> cells)
    {
        List<SweptResult> results = [];
        foreach (var swept in cells) results.Add(await SweptRun.RunAsync(swept, LittleHaste));
        return results;
    }

    private static async Task<IReadOnlyList<SweptCase>> MatrixAsync()
    {
        List<SweptCase> all = [];
        foreach (var life in SweptLives.All)
        {
            foreach (var operation in Enum.GetValues<SweptOperation>())
            {
                var requests = await SweptRun.DiscoverAsync(life, operation, LittleHaste);
                all.AddRange(SweptCase.Of(life, operation, requests));
            }
        }

        return all;
    }

    /// <summary>PLANTON_SWEEP: <c>whole</c>, or parts of the names of the cells to look into, joined by semicolons; without it the covering part.</summary>
    private static IReadOnlyList<SweptCase> Chosen(IReadOnlyList<SweptCase> all) => Environment.GetEnvironmentVariable("PLANTON_SWEEP") switch
    {
        null or "" => SweptSelection.Covering(all),
        "whole" => all,
        var parts => [.. all.Where(swept => parts.Split(';').Any(part => swept.ToString().Contains(part, StringComparison.Ordinal)))],
    };

    private static void Report(int all, IReadOnlyCollection<SweptResult> results, int again, TimeSpan took)
    {
        var endpoints = results.Select(static result => result.Case.Endpoint).Distinct().Count();
        Console.WriteLine($"Fault matrix: {results.Count} of {all} cells, {endpoints} endpoints, {again} cells once more by themselves, {took.TotalSeconds:0} s");
        foreach (var life in results.GroupBy(static result => result.Case.Life.Name).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(
                $"  {life.Key,-26} {life.Count(),6} cells  {life.Count(static result => result.Wrong is null),6} passed  "
                + $"({Count(life, "done")} done, {Count(life, "error")} with an error, {Count(life, "import")} by import)");
        }

        static int Count(IEnumerable<SweptResult> life, string outcome) => life.Count(result => result.Outcome == outcome);
    }
}
