using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.GarbageCollections;

/// <summary>Starting, reading and cancelling garbage collections; both families name the registry here.</summary>
internal sealed class GarbageCollectionEndpoints(World world)
{
    public void MapTo(Router router)
    {
        foreach (var family in (string[])["/v2/registries/{registry}", "/v2/registry/{registry}"])
        {
            router.Map("POST", family + "/garbage-collection", Scopes.RegistryUpdate, Start);
            router.Map("GET", family + "/garbage-collection", Scopes.RegistryRead, GetActive);
            router.Map("PUT", family + "/garbage-collection/{uuid}", Scopes.RegistryUpdate, Update);
            router.Map("GET", family + "/garbage-collections", Scopes.RegistryRead, List);
        }
    }

    private ApiReply Start(ApiRequest request)
    {
        var registry = Registry(request);
        var type = request.ReadOptionalBody<StartGarbageCollectionRequest>()?.Type;
        return ApiReply.Created(Body(registry, world.Collector.Start(registry, string.IsNullOrEmpty(type) ? null : type, world.Now)));
    }

    private ApiReply GetActive(ApiRequest request)
    {
        var registry = Registry(request);
        return ApiReply.Ok(Body(registry, registry.ActiveGarbageCollection ?? throw ApiErrorException.NotFound("no active garbage collection found")));
    }

    private ApiReply Update(ApiRequest request)
    {
        var registry = Registry(request);
        if (request.ReadBody<UpdateGarbageCollectionRequest>().Cancel is not true)
        {
            throw ApiErrorException.Unprocessable("cancel must be true");
        }

        return ApiReply.Ok(Body(registry, world.Collector.Cancel(registry, request["uuid"])));
    }

    private ApiReply List(ApiRequest request)
    {
        var registry = Registry(request);
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var newestFirst = registry.GarbageCollections.Reverse();
        return ApiReply.Ok(new GarbageCollectionsBody(
            [.. page.Cut(newestFirst).Select(run => GarbageCollectionWire.Of(registry.Name, run, world.Behavior))],
            page.Links(newestFirst.Count),
            new PageMeta(newestFirst.Count)));
    }

    private SimulatedRegistry Registry(ApiRequest request) => world.RegistryStore.Get(request["registry"]);

    private GarbageCollectionBody Body(SimulatedRegistry registry, GarbageCollectionRun run) =>
        new(GarbageCollectionWire.Of(registry.Name, run, world.Behavior));
}
