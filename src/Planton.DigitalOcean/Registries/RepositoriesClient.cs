using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>Repositories, tags and manifests of a registry.</summary>
public sealed class RepositoriesClient
{
    private const string One = "/v2/registries/{registry_name}/repositories/{repository_name}";

    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/registries/{registry_name}/repositoriesV2", "registry:read");
    private static readonly ApiOperation GetTags = ApiOperation.Get(One + "/tags", "registry:read");
    private static readonly ApiOperation GetManifests = ApiOperation.Get(One + "/digests", "registry:read");

    private readonly ApiTransport _transport;

    internal RepositoriesClient(ApiTransport transport) => _transport = transport;

    /// <summary>Reads all repositories.</summary>
    /// <returns>The repositories, in the API's order.</returns>
    /// <exception cref="ApiException">The registry does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<Repository>> ListAsync(string registry, CancellationToken cancellationToken = default)
    {
        var all = await _transport.ReadAsync<RepositoryPage, Repository>(
            GetAll.At(registry), WireContext.Default.RepositoryPage, Paging.MaxPage, isEnough: null, cancellationToken);
        return [.. all.Where(repository => repository.Name.Length > 0).DistinctBy(repository => repository.Name)];
    }

    /// <summary>Reads all tags of a repository.</summary>
    /// <param name="repository">The repository's name, including slashes.</param>
    /// <returns>The tags, in the API's order.</returns>
    /// <exception cref="ApiException">The repository does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(
        string registry, string repository, CancellationToken cancellationToken = default)
    {
        var all = await _transport.ReadAsync<TagPage, RepositoryTag>(
            GetTags.At(registry, repository), WireContext.Default.TagPage, Paging.MaxPage, isEnough: null, cancellationToken);
        return [.. all.Where(tag => tag.Tag.Length > 0).DistinctBy(tag => tag.Tag)];
    }

    /// <summary>Reads all manifests of a repository, untagged ones included.</summary>
    /// <param name="repository">The repository's name, including slashes.</param>
    /// <returns>The manifests, in the API's order.</returns>
    /// <exception cref="ApiException">The repository does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<RepositoryManifest>> ListManifestsAsync(
        string registry, string repository, CancellationToken cancellationToken = default)
    {
        var all = await _transport.ReadAsync<ManifestPage, RepositoryManifest>(
            GetManifests.At(registry, repository), WireContext.Default.ManifestPage, Paging.MaxPage, isEnough: null, cancellationToken);
        return [.. all.Where(manifest => manifest.Digest.Length > 0).DistinctBy(manifest => manifest.Digest)];
    }
}
