using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The way of an author from an empty folder to an applied resource, by the packages alone.</summary>
public sealed class TemplateTests(NewProvider provider) : IClassFixture<NewProvider>
{
    private const string Address = "shelf_item.first";

    [Fact]
    public async Task A_new_provider_passes_the_tests_that_it_comes_with() =>
        (await provider.DotnetAsync("test", "--no-build")).Succeeds().Says("failed: 0").Says("skipped: 0").Says("succeeded: 5");

    [Fact]
    public async Task Its_pages_are_those_that_the_docs_tool_writes()
    {
        (await provider.RestoreToolsAsync()).Succeeds();
        (await provider.DotnetAsync("terraform-provider-docs", "--provider", provider.Executable, "--check")).Succeeds();

        // A schema that has changed since is built first.
        var source = Path.Combine(provider.Folder, "src/TerraformProviderShelf/ItemResource.cs");
        var text = await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(source, text.Replace("\"An item.\"", "\"Another item.\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await provider.DotnetAsync("terraform-provider-docs", "--project", "src/TerraformProviderShelf", "--check")).Fails().Says("docs/resources/item.md: differs");
        (await provider.DotnetAsync("terraform-provider-docs", "--project", "src/TerraformProviderShelf")).Succeeds();
        Assert.Contains("Another item.", await File.ReadAllTextAsync(Path.Combine(provider.Folder, "docs/resources/item.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_placeholders_is_left() => Assert.Empty(
        from file in Directory.EnumerateFiles(provider.Folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(provider.Folder, file)
        where !path.StartsWith("artifacts", StringComparison.Ordinal)
        where $"{path}\n{File.ReadAllText(file)}".Contains("acme", StringComparison.OrdinalIgnoreCase) || File.ReadAllText(file).Contains("0.0.0-template", StringComparison.Ordinal)
        select path);

    [Theory, EveryEngine]
    public async Task Its_example_is_applied_planned_empty_imported_and_destroyed(Engine engine)
    {
        using var cli = new CliWorkspace(Tools.PathOf(engine)).UseProvider("library/shelf", provider.Executable);
        cli.Write("main.tf", Example("examples/provider/provider.tf") + Example("examples/resources/shelf_item/resource.tf"));

        (await cli.ApplyAsync()).Succeeds().Says("1 added");
        await cli.PlanIsEmptyAsync();
        Assert.Equal(6, (await cli.StateOfAsync(Address)).GetProperty("size").GetInt64());

        (await cli.RunAsync("state", "rm", Address)).Succeeds();
        (await cli.Write("import.tf", Example("examples/resources/shelf_item/import-by-string-id.tf")).ApplyAsync()).Succeeds().Says("1 imported");
        await cli.PlanIsEmptyAsync();

        (await cli.DestroyAsync()).Succeeds().Says("1 destroyed");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(cli.Folder, "items")));
    }

    private string Example(string path) => File.ReadAllText(Path.Combine(provider.Folder, path));
}
