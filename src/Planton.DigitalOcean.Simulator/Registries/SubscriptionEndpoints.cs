using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

/// <summary>The account's subscription and what it may change to; both families answer alike.</summary>
internal sealed class SubscriptionEndpoints(World world)
{
    public void MapTo(Router router)
    {
        foreach (var family in (string[])["/v2/registries", "/v2/registry"])
        {
            router.Map("GET", family + "/subscription", Scopes.RegistryRead, Get);
            router.Map("POST", family + "/subscription", Scopes.RegistryUpdate, Change);
            router.Map("GET", family + "/options", Scopes.RegistryRead, Options);
        }
    }

    private ApiReply Get(ApiRequest request) => Answer(
        world.RegistryStore.Subscription ?? throw ApiErrorException.NotFound("subscription not found"));

    private ApiReply Change(ApiRequest request) => Answer(
        world.RegistryStore.ChangeTier(request.ReadBody<ChangeTierRequest>().TierSlug
            ?? throw ApiErrorException.Unprocessable("tier_slug is required")));

    private ApiReply Options(ApiRequest request) => ApiReply.Ok(new OptionsBody(new OptionsWire(
        Catalog.RegistryRegions,
        [.. SubscriptionTier.All.Select(tier => TierWire.Of(tier, world.RegistryStore.IneligibleBecause(tier)))])));

    private static ApiReply Answer(Subscription subscription) => ApiReply.Ok(new SubscriptionBody(SubscriptionWire.Of(subscription)));
}
