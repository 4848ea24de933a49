using System.Text.RegularExpressions;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.Http;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>How a cell of the matrix came out.</summary>
/// <param name="Case">The cell.</param>
/// <param name="Outcome">What the operation ended with: <c>done</c>, <c>error</c>, or <c>import</c> when an import had to follow it.</param>
/// <param name="Wrong">What must not be; null when all is well.</param>
internal sealed record SweptResult(SweptCase Case, string Outcome, string? Wrong);

/// <summary>Carries out one cell: leads the life up to the operation, lets the fault happen, takes it away, and looks what is left.</summary>
internal sealed partial class SweptRun : IAsyncDisposable
{
    // Less than what a fault that strikes late asks to wait.
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(20);

    private readonly SweptLife _life;
    private readonly ProviderFixture _world;
    private readonly Doorkeeper _door;
    private readonly ResourceDriver _driver;
    private readonly SweptLog _log;
    private long _stopped;

    private SweptRun(SweptLife life, ProviderFixture world, Doorkeeper door, SweptLog log)
    {
        (_life, _world, _door, _log) = (life, world, door, log);
        _driver = world.Core.Resource(life.TypeName);
    }

    /// <summary>What an operation asks of the API when nothing goes wrong.</summary>
    public static async Task<IReadOnlyList<LoggedRequest>> DiscoverAsync(SweptLife life, SweptOperation operation, double haste)
    {
        await using var run = await StartAsync(life, haste);
        await run.PrepareAsync(operation);
        run._world.Simulator.Requests.Clear();
        run._world.Simulator.Requests.KeepsAnswers = true;
        await run.OperateAsync(operation);
        return run._world.Simulator.Requests.All;
    }

    /// <param name="swept">The cell.</param>
    /// <param name="haste">How many times too soon the provider's waits end.</param>
    public static async Task<SweptResult> RunAsync(SweptCase swept, double haste)
    {
        await using var run = await StartAsync(swept.Life, haste);
        try
        {
            await run.PrepareAsync(swept.Operation);
            return await run.StrikeAsync(swept);
        }
#pragma warning disable CA1031 // Whatever a cell ends with belongs into the report, beside the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(swept, "broken", $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _door.DisposeAsync();
    }

    private static async Task<SweptRun> StartAsync(SweptLife life, double haste)
    {
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Seed = life.Seed });
        var door = Doorkeeper.Before(simulator.Endpoint);
        var log = new SweptLog();
        var time = new HastyTime(haste) { Jumped = simulator.Clock.Advance };
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DIGITALOCEAN_API_URL"] = door.Door.ToString(),
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MIN"] = "0.5",
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MAX"] = "2",
        };
        return new(life, await ProviderFixture.BeforeAsync(simulator, settings, time, log), door, log);
    }

    /// <summary>Leads the life up to the operation.</summary>
    private async Task PrepareAsync(SweptOperation operation)
    {
        if (operation == SweptOperation.Create) return;
        await _driver.ConvergeAsync(_life.Config);
        if (operation == SweptOperation.Update) _life.BeforeUpdate(_world);
    }

    private async Task OperateAsync(SweptOperation operation)
    {
        switch (operation)
        {
            case SweptOperation.Read:
                await _driver.RefreshAsync();
                break;
            case SweptOperation.Delete:
                await _driver.DestroyAsync();
                break;
            default:
                await _driver.ApplyAsync(await _driver.PlanAsync(Config(operation)));
                break;
        }
    }

    private async Task<SweptResult> StrikeAsync(SweptCase swept)
    {
        var starts = new SweptStarts(_life, swept.Operation, _world.World);
        if (swept is { Fault.StrikesLate: true, Operation: SweptOperation.Update } && _life.Slot is { } slot) _world.Simulator.Clock.Set(slot.Closes - LateBy);
        _world.Simulator.Faults.Add(swept.LetIn is null ? swept.Rule : swept.Fault.Rule);
        _driver.ServiceMayDiffer = swept.Fault.Lies;
        if (swept.LetIn is { } connections) _door.LetIn(connections);
        var refusal = swept.Fault.Interrupts ? await InterruptAsync(swept.Operation) : await TryAsync(() => OperateAsync(swept.Operation));
        var wrong = refusal is null ? null : WrongWords(refusal, swept);
        wrong ??= WrongAfterStop() ?? await SubsideAsync(swept);
        wrong ??= Doubled(swept) ?? starts.Wrong() ?? WrongState(swept, refusal);
        var imported = false;
        if (wrong is null) (wrong, imported) = await HealAsync(swept.Operation);
        wrong ??= Doubled(swept) ?? starts.Wrong();
        wrong ??= (IsForgiven(swept, imported) ? null : Settled(swept) ?? starts.Unsettled(_driver.State)) ?? WrongLog();
        return new(swept, imported ? "import" : refusal is null ? "done" : "error", wrong is null ? null : $"{wrong}{(refusal is null ? null : $"\n    after: {refusal.Message}")}");
    }

    /// <summary>Interrupts the operation as the CLI does at Ctrl-C, once the request that gets no answer has arrived.</summary>
    private async Task<ProviderErrorException?> InterruptAsync(SweptOperation operation)
    {
        var working = TryAsync(() => OperateAsync(operation));
        while (!working.IsCompleted && _world.Simulator.Faults.All is [{ Struck: 0 }]) await Task.WhenAny(working, Task.Delay(1));
        if (!working.IsCompleted) await _world.Core.Client.StopProviderAsync(new());
        _stopped = _world.Simulator.Requests.All[^1].Sequence;
        return await working;
    }

    /// <summary>Takes the fault away, lets come what it has held back, and lets the time pass that it takes to read an error.</summary>
    /// <returns>What is wrong with a run before that time; null when nothing is.</returns>
    private async Task<string?> SubsideAsync(SweptCase swept)
    {
        _world.Simulator.Faults.Clear();
        _driver.ServiceMayDiffer = false;
        _door.Open();
        var again = swept.Fault.OutlastsNextRun ? await TryAsync(() => OperateAsync(swept.Operation)) : null;
        _world.Simulator.Held.Release();

        // Whoever runs again has read the error first: by then a start that could not be confirmed is settled.
        _world.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));
        return again is null ? null : WrongWords(again, swept);
    }

    /// <summary>After a lie: what is said to be gone is forgotten, and what is imported then has lost its past.</summary>
    private static bool IsForgiven(SweptCase swept, bool imported) =>
        swept.Fault.Lies && (imported || swept.Operation == SweptOperation.Delete || swept.Endpoint.Method == "DELETE");

    /// <summary>Runs again without the fault, importing what the provider says is there.</summary>
    private async Task<(string? Wrong, bool Imported)> HealAsync(SweptOperation operation)
    {
        var imported = false;
        if (operation == SweptOperation.Update) _life.AfterUpdate(_world);
        for (var attempt = 0; ; attempt++)
        {
            if (await TryAsync(() => operation == SweptOperation.Delete ? _driver.DestroyAsync() : _driver.ConvergeAsync(Config(operation))) is not { } refusal)
            {
                return (operation == SweptOperation.Delete && _driver.Stored is not null ? "the state holds it after its destruction" : null, imported);
            }

            var hint = ImportHint().Match(refusal.Message);
            if (attempt > 0 || !hint.Success || hint.Groups["type"].Value != _life.TypeName) return ($"running again without the fault fails: {refusal.Message}", imported);
            await _driver.ImportAsync(hint.Groups["id"].Value);
            imported = true;
        }
    }

    /// <summary>Whether a response leaves out, all the time, what a true one may leave out as well.</summary>
    private bool IsBelieved(SweptCase swept) =>
        swept is { Fault.Rule: { Member: { } member, Body: null }, Once: false }
        && swept.Endpoint.Path.StartsWith("/v2/apps", StringComparison.Ordinal) && _life.OptionalOfApps.Contains(member);

    private string? Doubled(SweptCase swept) => IsBelieved(swept) ? null : _life.Doubled(_world.World);

    private string? Settled(SweptCase swept) => IsBelieved(swept) ? null : _life.Settled(_world.World, swept.Operation);

    private string Config(SweptOperation operation) => operation == SweptOperation.Update ? _life.Changed : _life.Config;

    private static async Task<ProviderErrorException?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (ProviderErrorException refusal)
        {
            return refusal;
        }
    }

    /// <summary>What exists is in state, or the error says how it gets there.</summary>
    private string? WrongState(SweptCase swept, ProviderErrorException? refusal)
    {
        if (swept.Fault.Lies || _driver.Stored is not null || _life.Exists?.Invoke(_world.World) is not true) return null;
        return refusal is null || !WayOut().IsMatch(refusal.Message) ? "what exists is not in state, and no error says how it gets there" : null;
    }

    private string? WrongWords(ProviderErrorException refusal, SweptCase swept)
    {
        if (refusal.Errors.Count > _life.MaxErrors) return $"{refusal.Errors.Count} errors";
        if (refusal.Errors.Select(static error => (error.Summary, error.Detail)).Distinct().Count() < refusal.Errors.Count) return "the same error twice";
        if (refusal.Errors.Any(static error => error.Detail.Length == 0)) return "an error without a detail";
        if (Unworthy().Match(refusal.Message) is { Success: true } unworthy) return $"the error says \"{unworthy.Value}\"";
        if (swept is { Fault.Rule.Status: 401, Endpoint.IsOfCluster: false } && !refusal.Message.Contains("DIGITALOCEAN_TOKEN", StringComparison.Ordinal)) return "a refused token is not named";
        return null;
    }

    /// <summary>What was under way at an interruption may be looked after; nothing new is begun.</summary>
    private string? WrongAfterStop() =>
        _stopped > 0 && _world.Simulator.Requests.All.FirstOrDefault(request => request.Sequence > _stopped && request.Method != "GET") is { } begun
            ? $"after the interruption it still sent {begun.Method} {begun.Path}"
            : null;

    private string? WrongLog() => Secrets().Match(_log.Text) is { Success: true } ? "the log holds a token" : null;

    [GeneratedRegex(@"terraform import (?<type>\w+)\.\w+ (?<id>[^\s)]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ImportHint();

    [GeneratedRegex("import|[Rr]un again")]
    private static partial Regex WayOut();

    [GeneratedRegex($@"bug in the provider|^\s+at \S+\(|System\.|Exception|<html|{ProviderFixture.Token}|{SweptLives.JobToken}", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Unworthy();

    [GeneratedRegex($"{ProviderFixture.Token}|{SweptLives.JobToken}")]
    private static partial Regex Secrets();
}
