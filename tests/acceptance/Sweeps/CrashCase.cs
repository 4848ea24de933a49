using System.Text.RegularExpressions;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.Acceptance.Sweeps;

/// <summary>How a run is cut off while it waits for an answer.</summary>
internal enum Cut
{
    /// <summary>The provider is killed before the request has taken effect.</summary>
    KillBefore,

    /// <summary>The provider is killed after the request has taken effect and before its answer.</summary>
    KillAfter,

    /// <summary>Ctrl-C before the answer.</summary>
    Interrupt,

    /// <summary>Ctrl-C twice: the CLI gives up at once.</summary>
    InterruptTwice,
}

/// <summary>One run that is cut off at one request, and what is left of it.</summary>
/// <param name="Life">The run.</param>
/// <param name="Engine">The CLI.</param>
/// <param name="Request">The number of the request, from 0.</param>
/// <param name="Call">The request, for reports.</param>
/// <param name="Cut">How it is cut off.</param>
internal sealed partial record CrashCase(CrashLife Life, Engine Engine, int Request, string Call, Cut Cut)
{
    // No answer comes while the run is to be cut off; the connection ends with the provider.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public override string ToString() => $"{Life} | {Engine} | {Cut} at request {Request + 1}, {Call}";

    /// <summary>The requests of the run when nothing happens to it.</summary>
    public static async Task<IReadOnlyList<LoggedRequest>> DiscoverAsync(CrashLife life, Engine engine)
    {
        await using var scenario = await PrepareAsync(life, engine);
        (await RunAsync(scenario, life)).Succeeds();
        return scenario.Simulator.Requests.All;
    }

    /// <summary>Cuts the run off, repeats it, and says what is wrong; null when nothing is.</summary>
    public async Task<(string? Wrong, bool Imported)> RunAsync()
    {
        await using var scenario = await PrepareAsync(Life, Engine);
        var faults = scenario.Simulator.Faults;
        faults.Add(new FaultRule { Kind = Cut == Cut.KillBefore ? FaultKind.Reset : FaultKind.Delay, Delay = Silence, Path = "/v2/**", After = Request, Count = 1 });
        var cut = await scenario.Cli.StrikeAsync(() => faults.All[0].Struck > 0, id => StrikeAsync(scenario, id), Arguments(Life));
        faults.Clear();
        if (WrongWords(cut) is { } words) return (words, false);

        var imported = false;
        var again = await RunAsync(scenario, Life);
        if (again.ExitCode != 0)
        {
            // What exists and could not be kept must be named together with the way to import it.
            var hint = ImportHint().Match(Unwrapped(again.Text));
            if (!hint.Success) return ($"running again failed:\n{again.Text}\nafter:\n{cut.Text}", false);
            (await scenario.Cli.ImportAsync(Life.Address, hint.Groups["id"].Value)).Succeeds();
            (again, imported) = (await RunAsync(scenario, Life), true);
        }

        if (again.ExitCode != 0) return ($"running again after the import failed:\n{again.Text}", imported);
        if (Life.Wrong(scenario.Simulator.World) is { } wrong) return ($"{wrong}\nafter:\n{cut.Text}", imported);
        var plan = Life.Destroys ? null : await scenario.Cli.PlanAsync("-detailed-exitcode");
        return (plan is null or { ExitCode: 0 } ? null : $"the plan is not empty:\n{plan.Text}", imported);
    }

    private static async Task<Scenario> PrepareAsync(CrashLife life, Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Seed(life.Seed);
        if (life.Before is not null) (await scenario.Cli.Write(life.Before).ApplyAsync()).Succeeds();
        if (life.At is { } at) scenario.Simulator.Clock.Set(at);
        scenario.Cli.Write(life.Body);
        scenario.Simulator.Requests.Clear();
        return scenario;
    }

    private static Task<CliResult> RunAsync(Scenario scenario, CrashLife life) => scenario.Cli.RunAsync(Arguments(life));

    private static string[] Arguments(CrashLife life) => [life.Destroys ? "destroy" : "apply", "-auto-approve", "-input=false"];

    private async Task StrikeAsync(Scenario scenario, int cli)
    {
        if (Cut is Cut.KillBefore or Cut.KillAfter)
        {
            // The request has been struck; wait until it has taken effect as well.
            while (Cut == Cut.KillAfter && !scenario.Simulator.Requests.All.Any(static request => request.Fault is not null && request.Processed)) await Task.Delay(5);
            Workspace.Signal("KILL", Workspace.Children(cli));
            return;
        }

        Workspace.Signal("INT", cli);
        if (Cut != Cut.InterruptTwice) return;
        await Task.Delay(300);
        Workspace.Signal("INT", cli);
    }

    private static string? WrongWords(CliResult cut) =>
        cut.Text.Contains(Workspace.Canary, StringComparison.Ordinal) ? "the token is in the output"
        : cut.Text.Contains("dop_v1_job_canary", StringComparison.Ordinal) ? "the job's token is in the output"
        : cut.Text.Contains("bug in the provider", StringComparison.Ordinal) ? $"the output speaks of a bug:\n{cut.Text}"
        : null;

    private static string Unwrapped(string text) => Frame().Replace(text, " ");

    [GeneratedRegex(@"[\s│╷╵]+")]
    private static partial Regex Frame();

    [GeneratedRegex(@"terraform import \w+\.\w+ (?<id>[^\s)]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ImportHint();
}
