using System.Collections.Immutable;
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
            Tags(registry, pair.Key).FirstOrDefault(),
            Tags(registry, pair.Key).Count()));
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
            Newest(pair.Value).FirstOrDefault() is { } latest ? ManifestWire.Of(registry.Name, pair.Key, latest) : null,
            pair.Value.Values.Sum(manifest => manifest.Tags.Count),
            pair.Value.Count));
        var total = registry.Repositories.Count;
        return ApiReply.Ok(new RepositoriesBody([.. repositories], page.Links(total), new PageMeta(total)));
    }

    private ApiReply ListTags(ApiRequest request)
    {
        var registry = Registry(request);
        _ = Manifests(registry, request);
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        List<TagWire> tags = [.. Tags(registry, request["repository"])];
        return ApiReply.Ok(new TagsBody(page.Cut(tags), page.Links(tags.Count), new PageMeta(tags.Count)));
    }

    private ApiReply ListManifests(ApiRequest request)
    {
        var registry = Registry(request);
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        List<ManifestWire> all =
            [.. Newest(Manifests(registry, request)).Select(manifest => ManifestWire.Of(registry.Name, request["repository"], manifest))];
        return ApiReply.Ok(new ManifestsBody(page.Cut(all), page.Links(all.Count), new PageMeta(all.Count)));
    }

    private ApiReply DeleteRepository(ApiRequest request)
    {
        var registry = Writable(request);
        _ = Manifests(registry, request);
        registry.Repositories = registry.Repositories.Remove(request["repository"]);
        registry.Changed(world.Now);
        return ApiReply.NoContent;
    }

    private ApiReply DeleteTag(ApiRequest request)
    {
        var registry = Writable(request);
        var manifests = Manifests(registry, request);
        var manifest = manifests.Values.FirstOrDefault(one => one.Tags.Contains(request["tag"]))
            ?? throw ApiErrorException.NotFound("tag not found");
        var untagged = manifest with { Tags = manifest.Tags.Remove(request["tag"]) };
        registry.Repositories = registry.Repositories.SetItem(request["repository"], manifests.SetItem(manifest.Digest, untagged));
        registry.Changed(world.Now);
        return ApiReply.NoContent;
    }

    private ApiReply DeleteManifest(ApiRequest request)
    {
        var registry = Writable(request);
        var manifests = Manifests(registry, request);
        if (!manifests.ContainsKey(request["digest"]))
            throw ApiErrorException.NotFound("manifest not found");
        registry.Repositories = registry.Repositories.SetItem(request["repository"], manifests.Remove(request["digest"]));
        registry.Changed(world.Now);
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

    private static ImmutableSortedDictionary<string, SimulatedManifest> Manifests(SimulatedRegistry registry, ApiRequest request) =>
        registry.Repositories.GetValueOrDefault(request["repository"]) ?? throw ApiErrorException.NotFound("repository not found");

    private static IEnumerable<TagWire> Tags(SimulatedRegistry registry, string repository) =>
        Newest(registry.Repositories[repository])
            .SelectMany(manifest => manifest.Tags.Select(tag => TagWire.Of(registry.Name, repository, manifest, tag)));

    private static IOrderedEnumerable<SimulatedManifest> Newest(ImmutableSortedDictionary<string, SimulatedManifest> manifests) =>
        manifests.Values.OrderByDescending(manifest => manifest.UpdatedAt).ThenBy(manifest => manifest.Digest, StringComparer.Ordinal);
}
