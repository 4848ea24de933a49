using System.Net;
using System.Text;
using System.Text.Json;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>Credentials for Docker. Each creation makes a new API token, which lives until it expires or is revoked.</summary>
public sealed class DockerCredentialsClient
{
    /// <summary>The longest life that the API accepts, in seconds: about 50 years.</summary>
    public const long MaxExpirySeconds = 1_576_800_000;

    private const string Host = "registry.digitalocean.com";

    // A GET only in form: repeated after a lost response, it would leave an unknown valid token.
    private static readonly ApiOperation Create =
        new(HttpMethod.Get, "/v2/registries/{registry_name}/docker-credentials", "registry:read + registry:update", IsIdempotent: false);

    private readonly ApiTransport _transport;
    private readonly Uri _revocation;

    internal DockerCredentialsClient(ApiTransport transport, Uri revocation)
    {
        _transport = transport;
        _revocation = revocation;
    }

    /// <summary>Makes new credentials. They hold for all registries of the account.</summary>
    /// <param name="readWrite">Whether pushing is allowed.</param>
    /// <param name="expirySeconds">Their lifetime in seconds, up to <see cref="MaxExpirySeconds"/>; 0 means that they never expire.</param>
    /// <param name="cancellationToken">Cancels; the token may still have been created.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="ApiException">The registry does not exist (404), the token lacks a scope (403), or the call failed.</exception>
    public async Task<DockerCredentials> CreateAsync(
        string registry, bool readWrite, long expirySeconds, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expirySeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expirySeconds, MaxExpirySeconds);
        var request = Create.At(registry) with { Query = $"read_write={(readWrite ? "true" : "false")}&expiry_seconds={expirySeconds}" };
        var text = await _transport.ReadTextAsync(request, cancellationToken);
        return Read(text) ?? throw _transport.Malformed(request, HttpStatusCode.OK, "the response is not a Docker configuration with credentials");
    }

    /// <summary>Revokes the token of credentials.</summary>
    /// <param name="cancellationToken">Cancels; the token may still be revoked.</param>
    /// <returns>False if there was nothing to revoke: the token is no longer valid, or this endpoint cannot revoke it.</returns>
    /// <exception cref="ApiException">The call failed; the token may still be valid.</exception>
    public async Task<bool> RevokeAsync(DockerCredentials credentials, CancellationToken cancellationToken = default)
    {
        var form = Encoding.ASCII.GetBytes($"token={Uri.EscapeDataString(credentials.Password)}");
        var body = new RequestBody(form, "application/x-www-form-urlencoded");

        // A second revocation has no effect, so unlike other POSTs this one is retried after a lost response.
        var operation = ApiOperation.Post(_revocation.AbsolutePath, "the token itself") with { IsIdempotent = true };
        try
        {
            var request = new ApiRequest(operation, operation.Template) { Address = _revocation, Token = credentials.Password, Body = body };
            await _transport.SendAsync(request, cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static DockerCredentials? Read(string text)
    {
        try
        {
            var auths = JsonSerializer.Deserialize(text, WireContext.Default.DockerConfig)?.Auths;
            var (server, auth) = auths?.OrderBy(entry => entry.Key is Host ? 0 : 1).FirstOrDefault() ?? default;
            return server is not null && DockerCredentials.Split(auth?.Auth) is var (username, password)
                ? new DockerCredentials(text, server, username, password)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
