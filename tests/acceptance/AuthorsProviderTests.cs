using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>What an author may do with the framework and this repository's own provider does not, under the real CLIs.</summary>
public sealed class AuthorsProviderTests
{
    private const string Address = "post_parcel.main";

    [Theory, EveryEngine]
    public async Task A_number_of_any_precision_is_kept_although_the_service_rounds_it(Engine engine)
    {
        using var workspace = Start(engine);

        (await WriteParcel(workspace, "to = \"a\"\nweight = 10 / 3\nvolume = 1e30").ApplyAsync()).Succeeds();

        await workspace.PlanIsEmptyAsync();
        (await WriteParcel(workspace, "to = \"a\"\nweight = 1e30\nvolume = 10 / 3").ApplyAsync()).Succeeds();
        await workspace.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_member_that_came_out_differently_warns_and_taints_nothing(Engine engine)
    {
        using var workspace = Start(engine);

        var applied = await WriteParcel(workspace, "to = \"shout\"\nbox = { label = \"x\" }\nitems = [{ label = \"y\" }]").ApplyAsync();

        applied.Succeeds().Says("post_parcel \"7\" differs from the plan").Says("box.label: planned \"x\", now \"X\"").Says("items[0].label: planned \"y\", now \"Y\"");
        Assert.False(await workspace.IsTaintedAsync(Address));
        await workspace.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task An_update_leaves_the_identity_and_what_a_modifier_keeps_known(Engine engine)
    {
        using var workspace = Start(engine);
        (await WriteParcel(workspace, "to = \"a\"").ApplyAsync()).Succeeds();

        WriteParcel(workspace, "to = \"A\"");
        await workspace.PlanIsEmptyAsync();
        WriteParcel(workspace, "to = \"b\"");
        var update = await workspace.PlannedAsync();

        Assert.Equal("update", update[Address]);
        Assert.Equal(7, update.After(Address).GetProperty("number").GetInt64());
        Assert.True(update.Unknown(Address).GetProperty("scans").GetBoolean());
        (await workspace.ApplySavedPlanAsync()).Succeeds();
        await workspace.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_stored_attribute_that_became_write_only_leaves_the_state(Engine engine)
    {
        using var workspace = Start(engine);
        (await WriteParcel(workspace, "to = \"a\"").ApplyAsync()).Succeeds();
        var stored = workspace.Read("terraform.tfstate");
        Assert.Contains("\"pin\": null", stored, StringComparison.Ordinal);
        workspace.Write("terraform.tfstate", stored.Replace("\"pin\": null", "\"pin\": \"1234\"", StringComparison.Ordinal));

        await workspace.PlanIsEmptyAsync();
        (await workspace.ApplyAsync("-replace", Address)).Succeeds();

        Assert.DoesNotContain("1234", workspace.Read("terraform.tfstate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_that_misses_a_part_of_the_state_names_it()
    {
        using var workspace = Start(Engine.Terraform);
        (await WriteParcel(workspace, "to = \"a\"").ApplyAsync()).Succeeds();
        workspace.Write("terraform.tfstate", workspace.Read("terraform.tfstate").Replace("\"schema_version\": 1", "\"schema_version\": 0", StringComparison.Ordinal));

        (await workspace.PlanAsync()).Fails().Says("A state of version 0 is expected. It has no receiver.");
    }

    [Fact]
    public async Task A_default_of_the_provider_is_applied()
    {
        using var workspace = Start(Engine.Terraform);

        (await WriteParcel(workspace, "to = \"a\"").ApplyAsync()).Succeeds();

        Assert.Equal("Hill Valley", (await workspace.StateOfAsync(Address)).GetProperty("town").GetString());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        using var workspace = Start(Engine.Terraform);

        var refused = await WriteParcel(workspace, "to = \"a\"\nitems = [{ label = \"x\", count = 1.5 }, null, { label = \"y\", count = 2.5 }]").ValidateAsync();

        Assert.Equal(
            ["Invalid value for items[0].count", "Null element", "Invalid value for items[2].count"],
            refused.Fails().Diagnostics.Where(static diagnostic => diagnostic.Severity == "error").Select(static error => error.Summary));
    }

    /// <summary>Terraform goes on with results that are unknown, but refuses an argument that is not set and has become unknown. OpenTofu refuses both.</summary>
    [Fact]
    public async Task An_ephemeral_resource_waits_for_the_configuration_of_its_provider()
    {
        using var workspace = Start(Engine.Terraform);
        workspace.Write("main.tf", $$"""
            {{Provider}}

            resource "terraform_data" "key" {
              input = "k"
            }

            provider "post" {
              key = terraform_data.key.output
            }

            ephemeral "post_ticket" "main" {
              name = "a"
            }
            """);

        (await workspace.PlanAsync()).Succeeds().Says("post_ticket is opened during apply");
        (await workspace.ApplyAsync()).Succeeds();
    }

    [Fact]
    public async Task An_object_is_imported_and_planned_without_a_change()
    {
        using var workspace = Start(Engine.Terraform);
        WriteParcel(workspace, "to = \"a\"");

        (await workspace.ImportAsync(Address, "a")).Succeeds();

        await workspace.PlanIsEmptyAsync();
    }

    private const string Provider = """
        terraform {
          required_providers {
            post = { source = "example/post" }
          }
        }
        """;

    private static CliWorkspace Start(Engine engine) => new CliWorkspace(Tools.PathOf(engine)).UseProvider("example/post", Tools.AuthorsProvider);

    private static CliWorkspace WriteParcel(CliWorkspace workspace, string arguments) => workspace.Write("main.tf", $$"""
        {{Provider}}

        resource "post_parcel" "main" {
          {{arguments}}
        }
        """);
}
