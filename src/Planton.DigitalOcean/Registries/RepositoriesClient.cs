using System.Net;
using System.Runtime.CompilerServices;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>Repositories, tags and manifests of a registry.</summary>
public sealed class RepositoriesClient
{
    private const string One = "/v2/registries/{registry_name}/repositories/{repository_name}";

    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/registries/{registry_name}/repositoriesV2", "registry:read");
    private static readonly ApiOperation GetTags = ApiOperation.Get(One + "/tags", "registry:read");
    private static readonly ApiOperation GetManifests = ApiOperation.Get(One + "/digests", "registry:read");
    private static readonly ApiOperation DeleteTag = ApiOperation.Delete(One + "/tags/{repository_tag}", "registry:delete");

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

    /// <summary>Reads all tags of a repository, page by page. A tag that is pushed in the meantime may appear twice.</summary>
    /// <param name="repository">The repository's name, including slashes.</param>
    /// <returns>The tags, in the API's order.</returns>
    /// <exception cref="ApiException">The repository does not exist (404), or the call failed.</exception>
    public async IAsyncEnumerable<RepositoryTag> ListTagsAsync(
        string registry, string repository, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = GetTags.At(registry, repository);
        await foreach (var page in _transport.ReadPagesAsync<TagPage, RepositoryTag>(request, WireContext.Default.TagPage, Paging.MaxPage, cancellationToken))
        {
            foreach (var tag in page.Where(static tag => tag.Tag.Length > 0)) yield return tag;
        }
    }

    /// <summary>Reads all manifests of a repository, untagged ones included, page by page. Each appears once.</summary>
    /// <param name="repository">The repository's name, including slashes.</param>
    /// <returns>The manifests, in the API's order.</returns>
    /// <exception cref="ApiException">The repository does not exist (404), or the call failed.</exception>
    public async IAsyncEnumerable<RepositoryManifest> ListManifestsAsync(
        string registry, string repository, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = GetManifests.At(registry, repository);
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in _transport.ReadPagesAsync<ManifestPage, RepositoryManifest>(request, WireContext.Default.ManifestPage, Paging.MaxPage, cancellationToken))
        {
            foreach (var manifest in page.Where(manifest => manifest.Digest.Length > 0 && known.Add(manifest.Digest))) yield return manifest;
        }
    }

    /// <summary>Deletes a tag. The manifest that it points to remains until garbage collection.</summary>
    /// <param name="repository">The repository's name, including slashes.</param>
    /// <returns>Whether this call may have deleted the tag; false if it was already gone.</returns>
    /// <exception cref="ApiException">The registry is read-only, as it is during garbage collection, or the call failed.</exception>
    public async Task<bool> DeleteTagAsync(string registry, string repository, string tag, CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.SendAsync(DeleteTag.At(registry, repository, tag), cancellationToken);
            return true;
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return failure.EarlierAttemptMayHaveTakenEffect;
        }
    }
}
