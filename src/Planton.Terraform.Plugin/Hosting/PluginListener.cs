using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The place where the plugin listens: binds the socket and takes it away at the end.</summary>
internal abstract class PluginListener : IDisposable
{
    /// <summary>Where the host finds the plugin. Final once the socket is bound.</summary>
    public abstract PluginAddress Address { get; }

    /// <summary>What the server is asked to listen on.</summary>
    public abstract EndPoint EndPoint { get; }

    /// <summary>Chooses the transport of this machine.</summary>
    /// <exception cref="PluginStartException">What the host demands of the socket cannot be done.</exception>
    public static PluginListener Create(PluginEnvironment environment)
        => environment.UnixSocket ? new UnixSocketListener(environment) : new TcpPluginListener(environment);

    /// <summary>Binds the socket; the server starts to listen on it.</summary>
    public abstract Socket Bind();

    public abstract void Dispose();
}

/// <summary>A Unix socket that only this user, or the group that the host names, can reach.</summary>
internal sealed class UnixSocketListener : PluginListener
{
    /// <summary>Directory that the host made for the socket, instead of a private one of ours.</summary>
    public const string DirectoryVariable = "PLUGIN_UNIX_SOCKET_DIR";

    /// <summary>Group, by name or number, whose members may connect.</summary>
    public const string GroupVariable = "PLUGIN_UNIX_SOCKET_GROUP";

    /// <summary>The shortest limit on a socket's path, in bytes, among the systems in use: macOS.</summary>
    public const int MaxPathBytes = 103;

    private readonly string _path;
    private readonly string? _privateDirectory;
    private readonly string? _group;

    public UnixSocketListener(PluginEnvironment environment)
    {
        _group = NullIfEmpty(environment.Variable(GroupVariable));
        if (NullIfEmpty(environment.Variable(DirectoryVariable)) is { } directory)
        {
            _path = Fitting(Path.Combine(Path.GetFullPath(directory), UniqueName()))
                ?? throw new PluginStartException($"The directory of {DirectoryVariable} is too long for a Unix socket ({MaxPathBytes} bytes with the socket's name): {directory}");
        }
        else
        {
            _path = Fitting(PathWithin(environment.TempDirectory)) ?? PathWithin("/tmp");
            _privateDirectory = Path.GetDirectoryName(_path);
        }
    }

    public override PluginAddress Address => new("unix", _path);

    public override EndPoint EndPoint => new UnixDomainSocketEndPoint(_path);

    public override Socket Bind()
    {
        Socket? socket = null;
        try
        {
            if (_privateDirectory is not null) CreatePrivateDirectory(_privateDirectory);
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(EndPoint);
            Restrict();
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket?.Dispose();
            var advice = _privateDirectory is null ? DirectoryVariable : OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR";
            throw new PluginStartException($"Cannot listen on the Unix socket {_path}: {e.Message} Set {advice} to a directory that this user may write to.", e);
        }
        catch (PluginStartException)
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Removes the socket and its directory, which the server's own clean-up would leave behind.</summary>
    public override void Dispose()
    {
        try
        {
            File.Delete(_path);
            if (_privateDirectory is not null && Directory.Exists(_privateDirectory)) Directory.Delete(_privateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process is ending; a leftover in the temporary directory harms nothing and nobody could act on a message.
        }
    }

    /// <summary>Narrows who may connect, before the server starts to listen: nobody slips in between.</summary>
    private void Restrict()
    {
        if (OperatingSystem.IsWindows()) return;

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (_group is null)
        {
            File.SetUnixFileMode(_path, Owner);
            return;
        }

        UnixGroup.Assign(_path, _group);
        const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(_path, Owner | Group);
        if (_privateDirectory is not null)
        {
            UnixGroup.Assign(_privateDirectory, _group);
            File.SetUnixFileMode(_privateDirectory, Owner | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);
        }
    }

    private static void CreatePrivateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string PathWithin(string directory) => Path.Combine(Path.GetFullPath(directory), UniqueName(), "grpc");

    // Unguessable, so that nobody can be there first in a directory that all users share.
    private static string UniqueName() => "plugin" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static string? Fitting(string path) => Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A TCP port on the loopback address: the first free one of the host's range, or else one that the system chooses.</summary>
internal sealed class TcpPluginListener(PluginEnvironment environment) : PluginListener
{
    public const string MinPortVariable = "PLUGIN_MIN_PORT";
    public const string MaxPortVariable = "PLUGIN_MAX_PORT";

    private IPEndPoint _bound = new(IPAddress.Loopback, 0);

    public override PluginAddress Address => new("tcp", _bound.ToString());

    public override EndPoint EndPoint => _bound;

    public override Socket Bind()
    {
        var socket = Candidates().Select(TryBind).FirstOrDefault(s => s is not null)
            ?? throw new PluginStartException("No TCP port is free on 127.0.0.1.");
        _bound = (IPEndPoint)socket.LocalEndPoint!;
        return socket;
    }

    public override void Dispose()
    {
        // The server owns the socket, and a port leaves nothing behind.
    }

    private IEnumerable<int> Candidates()
    {
        var min = Port(MinPortVariable);
        var max = Port(MaxPortVariable);
        if (min is > 0 && max is > 0)
        {
            for (var port = min.Value; port <= max.Value; port++) yield return port;
        }

        yield return 0; // The host dials what the handshake says, so any port will do.
    }

    private int? Port(string variable)
        => int.TryParse(environment.Variable(variable), out var port) && port <= IPEndPoint.MaxPort ? port : null;

    private static Socket? TryBind(int port)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException)
        {
            return null; // Taken, or reserved by the system: the next one.
        }
    }
}
