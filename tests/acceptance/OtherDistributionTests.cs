using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// The static executable on a machine whose C library is another version than the one inside, with the modules for names that its distribution has and
/// the configurations that lead to them: of systemd, of Debian's desktops, and of Fedora with an account server.
/// </summary>
public sealed class OtherDistributionTests
{
    private static readonly Dictionary<string, string> Configurations = new(StringComparer.Ordinal)
    {
        ["systemd"] = "passwd: files systemd\ngroup: files systemd\nhosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n",
        ["desktop"] = "passwd: files systemd\ngroup: files systemd\nhosts: files mdns4_minimal [NOTFOUND=return] dns mymachines\n",
        ["accounts"] = "passwd: sss files systemd\ngroup: sss files systemd\nservices: files sss\nhosts: myhostname files mdns4_minimal [NOTFOUND=return] resolve [!UNAVAIL=return] dns\n",
    };

    [Theory]
    [InlineData("bullseye", "systemd")]
    [InlineData("bullseye", "desktop")]
    [InlineData("bullseye", "accounts")]
    [InlineData("trixie", "systemd")]
    [InlineData("trixie", "desktop")]
    [InlineData("trixie", "accounts")]
    public async Task A_whole_apply_succeeds_with_a_name_that_a_server_tells(string release, string configuration)
    {
        var (folder, reason) = Distribution.Of(release);
        Assert.SkipWhen(folder is null, reason);
        await using var server = NameServer.TryStart(TlsGate.Host);
        Assert.SkipWhen(server is null, "Port 53 is for root alone on this machine. Run: sysctl net.ipv4.ip_unprivileged_port_start=53");
        await using var root = await EmptyRoot.StartAsync();
        root.CopyAll(folder).Write("etc/nsswitch.conf", Configurations[configuration]).Write("etc/resolv.conf", $"nameserver {server.Address}\n").Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();

        Assert.Contains(TlsGate.Host, server.Asked);
    }
}
