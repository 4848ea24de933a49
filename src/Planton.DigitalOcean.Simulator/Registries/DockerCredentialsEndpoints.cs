using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

/// <summary>Docker credentials: a GET that makes a new token each time. The body is a Docker config.json.</summary>
internal sealed class DockerCredentialsEndpoints(World world)
{
    private const long MaxSeconds = 1_576_800_000;

    public void MapTo(Router router)
    {
        router.Map("GET", "/v2/registries/{registry}/docker-credentials", Scopes.RegistryCredentials, GetByName);
        router.Map("GET", "/v2/registry/docker-credentials", Scopes.RegistryCredentials, GetOnly);
    }

    private ApiReply GetByName(ApiRequest request) => Mint(request, world.RegistryStore.Get(request["registry"]).Name);

    private ApiReply GetOnly(ApiRequest request) => world.RegistryStore.All.Count == 0
        ? throw ApiErrorException.NotFound("registry not found")
        : Mint(request, registry: null);

    private ApiReply Mint(ApiRequest request, string? registry)
    {
        var readWrite = Flag(request.Query.GetValueOrDefault("read_write"));
        var seconds = Seconds(request.Query.GetValueOrDefault("expiry_seconds"));
        var token = world.TokenStore.Mint(
            MintedToken.Prefix + world.Identities.Hex(32),
            registry,
            readWrite,
            world.Now,
            seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{world.Account.Email}:{token.Token}"));
        return ApiReply.Ok(new DockerConfig(new DockerServers(new DockerAuth(auth))));
    }

    private static bool Flag(StringValues value) => value.ToString() switch
    {
        "" => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw ApiErrorException.BadRequest("read_write must be true or false"),
    };

    private static long Seconds(StringValues value) => value.ToString() switch
    {
        "" => 0,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds => seconds,
        _ => throw ApiErrorException.Unprocessable($"expiry_seconds must be from 0 to {MaxSeconds}"),
    };

    private sealed record DockerConfig(DockerServers Auths);

    private sealed record DockerServers([property: JsonPropertyName("registry.digitalocean.com")] DockerAuth Server);

    private sealed record DockerAuth(string Auth);
}
