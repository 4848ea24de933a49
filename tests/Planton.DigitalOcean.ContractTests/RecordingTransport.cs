using System.Net;
using System.Text;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>Remembers requests and gives one answer to all of them.</summary>
internal sealed class RecordingTransport(HttpStatusCode status, string answer) : HttpMessageHandler
{
    public List<(string Method, Uri Address, string? Body)> Requests { get; } = [];

    public static DigitalOceanClient Client(HttpMessageHandler transport) => new(
        new DigitalOceanClientOptions { Token = "dop_v1_contract", Endpoint = new Uri("https://api.example.test"), RetryMax = 0 },
        TimeProvider.System, new Random(1), primary: transport);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method.Method, request.RequestUri!, request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }
}
