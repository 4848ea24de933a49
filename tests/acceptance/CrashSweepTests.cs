using System.Collections.Concurrent;
using System.Diagnostics;
using Planton.Acceptance.Sweeps;

namespace Planton.Acceptance;

/// <summary>
/// The provider is killed before and after each API call of a run, and the user presses Ctrl-C once and twice: the next run converges, or
/// says how to import what exists. <c>make sweep</c> cuts every run off at every call with each CLI, the ordinary tests only where
/// something is changed.
/// </summary>
public sealed class CrashSweepTests
{
    private static bool IsWhole => Environment.GetEnvironmentVariable("PLANTON_SWEEP") == "whole";

    [Fact]
    public async Task Wherever_a_run_is_cut_off_the_next_one_finds_its_way()
    {
        var cases = await CasesAsync();
        var watch = Stopwatch.StartNew();
        var results = new ConcurrentBag<(CrashCase Case, string? Wrong, bool Imported)>();
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount + 1, CancellationToken = TestContext.Current.CancellationToken },
            async (one, _) =>
            {
                var (wrong, imported) = await TryAsync(one);
                results.Add((one, wrong, imported));
            });

        Report(results, watch.Elapsed);
        var wrong = results.Where(static result => result.Wrong is not null).OrderBy(static result => result.Case.ToString(), StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Select(static result => $"- {result.Case}\n{result.Wrong}")));
    }

    private static async Task<(string? Wrong, bool Imported)> TryAsync(CrashCase one)
    {
        try
        {
            return await one.RunAsync();
        }
#pragma warning disable CA1031 // Whatever a case ends with belongs into the report, beside the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ($"{exception.GetType().Name}: {exception.Message}", false);
        }
    }

    private static async Task<IReadOnlyList<CrashCase>> CasesAsync()
    {
        List<CrashCase> cases = [];
        foreach (var life in CrashLife.All)
        {
            foreach (var engine in IsWhole ? life.Engines : [Engine.Terraform])
            {
                var requests = await CrashCase.DiscoverAsync(life, engine);
                for (var i = 0; i < requests.Count; i++)
                {
                    var call = $"{requests[i].Method} {requests[i].Path}";
                    var changes = requests[i].Method != "GET";
                    foreach (var cut in IsWhole ? Enum.GetValues<Cut>() : changes ? [Cut.KillBefore, Cut.KillAfter, i % 2 == 0 ? Cut.Interrupt : Cut.InterruptTwice] : [])
                    {
                        cases.Add(new(life, engine, i, call, cut));
                    }
                }
            }
        }

        return cases;
    }

    private static void Report(IReadOnlyCollection<(CrashCase Case, string? Wrong, bool Imported)> results, TimeSpan took)
    {
        Console.WriteLine($"Crash sweep: {results.Count} runs cut off, {took.TotalSeconds:0} s");
        foreach (var life in results.GroupBy(static result => result.Case.Life.Name).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(
                $"  {life.Key,-40} {life.Count(),4} runs  {life.Count(static result => result.Wrong is null),4} passed  ({life.Count(static result => result.Imported)} by import)");
        }
    }
}
