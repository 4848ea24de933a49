using System.Runtime.InteropServices;
using System.Text.Json;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Hosting;

public sealed class DebugTests
{
    [Fact]
    public void The_reattach_value_says_all_that_a_CLI_reads()
        => Assert.Equal(
            """{"registry.example.com/a/b":{"Protocol":"grpc","ProtocolVersion":6,"Pid":42,"Test":true,"Addr":{"Network":"unix","String":"/tmp/p/grpc"}}}""",
            Reattach.Json("registry.example.com/a/b", 42, new PluginAddress("unix", "/tmp/p/grpc")));

    [Fact]
    public void A_provider_of_the_public_registry_is_found_by_each_CLI_under_its_own_default_host()
    {
        using var reattach = JsonDocument.Parse(Reattach.Json("registry.terraform.io/a/b", 42, new PluginAddress("unix", "/tmp/p/grpc")));

        Assert.Equal(["registry.terraform.io/a/b", "registry.opentofu.org/a/b"], reattach.RootElement.EnumerateObject().Select(static entry => entry.Name));
        Assert.Single(reattach.RootElement.EnumerateObject().Select(static entry => entry.Value.GetRawText()).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Quotes_in_a_path_do_not_end_the_quotes_of_a_shell()
        => Assert.DoesNotContain('\'', Reattach.Json("registry.terraform.io/a/b", 42, new PluginAddress("unix", "/tmp/it's/grpc")));

    [Theory]
    [InlineData("export TF_REATTACH_PROVIDERS='{json}'\n")]
    [InlineData("set -x TF_REATTACH_PROVIDERS '{json}'\n")]
    [InlineData("$env:TF_REATTACH_PROVIDERS='{json}'\n")]
    [InlineData("set \"TF_REATTACH_PROVIDERS={json}\"\n")]
    public void Every_shell_finds_its_line(string line)
        => Assert.Contains(line.Replace("{json}", """{"a":1}""", StringComparison.Ordinal), Reattach.Instructions("""{"a":1}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_debug_server_does_not_start_with_schemas_that_no_CLI_can_use()
    {
        await using var cli = new FakeCli { SchemaMistakes = ["resource a_b: name: wrong", "resource a_c: name: wrong"] }.With("TF_PLUGIN_MAGIC_COOKIE", null);

        Assert.Equal(1, await cli.RunAsync("--debug"));

        Assert.Empty(cli.Output.Text);
        Assert.EndsWith("\n  resource a_b: name: wrong\n  resource a_c: name: wrong\n", cli.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_a_user_does_not_wait_for_the_check_of_the_schemas()
    {
        await using var cli = new FakeCli { SchemaMistakes = ["resource a_b: name: wrong"] };

        await cli.StartAsync();

        Assert.Empty(cli.Errors.Text);
    }

    [Theory]
    [InlineData("-debug")]
    [InlineData("--debug")]
    public async Task A_debug_server_needs_no_cookie_and_no_TLS_and_ends_on_an_interrupt(string argument)
    {
        await using var cli = new FakeCli().With("TF_PLUGIN_MAGIC_COOKIE", null);
        await cli.StartAsync(argument);
        var json = cli.Output.Text.Split('\'')[1];
        using var reattach = JsonDocument.Parse(json);
        var provider = reattach.RootElement.GetProperty("registry.terraform.io/example/planton");
        var address = provider.GetProperty("Addr");

        Assert.Equal(Environment.ProcessId, provider.GetProperty("Pid").GetInt32());
        var line = new HandshakeLine(["1", "6", address.GetProperty("Network").GetString()!, address.GetProperty("String").GetString()!, "grpc", ""]);
        for (var run = 0; run < 2; run++)
        {
            using var channel = cli.Connect(line);
            Assert.True((await new Provider.ProviderClient(channel).GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
        }

        Assert.True(cli.Send(PosixSignal.SIGINT));
        Assert.Equal(0, await cli.Running);
    }
}
