using Planton.Acceptance.Harness;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Acceptance;

/// <summary>The sample provider of the framework, built against the packed package and driven as any other.</summary>
public sealed class FrameworkSampleTests
{
    private const string Address = "notes_note.hello";

    private const string Arguments = """
        due   = "2026-12-24T19:00:00+01:00"
        extra = { pages = 3, tags = ["a", true, null] }
        readers = [{ name = "ann" }, { name = "bob", role = "editor" }]
        reminder {
          before = "1h"
        }
        reminder {
          before  = "24h"
          message = "Tomorrow."
        }
        """;

    [Theory, EveryEngine]
    public async Task A_provider_of_one_file_lives_its_whole_life(Engine engine)
    {
        using var workspace = Start(engine);
        var file = Path.Combine(workspace.Folder, "notes", "hello.json");

        (await workspace.Write("main.tf", Note("Hello.")).ApplyAsync()).Succeeds();
        Assert.Contains("\"text\":\"Hello.\"", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(
            "2d8bd7d9bb5f85ba643f0110d50cb506a1fe439e769a22503193ea6046bb87f7", (await workspace.StateOfAsync(Address)).GetProperty("sha256").GetString());
        await workspace.PlanIsEmptyAsync();

        workspace.Write("main.tf", Note("Changed."));
        Assert.Equal("update", (await workspace.PlannedAsync())[Address]);
        (await workspace.ApplySavedPlanAsync()).Succeeds();

        File.WriteAllText(file, File.ReadAllText(file).Replace("Changed.", "By hand.", StringComparison.Ordinal));
        Assert.Equal("update", (await workspace.PlannedAsync())[Address]);
        File.Delete(file);
        (await workspace.ApplyAsync()).Succeeds();
        await workspace.PlanIsEmptyAsync();

        (await workspace.RunAsync("state", "rm", Address)).Succeeds();
        (await workspace.ImportAsync(Address, "hello")).Succeeds();
        await workspace.PlanIsEmptyAsync();

        Directory.Delete(Path.Combine(workspace.Folder, "notes"), recursive: true);
        File.WriteAllText(Path.Combine(workspace.Folder, "notes"), "in the way");
        (await workspace.ApplyAsync()).Fails();
        File.Delete(Path.Combine(workspace.Folder, "notes"));
        (await workspace.DestroyAsync()).Succeeds();
        Assert.False(File.Exists(file));
    }

    [Theory, EveryEngine]
    public async Task Blocks_sets_values_of_any_type_and_own_types_live_it_too(Engine engine)
    {
        using var workspace = Start(engine);
        (await workspace.Write("main.tf", Note("Hello.", Arguments)).ApplyAsync()).Succeeds();
        await workspace.PlanIsEmptyAsync();

        // The service wrote the time in UTC; the state keeps the words of the configuration, and other words for the same moment are no change.
        var state = await workspace.StateOfAsync(Address);
        Assert.Contains("2026-12-24T18:00:00Z", File.ReadAllText(Path.Combine(workspace.Folder, "notes", "hello.json")), StringComparison.Ordinal);
        Assert.Equal(("2026-12-24T19:00:00+01:00", "hello", 2), (state.GetProperty("due").GetString(), state.GetProperty("title").GetString(), state.GetProperty("reminder").GetArrayLength()));
        workspace.Write("main.tf", Note("Hello.", Arguments.Replace("19:00:00+01:00", "18:00:00Z", StringComparison.Ordinal)));
        await workspace.PlanIsEmptyAsync();

        // A reader that stays keeps its number beside one that comes; the value of any type becomes one of another type.
        workspace.Write("main.tf", Note("Hello.", Arguments.Replace("{ name = \"ann\" }", "{ name = \"eve\" }", StringComparison.Ordinal).Replace("{ pages = 3, tags = [\"a\", true, null] }", "\"plain\"", StringComparison.Ordinal)));
        Assert.Equal("update", (await workspace.PlannedAsync())[Address]);
        (await workspace.ApplySavedPlanAsync()).Succeeds();
        await workspace.PlanIsEmptyAsync();

        (await workspace.RunAsync("state", "rm", Address)).Succeeds();
        (await workspace.ImportAsync(Address, "hello")).Succeeds();
        await workspace.PlanIsEmptyAsync();
        (await workspace.DestroyAsync()).Succeeds();
    }

    [Theory, EveryEngine]
    public async Task Arguments_that_do_not_go_together_are_refused(Engine engine)
    {
        using var workspace = Start(engine);

        var refused = await workspace.Write("main.tf", Note("Hello.", "copy_of = \"x\"\ndue = \"tomorrow\"")).ApplyAsync();

        refused.Fails().Says("Exactly one of `text` and `copy_of` must be set.").Says("The value must be a time such as `2026-12-24T18:00:00Z`.");
    }

    /// <summary>Functions, ephemeral resources, actions and lists, which the oldest CLIs here do not know, as the core of a newer one calls them.</summary>
    [Fact]
    public async Task A_function_an_ephemeral_resource_an_action_and_a_list_serve_the_core()
    {
        using var workspace = Start(Engine.Terraform);
        (await workspace.Write("main.tf", Note("Hello.", Arguments)).ApplyAsync()).Succeeds();
        var folder = Path.Combine(workspace.Folder, "notes");
        await using var provider = await PublishedProvider.StartAsync(Tools.SampleProvider, DotnetOnly(workspace), $$"""{ "folder": "{{folder}}" }""");

        Assert.Equal(CtyValue.String("milk-bread"), await provider.Core.Function("slug").CallAsync(CtyValue.String("Milk, bread!")));

        var held = await provider.Core.Ephemeral("notes_lock").OpenAsync("""{ "name": "hello" }""");
        Assert.True(File.Exists(Path.Combine(folder, "hello.lock")));
        await provider.Core.Ephemeral("notes_lock").CloseAsync(held);
        Assert.False(File.Exists(Path.Combine(folder, "hello.lock")));

        Assert.Equal(["Archiving hello."], await provider.Core.Action("notes_archive").InvokeAsync("""{ "name": "hello" }"""));
        Assert.True(File.Exists(Path.Combine(folder, "archive", "hello.json")));

        var list = provider.Core.List("notes_note");
        var found = Assert.Single(await list.ListAsync(config: null, includeResource: true));
        var note = provider.Core.Resource("notes_note");
        await note.ImportByIdentityAsync(found.Identity);
        Assert.Equal(CoreAction.NoOp, (await note.PlanAsync(await list.GenerateConfigAsync(found))).Action);
    }

    private static Dictionary<string, string?> DotnetOnly(CliWorkspace workspace) => new(StringComparer.Ordinal)
    {
        ["HOME"] = workspace.Folder,
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
    };

    private static CliWorkspace Start(Engine engine) => new CliWorkspace(Tools.PathOf(engine)).UseProvider("example/notes", Tools.SampleProvider);

    private static string Note(string text, string arguments = "") => $$"""
        terraform {
          required_providers {
            notes = { source = "example/notes" }
          }
        }

        provider "notes" {
          folder = "${path.module}/notes"
        }

        resource "notes_note" "hello" {
          name = "hello"
          text = "{{text}}"
          {{arguments}}
        }
        """;
}
