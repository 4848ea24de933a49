using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>Where the plugin listens, who may reach it there, and what is left behind: nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ListenerTests
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_socket_is_the_users_alone_in_a_directory_that_is_the_users_alone()
    {
        await using var cli = new FakeCli();

        var socket = (await cli.StartAsync()).Address;

        Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(socket));
        Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
        Assert.Equal(cli.Directory.FullName, Path.GetDirectoryName(Path.GetDirectoryName(socket)));
    }

    [Fact]
    public async Task Socket_and_directory_are_gone_at_the_end()
    {
        await using var cli = new FakeCli();
        await cli.StartAsync();

        cli.Send(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        await cli.Running;

        Assert.Empty(cli.Directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_behind_either()
    {
        await using var cli = new FakeCli().With("PLUGIN_UNIX_SOCKET_GROUP", "no-such-group-here");

        Assert.Equal(1, await cli.RunAsync());
        Assert.Contains("PLUGIN_UNIX_SOCKET_GROUP does not exist: no-such-group-here", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Empty(cli.Directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_directory_of_the_host_is_used_and_kept()
    {
        await using var cli = new FakeCli();
        var directory = cli.Directory.CreateSubdirectory("host");
        cli.With("PLUGIN_UNIX_SOCKET_DIR", directory.FullName);

        var line = await cli.StartAsync();
        await new Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new());
        Assert.Equal(directory.FullName, Path.GetDirectoryName(line.Address));
        Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(line.Address));

        cli.Send(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        await cli.Running;
        Assert.Empty(directory.GetFileSystemInfos());
        Assert.True(directory.Exists);
    }

    [Fact]
    public async Task A_group_of_the_host_may_connect()
    {
        await using var cli = new FakeCli().With("PLUGIN_UNIX_SOCKET_GROUP", OwnGroup());

        var socket = (await cli.StartAsync()).Address;

        Assert.Equal(OwnerReadWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(socket));
        Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
    }

    [Fact]
    public async Task A_temporary_directory_that_is_too_deep_for_a_socket_is_passed_by()
    {
        await using var cli = new FakeCli();
        var deep = cli.Directory.CreateSubdirectory(new string('d', UnixSocketListener.MaxPathBytes));
        cli.Environment = cli.Environment with { TempDirectory = deep.FullName };

        Assert.StartsWith("/tmp/plugin", (await cli.StartAsync()).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_the_host_that_is_too_deep_is_an_error()
    {
        await using var cli = new FakeCli();
        cli.With("PLUGIN_UNIX_SOCKET_DIR", Path.Combine(cli.Directory.FullName, new string('d', UnixSocketListener.MaxPathBytes)));

        Assert.Equal(1, await cli.RunAsync());
        Assert.Contains("too long for a Unix socket", cli.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_the_host_that_does_not_exist_is_an_error_that_the_CLI_shows()
    {
        await using var cli = new FakeCli();
        cli.With("PLUGIN_UNIX_SOCKET_DIR", Path.Combine(cli.Directory.FullName, "none"));

        Assert.Equal(1, await cli.RunAsync());
        Assert.StartsWith("terraform-provider-planton: Cannot listen on the Unix socket", cli.Errors.Text, StringComparison.Ordinal);
        Assert.EndsWith("Set PLUGIN_UNIX_SOCKET_DIR to a directory that this user may write to.\n", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Equal(cli.Errors.Text, cli.Output.Text);
    }

    [Fact]
    public async Task TCP_takes_the_first_free_port_of_the_range()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await using var cli = Tcp(port, Math.Min(port + 50, IPEndPoint.MaxPort));

        var line = await cli.StartAsync();

        Assert.Equal("tcp", line.Network);
        Assert.StartsWith("127.0.0.1:", line.Address, StringComparison.Ordinal);
        Assert.NotEqual(port, line.Port);
        Assert.True((await new Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, 25000)]
    [InlineData(0, 0)]
    [InlineData(25000, 10000)]
    [InlineData(70000, 80000)]
    public async Task TCP_without_a_usable_range_takes_any_port(int? min, int? max)
    {
        await using var cli = Tcp(min, max);

        Assert.InRange((await cli.StartAsync()).Port, 1, IPEndPoint.MaxPort);
    }

    [Fact]
    public async Task TCP_with_a_range_that_is_all_taken_takes_any_other_port()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await using var cli = Tcp(port, port);

        Assert.NotEqual(port, (await cli.StartAsync()).Port);
    }

    [Theory]
    [InlineData("42", 42u)]
    [InlineData("wheel", 10u)]
    [InlineData("whee", null)]
    [InlineData("broken", null)]
    [InlineData("-1", null)]
    public void Groups_are_found_by_name_or_number(string group, uint? expected)
        => Assert.Equal(expected, UnixGroup.Find(group, ["root:x:0:", "", "wheel:x:10:root,me", "broken", "broken:x:many:"]));

    private static FakeCli Tcp(int? min, int? max)
    {
        var cli = new FakeCli().With("PLUGIN_MIN_PORT", min?.ToString()).With("PLUGIN_MAX_PORT", max?.ToString());
        cli.Environment = cli.Environment with { UnixSocket = false };
        return cli;
    }

    private static string OwnGroup()
    {
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Gid:", StringComparison.Ordinal)) : null;
        return line is null ? "staff" : line.Split('\t')[1];
    }
}
