using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Images;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>Reads the images of a registry as the decisions need them, page by page: of a page nothing but that remains in memory.</summary>
internal sealed class ImageReader(RepositoriesClient api, string registry, CancellationToken cancellation)
{
    // Enough to hide the latency, but few enough to leave some of the rate limit of 250 a minute to others.
    private const int ConcurrentReads = 4;

    private Task<IReadOnlyList<Repository>?>? _listedAgain;

    /// <summary>Reads all repositories, in the order of their names.</summary>
    public async Task<IReadOnlyList<Repository>> ListRepositoriesAsync() => await FindRepositoriesAsync() ?? throw Errors.RegistryNotFound(registry, "registry_name");

    /// <summary>Reads all repositories, in the order of their names; null if the registry does not exist.</summary>
    public async Task<IReadOnlyList<Repository>?> FindRepositoriesAsync()
    {
        try
        {
            return [.. (await api.ListAsync(registry, cancellation)).OrderBy(static repository => repository.Name, StringComparer.Ordinal)];
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads the tags of some repositories.</summary>
    /// <param name="repositories">The names of the repositories; one that was deleted meanwhile has no tags.</param>
    public async Task<IReadOnlyList<ImageTag>> ReadTagsAsync(IEnumerable<string> repositories)
    {
        var tags = await ReadEachAsync(
            repositories, repository => api.ListTagsAsync(registry, repository, cancellation),
            static (repository, tag) => new ImageTag(repository, tag.Tag, tag.ManifestDigest, ApiTime.Parse(tag.UpdatedAt), tag.CompressedSizeBytes));
        return [.. tags.SelectMany(static some => some)];
    }

    /// <summary>Lists the tags of some repositories as the API shows them, each once.</summary>
    /// <param name="repositories">The names of the repositories; one that does not exist has no tags.</param>
    public async Task<IReadOnlyList<ListedTag>> ListTagsAsync(IEnumerable<string> repositories)
    {
        var tags = await ReadEachAsync(repositories, repository => api.ListTagsAsync(registry, repository, cancellation), static (repository, tag) => new ListedTag(repository, tag));
        return [.. tags.SelectMany(static some => some).DistinctBy(static tag => (tag.Repository, tag.Tag.Tag))];
    }

    /// <summary>Reads the manifests of some repositories, one list for each of them.</summary>
    /// <param name="repositories">The names of the repositories; one that was deleted meanwhile has no manifests.</param>
    public async Task<IReadOnlyList<IReadOnlyList<ImageManifest>>> ReadManifestsAsync(IEnumerable<string> repositories) => await ReadEachAsync(
        repositories, repository => api.ListManifestsAsync(registry, repository, cancellation),
        static (repository, manifest) => ImageManifest.Listed(
            repository,
            manifest.Digest,
            [.. manifest.Tags],
            [.. manifest.Blobs.Select(static blob => new ImageBlob(blob.Digest, blob.CompressedSizeBytes ?? 0))],
            manifest.CompressedSizeBytes ?? 0,
            ApiTime.Parse(manifest.UpdatedAt)));

    private async Task<List<TItem>[]> ReadEachAsync<TWire, TItem>(
        IEnumerable<string> repositories, Func<string, IAsyncEnumerable<TWire>> read, Func<string, TWire, TItem> convert)
    {
        using var slots = new SemaphoreSlim(ConcurrentReads);
        return await Task.WhenAll(repositories.Select(ReadAsync));

        async Task<List<TItem>> ReadAsync(string repository)
        {
            var items = new List<TItem>();
            await slots.WaitAsync(cancellation);
            try
            {
                await foreach (var item in read(repository)) items.Add(convert(repository, item));
            }
            catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
            {
                if (await IsListedAsync(repository)) throw Contradicted(failure);

                // Deleted since the list was read.
                items.Clear();
            }
            finally
            {
                slots.Release();
            }

            return items;
        }
    }

    /// <summary>
    /// Whether the registry still lists a repository that cannot be found. It then does not count as empty, since what uses its images would go
    /// unprotected: a proxy that decodes the slash in the name of a repository makes every one of them disappear.
    /// </summary>
    private async Task<bool> IsListedAsync(string repository) =>
        await (_listedAgain ??= FindRepositoriesAsync()) is { } listed && listed.Any(other => other.Name == repository);

    private static ApiException Contradicted(ApiException failure) => new(
        FailureKind.Malformed, failure.Method, failure.Path, $"{failure.ApiMessage.TrimEnd('.')}, but the list of repositories has it", failure)
    {
        Status = failure.Status,
        Id = failure.Id,
        RequestId = failure.RequestId,
        RequiredScope = failure.RequiredScope,
    };
}
