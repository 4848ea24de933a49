using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

/// <summary>Registries by name (multi family) and the account's one registry (single family, deprecated).</summary>
internal sealed class RegistryEndpoints(World world)
{
    private const string SeveralRegistries =
        "This API is not supported if you have created multiple registries. "
        + "Please use '/v2/registries/{registry_name}' instead.";

    public void MapTo(Router router)
    {
        router.Map("GET", "/v2/registries", Scopes.RegistryRead, List);
        router.Map("POST", "/v2/registries", Scopes.RegistryCreate, Create);
        router.Map("GET", "/v2/registries/{registry}", Scopes.RegistryRead, Get);
        router.Map("DELETE", "/v2/registries/{registry}", Scopes.RegistryDelete, Delete);
        router.Map("GET", "/v2/registry", Scopes.RegistryRead, GetOnly);
        router.Map("POST", "/v2/registry", Scopes.RegistryCreate, CreateOnly);
        router.Map("DELETE", "/v2/registry", Scopes.RegistryDelete, DeleteOnly);
        foreach (var family in (string[])["/v2/registries", "/v2/registry"])
        {
            router.Map("POST", family + "/validate-name", Scopes.RegistryCreate, ValidateName);
        }
    }

    /// <summary>The registry that the single family means.</summary>
    /// <exception cref="ApiErrorException">404: the account has none; 412: it has several.</exception>
    internal static SimulatedRegistry Only(World world) => world.RegistryStore.All switch
    {
        [] => throw ApiErrorException.NotFound("registry not found"),
        [var only] => only,
        _ => throw ApiErrorException.PreconditionFailed(SeveralRegistries),
    };

    private ApiReply List(ApiRequest request)
    {
        var all = world.RegistryStore.All;
        return ApiReply.Ok(new RegistriesBody(
            [.. all.Select(registry => RegistryWire.WithSubscription(registry, world))],
            all.Sum(registry => registry.StorageUsageBytes)));
    }

    private ApiReply Create(ApiRequest request)
    {
        var wanted = request.ReadBody<CreateRegistryRequest>();
        var registry = world.RegistryStore.Create(Name(wanted.Name), wanted.SubscriptionTierSlug, wanted.Region);
        return ApiReply.Created(new RegistryBody(RegistryWire.Of(registry, world.Behavior)));
    }

    private ApiReply Get(ApiRequest request) =>
        ApiReply.Ok(new RegistryBody(RegistryWire.Of(world.RegistryStore.Get(request["registry"]), world.Behavior)));

    private ApiReply Delete(ApiRequest request)
    {
        world.RegistryStore.Delete(world.RegistryStore.Get(request["registry"]));
        return ApiReply.NoContent;
    }

    private ApiReply GetOnly(ApiRequest request) =>
        ApiReply.Ok(new RegistryBody(RegistryWire.WithSubscription(Only(world), world)));

    private ApiReply CreateOnly(ApiRequest request)
    {
        var wanted = request.ReadBody<CreateRegistryRequest>();
        if (string.IsNullOrEmpty(wanted.SubscriptionTierSlug)) throw ApiErrorException.Unprocessable("subscription_tier_slug is required");
        var registry = world.RegistryStore.Create(Name(wanted.Name), wanted.SubscriptionTierSlug, wanted.Region);
        return ApiReply.Created(new RegistryBody(RegistryWire.WithSubscription(registry, world)));
    }

    private ApiReply DeleteOnly(ApiRequest request)
    {
        world.RegistryStore.Delete(Only(world));
        return ApiReply.NoContent;
    }

    private ApiReply ValidateName(ApiRequest request)
    {
        world.RegistryStore.CheckName(Name(request.ReadBody<ValidateNameRequest>().Name));
        return ApiReply.NoContent;
    }

    private static string Name(string? name) =>
        string.IsNullOrEmpty(name) ? throw ApiErrorException.Unprocessable("name is required") : name;
}
