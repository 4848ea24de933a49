using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The executable in a root that holds nothing else but the CLI: no libraries, no time zones, no /proc, no user.</summary>
public sealed class EmptyRootTests
{
    private const string Host = "api.planton.test";

    [Fact]
    public async Task A_whole_apply_succeeds_with_names_and_certificates_from_files()
    {
        await using var world = await World.StartAsync();
        world.Write("etc/hosts", $"127.0.0.1 {Host}\n").Write("etc/ssl/certs/ca-certificates.crt", world.Authority);

        await world.LiveAsync();
    }

    [Theory]
    [InlineData("etc/ssl/cert.pem")]
    [InlineData("etc/pki/tls/certs/ca-bundle.crt")]
    [InlineData("etc/ssl/ca-bundle.pem")]
    public async Task The_bundles_of_other_distributions_are_found(string bundle)
    {
        await using var world = await World.StartAsync();
        world.Write("etc/hosts", $"127.0.0.1 {Host}\n").Write(bundle, world.Authority);

        (await world.RunAsync("apply", "-auto-approve", "-input=false")).Succeeds();
    }

    [Theory]
    [InlineData("SSL_CERT_FILE", "/somewhere/bundle.pem")]
    public async Task A_bundle_that_is_named_is_used(string variable, string value)
    {
        await using var world = await World.StartAsync();
        world.Write("etc/hosts", $"127.0.0.1 {Host}\n").Write(value[1..], world.Authority).Set(variable, value);

        (await world.RunAsync("apply", "-auto-approve", "-input=false")).Succeeds();
    }

    [Fact]
    public async Task Without_any_bundle_the_error_says_what_is_missing()
    {
        await using var world = await World.StartAsync();
        world.Write("etc/hosts", $"127.0.0.1 {Host}\n");

        (await world.RunAsync("apply", "-auto-approve", "-input=false")).Fails().Says("no secure connection").Says("ca-certificates").Says("SSL_CERT_FILE");
    }

    [Fact]
    public async Task A_name_that_is_nowhere_is_an_error_in_words()
    {
        await using var world = await World.StartAsync();
        world.Write("etc/ssl/certs/ca-certificates.crt", world.Authority);

        (await world.RunAsync("apply", "-auto-approve", "-input=false")).Fails().Says("cannot connect").Says(Host);
    }

    /// <summary>Whether the executable needs no library: it has no program header of type 3, which names the dynamic loader.</summary>
    private static bool IsStatic()
    {
        var bytes = File.ReadAllBytes(Tools.Provider);
        var (table, size, count) = (BitConverter.ToInt64(bytes, 32), BitConverter.ToInt16(bytes, 54), BitConverter.ToInt16(bytes, 56));
        return Enumerable.Range(0, count).All(i => BitConverter.ToInt32(bytes, (int)table + (i * size)) != 3);
    }

    /// <summary>An account behind TLS, and a root folder with the CLI, the provider, and what a test puts there.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Scenario _scenario;
        private readonly WebApplication _gate;
        private readonly string _root = Directory.CreateTempSubdirectory("planton-root-").FullName;
        private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

        private World(Scenario scenario, WebApplication gate, string authority) => (_scenario, _gate, Authority) = (scenario, gate, authority);

        /// <summary>The certificate of the authority that vouches for the account.</summary>
        public string Authority { get; }

        public static async Task<World> StartAsync()
        {
            Assert.SkipUnless(IsStatic(), "The executable is dynamic: lld, cmake or the static libraries of OpenSSL were missing when it was published.");
            var scenario = await Scenario.StartAsync(Engine.Terraform);
            using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var authority = MakeAuthority(authorityKey);
            var world = new World(scenario, await GateAsync(MakeServer(authority), scenario.Simulator.Endpoint), authority.ExportCertificatePem());
            world.Fill();
            return world;
        }

        public World Write(string file, string text)
        {
            var path = Path.Combine(_root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return this;
        }

        public World Set(string variable, string value)
        {
            _environment[variable] = value;
            return this;
        }

        /// <summary>Create, empty plan with a zone that the machine has no file for, destroy.</summary>
        public async Task LiveAsync()
        {
            (await RunAsync("apply", "-auto-approve", "-input=false")).Succeeds().Says("2 added");
            (await RunAsync("plan", "-input=false", "-detailed-exitcode")).Succeeds();
            Assert.Single(_scenario.Simulator.World.Registries);
            (await RunAsync("destroy", "-auto-approve", "-input=false")).Succeeds();
            Assert.Empty(_scenario.Simulator.World.Registries);
        }

        public async Task<CliResult> RunAsync(params string[] arguments)
        {
            // Without root, a user namespace makes this process root of its own, which is enough to change the root.
            string[] change = Environment.UserName == "root" ? ["chroot", _root] : ["unshare", "--user", "--map-root-user", "chroot", _root];
            var start = new ProcessStartInfo(change[0], [.. change[1..], "/terraform", "-chdir=/work", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var path = start.Environment["PATH"];
            start.Environment.Clear();
            foreach (var (name, value) in _environment) start.Environment[name] = value;
            start.Environment["PATH"] = path;
            foreach (var setting in (string[])["TF_CLI_CONFIG_FILE=/cli.tfrc", "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "NO_COLOR=1", "DIGITALOCEAN_TOKEN=dop_v1_x"])
            {
                start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
            }

            start.Environment["DIGITALOCEAN_API_URL"] = $"https://{Host}:{new Uri(_gate.Urls.First()).Port}";
            start.Environment["DIGITALOCEAN_HTTP_RETRY_MAX"] = "0";
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return new CliResult($"terraform {string.Join(' ', arguments)} in an empty root", process.ExitCode, await output, await error);
        }

        public async ValueTask DisposeAsync()
        {
            await _gate.DisposeAsync();
            await _scenario.DisposeAsync();
            Directory.Delete(_root, recursive: true);
        }

        private void Fill()
        {
            foreach (var folder in (string[])["tmp", "dev", "work", "bin"]) Directory.CreateDirectory(Path.Combine(_root, folder));
            File.Copy(Tools.PathOf(Engine.Terraform), Path.Combine(_root, "terraform"));
            File.Copy(Tools.Provider, Path.Combine(_root, "bin/terraform-provider-planton"));
            foreach (var device in (string[])["null", "urandom", "random"])
            {
                // A device of the same numbers where that is allowed; else a file, which for the empty device does as well.
                var made = Process.Start("mknod", [Path.Combine(_root, "dev", device), "c", "1", device switch { "null" => "3", "random" => "8", _ => "9" }]);
                made.WaitForExit();
            }

            Write("cli.tfrc", "provider_installation {\n  dev_overrides { \"project-planton/planton\" = \"/bin\" }\n  direct {}\n}\n");
            Write("work/main.tf", """
                terraform {
                  required_providers {
                    planton = { source = "project-planton/planton" }
                  }
                }

                resource "planton_docr_registry" "main" {
                  name = "acme"
                }

                resource "planton_docr_garbage_collection_policy" "main" {
                  registry_name = planton_docr_registry.main.name
                  schedule      = "0 3 * * SUN"
                  time_zone     = "Europe/Berlin"
                }
                """);
        }

        /// <summary>Passes requests on to the account, behind TLS.</summary>
        private static async Task<WebApplication> GateAsync(X509Certificate2 certificate, Uri account)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate })));
            var gate = builder.Build();
            var http = new HttpClient { BaseAddress = account };
            gate.Run(context => PassAsync(context, http));
            await gate.StartAsync();
            return gate;
        }

        private static async Task PassAsync(HttpContext context, HttpClient http)
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
            if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body) { Headers = { { "Content-Type", context.Request.ContentType } } };
            request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
            using var reply = await http.SendAsync(request);
            context.Response.StatusCode = (int)reply.StatusCode;
            if (reply.Headers.Date is { } date) context.Response.Headers.Date = date.ToString("r");
            context.Response.ContentType = reply.Content.Headers.ContentType?.ToString();
            await reply.Content.CopyToAsync(context.Response.Body);
        }

        private static X509Certificate2 MakeAuthority(ECDsa key)
        {
            var request = new CertificateRequest("CN=An authority of the tests", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        private static X509Certificate2 MakeServer(X509Certificate2 authority)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(Host);
            request.CertificateExtensions.Add(names.Build());
            using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
            using var whole = signed.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        }
    }
}
