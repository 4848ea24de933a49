using Microsoft.AspNetCore.WebUtilities;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Account;

/// <summary>The two calls of the OAuth host that clients make. The real ones live on cloud.digitalocean.com.</summary>
internal sealed class OAuthEndpoints(World world)
{
    public void MapTo(Router router)
    {
        router.Map("POST", "/v1/oauth/revoke", "", Revoke);
        router.Map("GET", "/v1/oauth/token/info", "", TokenInfo);
    }

    /// <summary>Only the token itself can revoke it.</summary>
    private ApiReply Revoke(ApiRequest request)
    {
        var token = QueryHelpers.ParseQuery(request.Body).GetValueOrDefault("token").ToString();
        if (token.Length == 0) throw ApiErrorException.BadRequest("token is required");
        if (token != request.Token) throw ApiErrorException.Of(StatusCodes.Status401Unauthorized, "Unable to authenticate you.");
        world.TokenStore.Revoke(token);
        return ApiReply.Ok(new object());
    }

    private ApiReply TokenInfo(ApiRequest request) => ApiReply.Ok(new TokenInfoBody(
        ResourceOwnerId: 258992,
        world.TokenStore.Scopes(request.Token!),
        ExpiresInSeconds: null,
        new ApplicationWire("simulator"),
        world.Now.ToUnixTimeSeconds()));

    private sealed record TokenInfoBody(
        int ResourceOwnerId,
        IReadOnlyList<string> Scopes,
        long? ExpiresInSeconds,
        ApplicationWire Application,
        long CreatedAt);

    private sealed record ApplicationWire(string Uid);
}
