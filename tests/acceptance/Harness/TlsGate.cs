using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Planton.Acceptance.Harness;

/// <summary>A simulated account behind TLS, with a certificate of an authority that nobody trusts yet.</summary>
internal sealed class TlsGate : IAsyncDisposable
{
    /// <summary>The name that the certificate is for, beside the loopback address of IPv6.</summary>
    public const string Host = "api.planton.test";

    private readonly WebApplication _server;
    private readonly HttpClient _account;

    private TlsGate(WebApplication server, HttpClient account, X509Certificate2 authority) => (_server, _account, Authority) = (server, account, authority);

    public X509Certificate2 Authority { get; }

    /// <summary>Its address by name.</summary>
    public string Endpoint => $"https://{Host}:{new Uri(_server.Urls.First()).Port}";

    /// <summary>Its address in numbers; null where the machine has no IPv6.</summary>
    public string? NumericEndpoint => _server.Urls.FirstOrDefault(static url => url.Contains("[::1]", StringComparison.Ordinal));

    public static async Task<TlsGate> StartAsync(Uri account)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = MakeAuthority(key);
        var certificate = MakeServer(authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in Socket.OSSupportsIPv6 ? (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback])
            {
                kestrel.Listen(address, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate }));
            }
        });
        var gate = new TlsGate(builder.Build(), new HttpClient { BaseAddress = account }, authority);
        gate._server.Run(gate.PassAsync);
        await gate._server.StartAsync();
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _account.Dispose();
        Authority.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body) { Headers = { { "Content-Type", context.Request.ContentType } } };
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var reply = await _account.SendAsync(request);
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
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
