using System.IO.Compression;
using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>Garbage collection that an app starts, with nothing applied: declared and observed with the real CLI.</summary>
public sealed class GarbageCollectionAppTests
{
    private const string Address = "planton_docr_garbage_collection_policy.main";
    private const string JobToken = "dop_v1_job_canary_a81c";
    private const string Starts = "/v2/registries/*/garbage-collection";

    [Fact]
    public async Task A_policy_on_App_Platform_lives_from_create_to_destroy()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("gc-acme", Assert.Single(scenario.Simulator.World.Apps).Name);

        scenario.Cli.Write(Policy(schedule: "0 5 * * SAT"));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("0 5 * * 6", Job(scenario)["schedule"]!["cron"]!.GetValue<string>());

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
        Assert.Equal(0, scenario.Count("POST", Starts));
    }

    [Fact]
    public async Task Three_weeks_without_the_CLI_are_three_recorded_runs()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();

        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(21));

        (await scenario.Cli.RefreshAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        var state = await scenario.Cli.StateOfAsync(Address);
        var runs = state.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["policy", "policy", "policy"], runs.Select(static run => run.GetProperty("origin").GetString()));
        Assert.Equal(
            ["2026-12-06T03:00:00Z", "2026-11-29T03:00:00Z", "2026-11-22T03:00:00Z"],
            runs.Select(static run => run.GetProperty("scheduled_for").GetString()));
        Assert.Equal("SUCCEEDED", state.GetProperty("last_invocation").GetProperty("phase").GetString());
        Assert.Equal(runs[0].GetProperty("uuid").GetString(), state.GetProperty("last_invocation").GetProperty("run_uuid").GetString());
        Assert.Equal(0, scenario.Count("POST", Starts));
    }

    [Fact]
    public async Task The_token_of_the_job_is_in_the_request_and_nowhere_else()
    {
        await using var scenario = await StartAsync();
        var log = Path.Combine(scenario.Cli.Folder, "trace.log");
        scenario.Cli.Set("TF_LOG", "TRACE").Set("TF_LOG_PATH", log).Write(Policy());

        var planned = await scenario.Cli.PlannedAsync();
        var applied = (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        scenario.Cli.Write(Policy(version: 2));
        var changed = (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(2, scenario.Simulator.Requests.All.Count(static request => request.Method is "POST" or "PUT" && request.Body?.Contains(JobToken, StringComparison.Ordinal) == true));
        Assert.DoesNotContain(JobToken, planned.Result.Text + applied.Text + changed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(JobToken, scenario.Simulator.World.Apps[0].Spec.ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(scenario.Cli.Folder, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".tf", StringComparison.Ordinal)))
        {
            Assert.False(Holds(file, JobToken), $"{Path.GetFileName(file)} holds the token");
        }

        Assert.True(new FileInfo(log).Length > 100_000, "there is no log at TRACE");
    }

    [Fact]
    public async Task Drift_is_shown_and_healed_and_a_deleted_app_is_made_again()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        var before = Job(scenario).ToJsonString();
        var spec = JsonNode.Parse(scenario.Simulator.World.Apps[0].Spec.GetRawText())!.AsObject();
        (spec["jobs"]![0]!["schedule"]!["cron"], spec["jobs"]![0]!["schedule"]!["time_zone"], spec["jobs"]![0]!["image"]!["tag"]) = ("0 9 * * 1", "Asia/Tokyo", "1.2.3");
        spec["jobs"]![0]!["run_command"] = "/app/doctl registries garbage-collection start --force acme";
        scenario.Simulator.World.UpdateApp("gc-acme", spec);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("\"0 9 * * 1\" -> \"0 3 * * SUN\"").Says("\"Asia/Tokyo\" -> \"UTC\"").Says("\"1.2.3\" -> \"1-latest\"").Says("\"unreferenced blobs only\" ->");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(before, Job(scenario).ToJsonString());

        scenario.Simulator.World.RemoveApp("gc-acme");
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Single(scenario.Simulator.World.Apps);
    }

    [Fact]
    public async Task The_runner_changes_in_place_and_never_are_there_two()
    {
        await using var scenario = await StartAsync();
        const string Applied = """
            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = "acme"
              schedule      = "0 3 * * SUN"
            }
            """;
        scenario.Cli.Write(Applied);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        scenario.Cli.Write(Policy());
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Apps);

        // Due by the schedule, but the app has served the slot: no apply starts a second run.
        scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.Cli.Write(Applied);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        Assert.Empty(scenario.Simulator.World.Apps);
        Assert.Single(scenario.Simulator.World.FindRegistry("acme")!.GarbageCollections);
        Assert.Equal(0, scenario.Count("POST", Starts));
    }

    [Fact]
    public async Task A_window_without_a_successful_run_is_a_warning_of_the_plan()
    {
        await using var scenario = await StartAsync();
        foreach (var token in (string[])[Workspace.Canary, JobToken]) scenario.Simulator.World.AddToken(token);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.World.RevokeToken(JobToken);
        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(7));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("Garbage collection of \"acme\" is overdue").Says("has the phase FAILED").Says("doctl apps logs").Says("registry:update");
    }

    [Fact]
    public async Task An_app_whose_creation_was_not_answered_is_found_and_removed_by_its_name()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/v2/apps", Kind = FaultKind.LoseAnswer, Count = 1 });
        scenario.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/apps", After = 1, Status = 503 });
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ApplyAsync()).Fails();
        scenario.Simulator.Faults.Clear();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Single(scenario.Simulator.World.Apps);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
    }

    [Fact]
    public async Task A_schedule_that_App_Platform_cannot_have_is_an_error_with_its_line()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy(schedule: "0 3 * * 6#2"));

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Equal("App Platform does not support this schedule", error.Summary);
        Assert.StartsWith("schedule", error.Code, StringComparison.Ordinal);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Fact]
    public async Task A_CLI_that_knows_no_write_only_arguments_is_told_so()
    {
        await using var scenario = await StartAsync(Engine.OpenTofu);
        scenario.Cli.Write(Policy().Replace("ephemeral = true", string.Empty, StringComparison.Ordinal));

        (await scenario.Cli.PlanAsync()).Fails().Says("token_wo");

        Assert.Empty(scenario.Simulator.World.Apps);
    }

    private static Behavior Prompt { get; } = new()
    {
        GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default },
        Deployment = new() { Pending = default, Building = default, Deploying = default },
    };

    private static async Task<Scenario> StartAsync(Engine engine = Engine.Terraform)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.Behavior = Prompt;
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Set("TF_VAR_job_token", JobToken);
        return scenario;
    }

    private static string Policy(string schedule = "0 3 * * SUN", int version = 1) => $$"""
        variable "job_token" {
          type      = string
          sensitive = true
          ephemeral = true
        }

        resource "planton_docr_garbage_collection_policy" "main" {
          registry_name = "acme"
          schedule      = "{{schedule}}"
          runner        = "app_platform"
          app_platform = {
            region           = "fra"
            token_wo         = var.job_token
            token_wo_version = {{version}}
          }
        }
        """;

    private static JsonNode Job(Scenario scenario) => JsonNode.Parse(scenario.Simulator.World.Apps[0].Spec.GetRawText())!["jobs"]![0]!;

    /// <summary>Whether a file holds a text, also inside an archive: plan files are archives.</summary>
    private static bool Holds(string file, string text)
    {
        if (File.ReadAllText(file).Contains(text, StringComparison.Ordinal)) return true;
        if (!file.EndsWith(".tfplan", StringComparison.Ordinal)) return false;

        using var archive = ZipFile.OpenRead(file);
        return archive.Entries.Any(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
        });
    }
}
