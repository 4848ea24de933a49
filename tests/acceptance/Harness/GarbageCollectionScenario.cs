using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance.Harness;

/// <summary>
/// What the scenarios of garbage collection share: a registry with three unreferenced blobs, a policy whose schedule is every day at 12:00 UTC
/// with a maintenance window of four hours, and a clock that stands at 10:00.
/// </summary>
internal static class GarbageCollectionScenario
{
    public const string Registry = "acme";
    public const string Address = "planton_docr_garbage_collection_policy.main";
    public const long BlobBytes = 1000;
    public const int Blobs = 3;

    private const string StartPath = "/v2/registries/*/garbage-collection";
    private const string ListPath = "/v2/registries/*/garbage-collections";

    /// <summary>The first slot after the policy's creation.</summary>
    public static DateTimeOffset Slot { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run that stays where it is until the scenario ends it.</summary>
    public static GarbageCollectionScript Endless { get; } = new([new GarbageCollectionPhase(GarbageCollectionStatus.Scanning, Duration: null)]);

    /// <summary>An account with the registry. A run ends when it is next read, so that nothing waits on the standing clock.</summary>
    public static async Task<Scenario> StartAsync(Engine engine = Engine.Terraform, int blobs = Blobs)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry(Registry, "fra1");
        scenario.CollectAtOnce();
        scenario.AddBlobs(blobs);
        return scenario;
    }

    /// <summary>The same account with the policy, created before its first slot.</summary>
    public static async Task<Scenario> CreatedAsync(Engine engine = Engine.Terraform, string more = "", int blobs = Blobs)
    {
        var scenario = await StartAsync(engine, blobs);
        (await scenario.Cli.Write(Policy(more)).ApplyAsync()).Succeeds();
        return scenario;
    }

    /// <summary>The same account half an hour after the first slot: a run is due.</summary>
    public static async Task<Scenario> DueAsync(Engine engine = Engine.Terraform, string more = "", int blobs = Blobs)
    {
        var scenario = await CreatedAsync(engine, more, blobs);
        scenario.At(Slot.AddMinutes(30));
        return scenario;
    }

    /// <summary>A run ends when it is next read.</summary>
    public static void CollectAtOnce(this Scenario scenario) => scenario.Simulator.World.Behavior = scenario.Simulator.World.Behavior with
    {
        GarbageCollection = new GarbageCollectionTiming { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default },
    };

    public static void AddBlobs(this Scenario scenario, int count = Blobs)
    {
        for (var number = 1; number <= count; number++) scenario.Simulator.World.AddBlob(Registry, new SimulatedBlob($"sha256:{number:x64}", BlobBytes));
    }

    public static string Policy(string more = "", string schedule = "0 12 * * *", string registry = Registry, string name = "main") => $$"""
        resource "planton_docr_garbage_collection_policy" "{{name}}" {
          registry_name = "{{registry}}"
          schedule      = "{{schedule}}"
          {{more}}
        }

        """;

    public static void At(this Scenario scenario, DateTimeOffset instant) => scenario.Simulator.Clock.Set(instant);

    /// <summary>How many times the provider asked for a run.</summary>
    public static int Starts(this Scenario scenario) => scenario.Count("POST", StartPath);

    /// <summary>How many times the provider read the list of runs.</summary>
    public static int Lists(this Scenario scenario) => scenario.Count("GET", ListPath);

    /// <summary>The runs of the registry, oldest first, whoever started them.</summary>
    public static IReadOnlyList<GarbageCollectionRun> Runs(this Scenario scenario) => scenario.Simulator.World.FindRegistry(Registry)!.GarbageCollections;

    public static GarbageCollectionRun StartElsewhere(this Scenario scenario, string type = GarbageCollectionType.Both) =>
        scenario.Simulator.World.StartGarbageCollection(Registry, type);

    public static void Script(this Scenario scenario, GarbageCollectionScript script) => scenario.Simulator.World.ScriptGarbageCollection(Registry, script);

    public static void End(this Scenario scenario, string status = GarbageCollectionStatus.Succeeded) =>
        scenario.Simulator.World.SetGarbageCollectionStatus(Registry, status);

    /// <summary>Spoils the next request to start a run.</summary>
    public static void SpoilStart(this Scenario scenario, FaultRule rule) =>
        scenario.Simulator.Faults.Add(rule with { Method = "POST", Path = StartPath, Count = 1 });

    /// <summary>After so many good answers the list of runs cannot be read any more.</summary>
    public static void FailListsAfter(this Scenario scenario, int good) =>
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = ListPath, After = good });

    /// <summary>From now on the list of runs is empty, always or so many times.</summary>
    public static void ListNothing(this Scenario scenario, int? count = null) => scenario.Simulator.Faults.Add(new FaultRule
    {
        Kind = FaultKind.Status,
        Status = 200,
        Method = "GET",
        Path = ListPath,
        Count = count,
        Body = JsonNode.Parse("""{"garbage_collections": [], "links": {}, "meta": {"total": 0}}"""),
    });

    /// <summary>The active run cannot be found: the next reads of it and of the list show none.</summary>
    public static void HideActiveRun(this Scenario scenario)
    {
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Method = "GET", Path = StartPath, Count = 1 });
        scenario.ListNothing(count: 1);
    }

    /// <summary>Waits for a condition while the CLI runs.</summary>
    public static async Task UntilAsync(this Task<CliResult> run, Func<bool> condition)
    {
        while (!condition())
        {
            if (run.IsCompleted) Assert.Fail($"The CLI ended too early:\n{(await run).Text}");
            await Task.Delay(20);
        }
    }

    /// <summary>Does something as soon as a condition holds while the CLI runs.</summary>
    public static async Task<CliResult> DuringAsync(this Task<CliResult> run, Func<bool> condition, Action action)
    {
        await run.UntilAsync(condition);
        action();
        return await run;
    }

    public static Task<JsonElement> StateAsync(this Scenario scenario) => scenario.Cli.StateOfAsync(Address);

    /// <summary>An attribute as text; a null has none.</summary>
    public static string? Text(this JsonElement element, params string[] path)
    {
        var found = path.Aggregate(element, static (value, name) => value.GetProperty(name));
        return found.ValueKind == JsonValueKind.Null ? null : found.ToString();
    }

    public static bool Flag(this JsonElement element, string name) => element.GetProperty(name).GetBoolean();

    public static string? LastRun(this JsonElement state, string name) => state.Text("last_run", name);
}
