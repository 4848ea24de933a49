using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Planton.DigitalOcean.Tls;

namespace Planton.DigitalOcean.Tests.Tls;

/// <summary>Whom the client believes, with authorities made for the test.</summary>
public sealed class ServerTrustTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-");
    private readonly Issued _root = Issued.Authority("CN=Root");
    private readonly Issued _other = Issued.Authority("CN=Other");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_server_of_a_trusted_authority_is_believed()
    {
        var bundle = Write("bundle.pem", $"# A comment\n{_other.Pem}\n{_root.Pem}");

        Assert.Null(new ServerTrust(new([bundle], [])).WhyNotTrusted(_root.Server().Certificate, []));
    }

    [Fact]
    public void An_authority_in_between_may_come_from_the_server_or_lie_in_the_bundle()
    {
        var between = _root.Issue("CN=Between", isAuthority: true);
        var server = between.Server().Certificate;

        Assert.Null(new ServerTrust(new([Write("root.pem", _root.Pem)], [])).WhyNotTrusted(server, [between.Certificate]));
        Assert.Null(new ServerTrust(new([Write("both.pem", between.Pem + "\n" + _root.Pem)], [])).WhyNotTrusted(server, []));
        Assert.NotNull(new ServerTrust(new([Write("root.pem", _root.Pem)], [])).WhyNotTrusted(server, []));
    }

    [Fact]
    public void The_first_bundle_that_is_there_counts_and_the_folders_after_it()
    {
        var (other, root) = (Write("other.pem", _other.Pem), Write("root.pem", _root.Pem));
        var folder = _folder.CreateSubdirectory("certs");
        File.WriteAllText(Path.Combine(folder.FullName, "1a2b3c4d.0"), _root.Pem);
        var server = _root.Server().Certificate;

        Assert.NotNull(new ServerTrust(new([other, root], [])).WhyNotTrusted(server, []));
        Assert.Null(new ServerTrust(new([Path.Combine(_folder.FullName, "none.pem"), root], [])).WhyNotTrusted(server, []));
        Assert.Null(new ServerTrust(new([other], [Path.Combine(_folder.FullName, "none"), folder.FullName])).WhyNotTrusted(server, []));
    }

    [Fact]
    public void An_authority_of_the_same_name_and_another_key_is_not_the_same()
    {
        var twin = Issued.Authority("CN=Root");

        Assert.NotNull(new ServerTrust(new([Write("twin.pem", twin.Pem)], [])).WhyNotTrusted(_root.Server().Certificate, []));
        Assert.Null(new ServerTrust(new([Write("twins.pem", twin.Pem + "\n" + _root.Pem)], [])).WhyNotTrusted(_root.Server().Certificate, []));
    }

    [Fact]
    public void A_certificate_out_of_its_time_or_for_another_use_is_not_believed()
    {
        var trust = new ServerTrust(new([Write("root.pem", _root.Pem)], []));

        Assert.NotNull(trust.WhyNotTrusted(_root.Issue("CN=late", from: -3, to: -1).Certificate, []));
        Assert.NotNull(trust.WhyNotTrusted(_root.Issue("CN=early", from: 1, to: 3).Certificate, []));
        Assert.NotNull(trust.WhyNotTrusted(_root.Issue("CN=mail", use: "1.3.6.1.5.5.7.3.4").Certificate, []));
    }

    [Fact]
    public void A_self_signed_server_is_believed_where_the_bundle_names_it()
    {
        Assert.Null(new ServerTrust(new([Write("root.pem", _root.Pem)], [])).WhyNotTrusted(_root.Certificate, []));
        Assert.NotNull(new ServerTrust(new([Write("other.pem", _other.Pem)], [])).WhyNotTrusted(_root.Certificate, []));
    }

    [Fact]
    public void The_words_of_a_refusal_say_what_to_do()
    {
        var server = _root.Server().Certificate;

        Assert.Contains("ca-certificates", new ServerTrust(new([], [])).WhyNotTrusted(server, []), StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", new ServerTrust(new([Write("other.pem", _other.Pem)], [])).WhyNotTrusted(server, []), StringComparison.Ordinal);
        Assert.Contains("CN=api", Assert.Throws<AuthenticationException>(() => new ServerTrust(new([], [])).Accepts(server, null, SslPolicyErrors.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_hosts_certificate_is_refused_however_good_it_is()
    {
        var trust = new ServerTrust(new([Write("root.pem", _root.Pem)], []));
        var server = _root.Server().Certificate;

        Assert.True(trust.Accepts(server, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.Throws<AuthenticationException>(() => trust.Accepts(server, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.Throws<AuthenticationException>(() => trust.Accepts(null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Fact]
    public void Broken_parts_of_a_bundle_are_passed_over()
    {
        var broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

        Assert.Single(PemAuthorities.Read(broken + _root.Pem + "\n" + broken));
    }

    [Theory]
    [InlineData(null, null, "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs")]
    [InlineData("", "", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs")]
    [InlineData("/a.pem", null, "/a.pem", "/etc/ssl/certs")]
    [InlineData(null, "/a:/b", "/etc/ssl/certs/ca-certificates.crt", "/a")]
    public void Variables_stand_for_the_usual_places(string? file, string? folders, string firstFile, string firstFolder)
    {
        var places = AuthorityPlaces.Of(name => name == AuthorityPlaces.FileVariable ? file : name == AuthorityPlaces.DirectoryVariable ? folders : null);

        Assert.Equal((firstFile, firstFolder), (places.Files[0], places.Directories[0]));
    }

    [Fact]
    public void Beside_the_bundle_of_the_variable_the_folders_are_trusted_until_they_are_named_too()
    {
        var (bundle, empty) = (Write("mine.pem", _root.Pem), _folder.CreateSubdirectory("empty").FullName);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [AuthorityPlaces.FileVariable] = bundle };

        var alone = AuthorityPlaces.Of(variables.GetValueOrDefault);
        variables[AuthorityPlaces.DirectoryVariable] = empty;
        var both = AuthorityPlaces.Of(variables.GetValueOrDefault);

        Assert.Equal([bundle, .. AuthorityPlaces.Usual.Directories], [.. alone.Files, .. alone.Directories]);
        Assert.Equal([bundle, empty], [.. both.Files, .. both.Directories]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/a.pem")]
    public void TLS_is_1_2_or_1_3_whatever_the_system_allows_and_nothing_is_fetched(string? file)
    {
        var options = ServerTrust.Options(name => name == AuthorityPlaces.FileVariable ? file : null);

        Assert.Equal("Tls12, Tls13", options.EnabledSslProtocols.ToString());
        Assert.Equal((true, X509RevocationMode.NoCheck), (options.CertificateChainPolicy?.DisableCertificateDownloads, options.CertificateChainPolicy?.RevocationMode));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
