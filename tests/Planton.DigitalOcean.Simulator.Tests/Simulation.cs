using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>A simulator with a frozen clock and a client that sees exactly what is on the wire.</summary>
public sealed class Simulation : IAsyncDisposable
{
    public required SimulatorHost Host { get; init; }

    public required HttpClient Client { get; init; }

    public static async Task<Simulation> StartAsync(SimulatorOptions? options = null)
    {
        var host = await SimulatorHost.StartAsync(options, TestContext.Current.CancellationToken);
        var client = new HttpClient { BaseAddress = host.Endpoint };
        return new Simulation { Host = host, Client = client };
    }

    public Task<Answer> Get(string path) => Send("GET", path);

    public Task<Answer> Post(string path, object? body = null) => Send("POST", path, body);

    public Task<Answer> Put(string path, object? body = null) => Send("PUT", path, body);

    public Task<Answer> Delete(string path, object? body = null) => Send("DELETE", path, body);

    public async Task<Answer> Send(string method, string path, object? body = null, string token = "token")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value), StringComparer.Ordinal);
        return new Answer((int)response.StatusCode, text, headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}

public sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ErrorId => Json.GetProperty("id").GetString();

    public string[] Names(string list) => [.. Json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
}
