using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The search for credentials, to which every run of a CLI in these tests is subject, finds them.</summary>
public sealed class SecretLeakTests
{
    [Theory]
    [InlineData("output \"it\" { value = var.it }", "is in the output")]
    [InlineData("resource \"terraform_data\" \"it\" { input = sensitive(var.it) }", "is in terraform.tfstate")]
    [InlineData("resource \"terraform_data\" \"it\" { input = sensitive(base64encode(\"sammy@example.com:${var.it}\")) }", "is in terraform.tfstate")]
    public async Task A_credential_that_an_apply_shows_or_stores_fails_the_run(string body, string finding)
    {
        foreach (var secret in (string[])[Canaries.Token, Canaries.JobToken + "_1", Planton.DigitalOcean.Simulator.State.MintedToken.Prefix + "0f3a9c"])
        {
            using var cli = new Workspace(Engine.Terraform);
            cli.Set("TF_VAR_it", secret).Write($"variable \"it\" {{}}\n{body}");

            var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => cli.ApplyAsync());

            Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_in_a_plan_file_is_found_though_the_file_is_an_archive_and_may_be_permitted_there()
    {
        using var cli = new Workspace(Engine.Terraform);
        cli.Set("TF_VAR_it", Canaries.Token).Write("""
            variable "it" {
              sensitive = true
            }

            resource "terraform_data" "it" {
              input = sensitive(md5(var.it))
            }
            """);

        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => cli.PlanAsync("-out=saved.tfplan"));

        Assert.Contains("the provider's token is in saved.tfplan!tfplan", failure.Message, StringComparison.Ordinal);
        cli.Permit("the provider's token is in saved.tfplan!tfplan", "The CLI keeps the values of variables in its plan files.");
        (await cli.PlanAsync("-out=saved.tfplan")).Succeeds();
    }
}
