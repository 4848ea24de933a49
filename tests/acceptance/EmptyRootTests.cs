using System.Security.Cryptography.X509Certificates;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The executable in a root that holds nothing else but the CLI: no libraries, no time zones, no /proc, no user.</summary>
public sealed class EmptyRootTests
{
    [Fact]
    public async Task A_whole_apply_succeeds_with_names_and_certificates_from_files()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();
    }

    [Fact]
    public async Task A_whole_apply_succeeds_with_a_name_that_a_server_tells()
    {
        await using var server = NameServer.TryStart(TlsGate.Host);
        Assert.SkipWhen(server is null, "Port 53 is for root alone on this machine. Run: sysctl net.ipv4.ip_unprivileged_port_start=53");
        await using var root = await EmptyRoot.StartAsync();
        root.Write("etc/resolv.conf", $"nameserver {server.Address}\n").Write(EmptyRoot.Bundle, root.Authority);

        await root.LiveAsync();

        Assert.Contains(TlsGate.Host, server.Asked);
    }

    [Fact]
    public async Task A_name_that_the_server_does_not_know_is_an_error_in_words()
    {
        await using var server = NameServer.TryStart("another.planton.test");
        Assert.SkipWhen(server is null, "Port 53 is for root alone on this machine. Run: sysctl net.ipv4.ip_unprivileged_port_start=53");
        await using var root = await EmptyRoot.StartAsync();
        root.Write("etc/resolv.conf", $"nameserver {server.Address}\n").Write(EmptyRoot.Bundle, root.Authority);

        (await root.ApplyAsync()).Fails().Says("cannot connect").Says(TlsGate.Host);

        Assert.Contains(TlsGate.Host, server.Asked);
    }

    [Fact]
    public async Task An_address_of_IPv6_needs_no_name()
    {
        await using var root = await EmptyRoot.StartAsync();
        Assert.SkipWhen(root.NumericEndpoint is null, "This machine has no IPv6.");
        root.Write(EmptyRoot.Bundle, root.Authority).Set("DIGITALOCEAN_API_URL", root.NumericEndpoint);

        (await root.ApplyAsync()).Succeeds();
    }

    [Theory]
    [InlineData("Debian, Ubuntu, Alpine, Arch", "etc/ssl/certs/ca-certificates.crt")]
    [InlineData("Debian, without the bundle", "usr/lib/ssl/certs/authority.pem")]
    [InlineData("Alpine", "etc/ssl/cert.pem")]
    [InlineData("Fedora, Red Hat, Amazon Linux", "etc/pki/tls/certs/ca-bundle.crt")]
    [InlineData("Red Hat 7 and later", "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")]
    [InlineData("older Red Hat", "etc/pki/tls/cacert.pem")]
    [InlineData("SUSE", "etc/ssl/ca-bundle.pem")]
    public async Task The_certificates_of_every_distribution_are_found(string distribution, string file)
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write(file, root.Authority);

        var applied = await root.ApplyAsync();

        Assert.True(applied.ExitCode == 0, $"{distribution}:\n{applied.Text}");
    }

    [Fact]
    public async Task A_bundle_that_is_named_is_used()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write("somewhere/bundle.pem", root.Authority).Set("SSL_CERT_FILE", "/somewhere/bundle.pem");

        (await root.ApplyAsync()).Succeeds();
    }

    [Theory]
    [InlineData("authority.pem", "/somewhere")]
    [InlineData("1a2b3c4d.0", "/somewhere")]
    [InlineData("authority.crt", "/nowhere:/somewhere")]
    public async Task A_folder_of_certificates_that_is_named_is_used(string file, string folders)
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write($"somewhere/{file}", root.Authority).Set("SSL_CERT_DIR", folders);

        (await root.ApplyAsync()).Succeeds();
    }

    [Fact]
    public async Task What_is_named_is_used_instead_of_the_usual_bundle()
    {
        await using var root = await EmptyRoot.StartAsync();
        using var other = Other();
        root.NameTheAccount().Write("etc/ssl/ca-bundle.pem", root.Authority).Write("somewhere/bundle.pem", other.ExportCertificatePem()).Set("SSL_CERT_FILE", "/somewhere/bundle.pem");

        (await root.ApplyAsync()).Fails().Says("no secure connection");
    }

    [Fact]
    public async Task Without_any_bundle_the_error_says_what_is_missing()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount();

        (await root.ApplyAsync()).Fails().Says("no secure connection").Says("ca-certificates").Says("SSL_CERT_FILE");
    }

    [Theory]
    [InlineData("SSL_CERT_FILE", "/somewhere/bundle.pem")]
    [InlineData("SSL_CERT_DIR", "/somewhere:/else")]
    public async Task A_bundle_that_is_named_and_is_not_there_is_named_in_the_error(string variable, string value)
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Set(variable, value);

        (await root.ApplyAsync()).Fails().Says("no secure connection").Says($"{variable} names {value}, which contains no certificates");
    }

    [Fact]
    public async Task A_name_that_is_nowhere_is_an_error_in_words()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.Write(EmptyRoot.Bundle, root.Authority);

        (await root.ApplyAsync()).Fails().Says("cannot connect").Says(TlsGate.Host);
    }

    [Fact]
    public async Task Without_a_folder_for_its_socket_the_error_says_which_variable_names_one()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write(EmptyRoot.Bundle, root.Authority).Remove("tmp").Write("tmp", "not a folder");

        (await root.ApplyAsync()).Fails().Says("TMPDIR");
    }

    [Fact]
    public async Task Another_folder_for_its_socket_is_used()
    {
        await using var root = await EmptyRoot.StartAsync();
        root.NameTheAccount().Write(EmptyRoot.Bundle, root.Authority).Remove("tmp").Set("TMPDIR", "/dev");

        (await root.ApplyAsync()).Succeeds();
    }

    private static X509Certificate2 Other()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        return new CertificateRequest("CN=Another authority", key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
