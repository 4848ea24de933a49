using System.Net;
using System.Net.Sockets;
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
    private readonly TestAuthority _authority;

    private TlsGate(WebApplication server, HttpClient account, TestAuthority authority) => (_server, _account, _authority) = (server, account, authority);

    public X509Certificate2 Authority => _authority.Certificate;

    /// <summary>Its address by name.</summary>
    public string Endpoint => $"https://{Host}:{new Uri(_server.Urls.First()).Port}";

    /// <summary>Its address in numbers; null where the machine has no IPv6.</summary>
    public string? NumericEndpoint => _server.Urls.FirstOrDefault(static url => url.Contains("[::1]", StringComparison.Ordinal));

    public static async Task<TlsGate> StartAsync(Uri account)
    {
        var authority = TestAuthority.Create(Host);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in Socket.OSSupportsIPv6 ? (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback])
            {
                kestrel.Listen(address, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = authority.Server }));
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
        _authority.Dispose();
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
}
