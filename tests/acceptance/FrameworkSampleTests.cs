using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The sample provider of the framework, built against the packed package and driven as any other.</summary>
public sealed class FrameworkSampleTests
{
    private const string Address = "notes_note.hello";

    [Theory, EveryEngine]
    public async Task A_provider_of_one_file_lives_its_whole_life(Engine engine)
    {
        using var workspace = Start(engine);
        var file = Path.Combine(workspace.Folder, "notes", "hello.txt");

        (await workspace.Write("main.tf", Note("Hello.")).ApplyAsync()).Succeeds();
        Assert.Equal("Hello.", File.ReadAllText(file));
        Assert.Equal(
            "2d8bd7d9bb5f85ba643f0110d50cb506a1fe439e769a22503193ea6046bb87f7", (await workspace.StateOfAsync(Address)).GetProperty("sha256").GetString());
        await workspace.PlanIsEmptyAsync();

        workspace.Write("main.tf", Note("Changed."));
        Assert.Equal("update", (await workspace.PlannedAsync())[Address]);
        (await workspace.ApplySavedPlanAsync()).Succeeds();

        File.WriteAllText(file, "By hand.");
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

    private static CliWorkspace Start(Engine engine) => new CliWorkspace(Tools.PathOf(engine)).UseProvider("example/notes", Tools.SampleProvider);

    private static string Note(string text) => $$"""
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
        }
        """;
}
