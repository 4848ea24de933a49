using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>A client for a cluster's API that uses its credentials: server, token, and the authority as the only trusted one.</summary>
public sealed class ClusterClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly X509Certificate2 _authority;

    private ClusterClient(Uri server, string authorityPem, string token)
    {
        _authority = X509Certificate2.CreateFromPem(authorityPem);
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { _authority },
                },
            },
        };
        _http = new HttpClient(handler) { BaseAddress = server };
        Token = token;
    }

    public string Token { get; set; }

    public Uri Server => _http.BaseAddress!;

    public static async Task<ClusterClient> OfAsync(Simulation simulation, string cluster, int expirySeconds = 600)
    {
        var credentials = (await simulation.Get($"/v2/kubernetes/clusters/{cluster}/credentials?expiry_seconds={expirySeconds}")).Json;
        return new ClusterClient(
            new Uri(credentials.GetProperty("server").GetString()!),
            Encoding.UTF8.GetString(credentials.GetProperty("certificate_authority_data").GetBytesFromBase64()),
            credentials.GetProperty("token").GetString()!);
    }

    public async Task<Answer> Get(string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>The names on one page of a list.</summary>
    public async Task<string[]> Names(string path) => Names((await Get(path)).Json);

    public static string[] Names(JsonElement list) =>
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("metadata").GetProperty("name").GetString()!)];

    public void Dispose()
    {
        _http.Dispose();
        _authority.Dispose();
    }
}
