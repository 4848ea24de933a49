using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Acceptance.Official;

/// <summary>The official provider as far as registries concern it: same types, attributes, requests and blind spots, by its published code.</summary>
internal sealed class OfficialProvider : Provider<OfficialConfig, OfficialApi>
{
    protected override Schema<OfficialConfig> Schema { get; } = new()
    {
        Description = "Stands in for the official provider.",
        Attributes =
        {
            { "token", static m => ref m.Token, new StringAttribute { Optional = true, Sensitive = true, Description = "The token." } },
            { "api_endpoint", static m => ref m.ApiEndpoint, new StringAttribute { Optional = true, Description = "The URL of the API." } },
        },
    };

    protected override IEnumerable<Resource> Resources =>
    [
        new OfficialRegistry("digitalocean_container_registry", "/v2/registry"),
        new OfficialRegistry("digitalocean_container_registries", "/v2/registries"),
        new OfficialCluster(),
    ];

    protected override IEnumerable<Planton.Terraform.Plugin.DataSources.DataSource> DataSources => [];

    protected override Configuration<OfficialApi> Configure(OfficialConfig config, ConfigureContext context) => new(new OfficialApi(
        new Uri(config.ApiEndpoint.Or(Environment.GetEnvironmentVariable("DIGITALOCEAN_API_URL") ?? "https://api.digitalocean.com")),
        config.Token.Or(Environment.GetEnvironmentVariable("DIGITALOCEAN_TOKEN") ?? string.Empty)));

    protected override Diagnostic? Explain(Exception exception, string action) =>
        exception is HttpRequestException ? new(DiagnosticSeverity.Error, $"{action} failed", exception.Message) : null;
}

internal sealed class OfficialConfig
{
    public TfValue<string> Token;
    public TfValue<string> ApiEndpoint;
}

/// <summary>The API, one request at a time.</summary>
internal sealed class OfficialApi(Uri endpoint, string token)
{
    private static readonly HttpClient Http = new();

    /// <summary>Sends a request; null for 404 and for an empty answer.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var reply = await Http.SendAsync(request, cancellation);
        if (reply.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        var text = await reply.Content.ReadAsStringAsync(cancellation);
        if (!reply.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
