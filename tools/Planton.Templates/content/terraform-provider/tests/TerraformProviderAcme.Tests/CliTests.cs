using Planton.Terraform.Plugin.Testing.Cli;

namespace TerraformProviderAcme.Tests;

/// <summary>The provider as users run it: the real CLI starts it. Terraform has to be on the PATH; add <c>Engine.OpenTofu</c> to test with both.</summary>
public sealed class CliTests
{
    [Theory]
    [InlineData(Engine.Terraform)]
    public async Task An_item_is_applied_planned_empty_imported_and_destroyed(Engine engine)
    {
        using var cli = new CliWorkspace(engine);
        cli.UseProvider("acme-namespace/acme", Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "terraform-provider-acme.exe" : "terraform-provider-acme"));
        cli.Write("main.tf", """
            terraform {
              required_providers {
                acme = { source = "acme-namespace/acme" }
              }
            }

            provider "acme" {
              folder = "${path.module}/items"
            }

            resource "acme_item" "first" {
              name    = "first"
              content = "Hello."
            }
            """);

        (await cli.ApplyAsync()).Succeeds().Says("1 added");
        await cli.PlanIsEmptyAsync();
        Assert.Equal("Hello.", cli.Read("items/first.txt"));

        (await cli.RunAsync("state", "rm", "acme_item.first")).Succeeds();
        (await cli.ImportAsync("acme_item.first", "first")).Succeeds();
        await cli.PlanIsEmptyAsync();

        (await cli.DestroyAsync()).Succeeds().Says("1 destroyed");
    }
}
