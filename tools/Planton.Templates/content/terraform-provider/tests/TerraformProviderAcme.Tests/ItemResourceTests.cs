using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderAcme.Tests;

/// <summary>The resource in process: each call is checked by the rules that Terraform's core enforces, and nothing has to be installed.</summary>
public sealed class ItemResourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task An_item_is_created_updated_and_destroyed()
    {
        await using var provider = await InProcessProvider.StartAsync(new AcmeProvider());
        var item = await ItemAsync(provider);

        // Plans, applies, and checks that a second plan is empty.
        Assert.Equal(CoreAction.Create, await item.ConvergeAsync("""name = "first" """));
        Assert.Equal(CoreAction.Update, await item.ConvergeAsync("""
            name    = "first"
            content = "Hello."
            """));
        Assert.Equal(CtyValue.Number(6), item["size"]);

        await item.DestroyAsync();
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task An_item_that_was_deleted_elsewhere_is_created_again()
    {
        await using var provider = await InProcessProvider.StartAsync(new AcmeProvider());
        var item = await ItemAsync(provider);
        await item.ConvergeAsync("""name = "first" """);

        File.Delete(Path.Combine(_folder, "first.txt"));

        Assert.Equal(CoreAction.Create, await item.ConvergeAsync("""name = "first" """));
    }

    [Fact]
    public async Task A_new_name_replaces_the_item()
    {
        await using var provider = await InProcessProvider.StartAsync(new AcmeProvider());
        var item = await ItemAsync(provider);
        await item.ConvergeAsync("""name = "first" """);

        Assert.Equal(CoreAction.Replace, await item.ConvergeAsync("""name = "second" """));
    }

    [Fact]
    public async Task An_imported_item_needs_no_change()
    {
        File.WriteAllText(Path.Combine(_folder, "first.txt"), "Hello.");
        await using var provider = await InProcessProvider.StartAsync(new AcmeProvider());
        var item = await ItemAsync(provider);

        await item.ImportAsync("first");

        await item.ExpectEmptyPlanAsync("""
            name    = "first"
            content = "Hello."
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ResourceDriver> ItemAsync(InProcessProvider provider)
    {
        var core = await provider.ConnectAsync($$"""folder = "{{_folder.Replace('\\', '/')}}" """);
        return core.Resource("acme_item");
    }
}
