using Planton.Terraform.Plugin.Testing.Cli;

namespace Planton.Terraform.Plugin.Tests.Testing;

public sealed class CliResultTests
{
    [Fact]
    public void A_text_is_found_however_the_CLI_wraps_and_colours_it()
    {
        var result = Result("╷\n│ Error: \u001b[31mthe item\u001b[0m \"first\" is\n│ locked\n╵\n", exitCode: 1);

        result.Fails().Says("the item \"first\" is locked").DoesNotSay("second");
        Assert.Contains("should have said \"second\"", Assert.Throws<CliException>(() => result.Says("second")).Message, StringComparison.Ordinal);
        Assert.Contains("should not have said \"locked\"", Assert.Throws<CliException>(() => result.DoesNotSay("locked")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, false, true)]
    [InlineData(2, false, false)]
    public void Success_and_failure_are_exit_codes(int exitCode, bool succeeds, bool fails)
    {
        var result = Result("some output", exitCode);

        Assert.Equal(succeeds, Record.Exception(() => result.Succeeds()) is null);
        Assert.Equal(fails, Record.Exception(() => result.Fails()) is null);
    }

    [Fact]
    public void Diagnostics_are_read_from_the_lines_of_a_plan()
    {
        var result = Result("""
            {"@level":"info","type":"version","terraform":"1.11.4"}
            {"type":"diagnostic","diagnostic":{"severity":"warning","summary":"Provider development overrides are in effect","detail":""}}
            {"type":"diagnostic","diagnostic":{"severity":"warning","summary":"Slow","detail":"It takes a while."}}
            {"type":"diagnostic","diagnostic":{"severity":"error","summary":"Locked","detail":"Wait.","address":"shelf_item.first","snippet":{"code":"  name = \"first\""}}}
            {"type":"planned_change","change":{"resource":{"addr":"shelf_item.second"},"action":"create"}}
            """);

        Assert.Equal(new CliDiagnostic("error", "Locked", "Wait.", "shelf_item.first", "name = \"first\""), result.OnlyError());
        Assert.Equal("Slow", Assert.Single(result.Warnings()).Summary);
        Assert.Equal("create", Assert.Single(result.Changes, static change => change.Key == "shelf_item.second").Value);
    }

    [Fact]
    public void Diagnostics_are_read_from_the_answer_of_validate() =>
        Assert.Equal("Missing", Result("{\n  \"valid\": false,\n  \"diagnostics\": [{ \"severity\": \"error\", \"summary\": \"Missing\" }]\n}\n").OnlyError().Summary);

    [Fact]
    public void A_provider_that_is_not_there_is_named()
    {
        using var workspace = new CliWorkspace("terraform");

        Assert.Contains("no-such-provider", Assert.Throws<CliException>(() => workspace.UseProvider("example/none", "no-such-provider")).Message, StringComparison.Ordinal);
    }

    private static CliResult Result(string output, int exitCode = 0) => new("terraform plan", exitCode, output, string.Empty);
}
