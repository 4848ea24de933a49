using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

/// <summary>Repositories, tags and manifests; both families name the registry here.</summary>
internal sealed class RepositoryEndpoints(World world)
{
    public void MapTo(Router router)
    {
        foreach (var family in (string[])["/v2/registries/{registry}", "/v2/registry/{registry}"])
        {
            router.Map("GET", family + "/repositories", Scopes.RegistryRead, ListV1);
            router.Map("GET", family + "/repositoriesV2", Scopes.RegistryRead, List);
            router.Map("DELETE", family + "/repositories/{repository}", Scopes.RegistryDelete, DeleteRepository);
            router.Map("GET", family + "/repositories/{repository}/tags", Scopes.RegistryRead, ListTags);
            router.Map("DELETE", family + "/repositories/{repository}/tags/{tag}", Scopes.RegistryDelete, DeleteTag);
            router.Map("GET", family + "/repositories/{repository}/digests", Scopes.RegistryRead, ListManifests);
            router.Map("DELETE", family + "/repositories/{repository}/digests/{digest}", Scopes.RegistryDelete, DeleteManifest);
        }
    }

    private ApiReply ListV1(ApiRequest request)
    {
        var registry = Registry(request);
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var repositories = page.Cut(registry.Repositories).Select(pair => new RepositoryV1Wire(
            registry.Name,
            pair.Key,
            Newest(pair.Value.Tags.Values).FirstOrDefault() is { } latest ? Wire(registry, pair.Key, latest) : null,
            pair.Value.Tags.Count));
        var total = registry.Repositories.Count;
        return ApiReply.Ok(new RepositoriesV1Body([.. repositories], page.Links(total), new PageMeta(total)));
    }

    private ApiReply List(ApiRequest request)
    {
        var registry = Registry(request);
        var page = Paging.WithTokens(request, world.Behavior.LinksBaseUrl);
        var repositories = page.Cut(registry.Repositories).Select(pair => new RepositoryWire(
            registry.Name,
            pair.Key,
            Newest(pair.Value.Manifests.Values).FirstOrDefault() is { } latest
                ? ManifestWire.Of(registry.Name, pair.Key, latest, pair.Value.TagsOf(latest.Digest))
                : null,
            pair.Value.Tags.Count,
            pair.Value.Manifests.Count));
        var total = registry.Repositories.Count;
        return ApiReply.Ok(new RepositoriesBody([.. repositories], page.Links(total), new PageMeta(total)));
    }

    private ApiReply ListTags(ApiRequest request)
    {
        var registry = Registry(request);
        var tags = Repository(registry, request).Tags;
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        List<SimulatedTag> all = [.. world.Behavior.TagsByName ? tags.Values : Newest(tags.Values)];
        return ApiReply.Ok(new TagsBody(
            page.Cut(all).ConvertAll(tag => Wire(registry, request["repository"], tag)),
            page.Links(all.Count),
            new PageMeta(all.Count)));
    }

    private ApiReply ListManifests(ApiRequest request)
    {
        var registry = Registry(request);
        var repository = Repository(registry, request);
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var tags = repository.TagsByDigest();
        List<SimulatedManifest> all = [.. Newest(repository.Manifests.Values)];
        return ApiReply.Ok(new ManifestsBody(
            page.Cut(all).ConvertAll(manifest => ManifestWire.Of(registry.Name, request["repository"], manifest, tags[manifest.Digest])),
            page.Links(all.Count),
            new PageMeta(all.Count)));
    }

    private ApiReply DeleteRepository(ApiRequest request)
    {
        var registry = Writable(request);
        _ = Repository(registry, request);
        registry.DeleteRepository(request["repository"], world.Now);
        return ApiReply.NoContent;
    }

    private ApiReply DeleteTag(ApiRequest request)
    {
        var registry = Writable(request);
        var repository = Repository(registry, request);
        if (!repository.Tags.ContainsKey(request["tag"])) throw ApiErrorException.NotFound("tag not found");
        registry.Put(request["repository"], repository.WithoutTag(request["tag"]), world.Now);
        return ApiReply.NoContent;
    }

    private ApiReply DeleteManifest(ApiRequest request)
    {
        var registry = Writable(request);
        var repository = Repository(registry, request);
        if (!repository.Manifests.ContainsKey(request["digest"])) throw ApiErrorException.NotFound("manifest not found");
        registry.Put(request["repository"], repository.WithoutManifest(request["digest"]), world.Now);
        return ApiReply.NoContent;
    }

    private SimulatedRegistry Registry(ApiRequest request) => world.RegistryStore.Get(request["registry"]);

    private SimulatedRegistry Writable(ApiRequest request)
    {
        var registry = Registry(request);
        return registry.ActiveGarbageCollection is null
            ? registry
            : throw ApiErrorException.Of(world.Behavior.ReadOnlyStatus, "registry is read-only while a garbage collection is active");
    }

    private static SimulatedRepository Repository(SimulatedRegistry registry, ApiRequest request) =>
        registry.Repositories.GetValueOrDefault(request["repository"]) ?? throw ApiErrorException.NotFound("repository not found");

    private static TagWire Wire(SimulatedRegistry registry, string repository, SimulatedTag tag) =>
        TagWire.Of(registry.Name, repository, registry.Repositories[repository].Manifests[tag.Digest], tag);

    private static IOrderedEnumerable<SimulatedTag> Newest(IEnumerable<SimulatedTag> tags) =>
        tags.OrderByDescending(tag => tag.PushedAt).ThenBy(tag => tag.Name, StringComparer.Ordinal);

    private static IOrderedEnumerable<SimulatedManifest> Newest(IEnumerable<SimulatedManifest> manifests) =>
        manifests.OrderByDescending(manifest => manifest.UpdatedAt).ThenBy(manifest => manifest.Digest, StringComparer.Ordinal);
}
