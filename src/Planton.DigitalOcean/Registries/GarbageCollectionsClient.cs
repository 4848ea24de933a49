using System.Net;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>Runs of garbage collection in a registry.</summary>
public sealed class GarbageCollectionsClient
{
    private const int ShortestPage = 20;

    private static readonly ApiOperation Start = ApiOperation.PostOnce("/v2/registries/{registry_name}/garbage-collection", "registry:update");
    private static readonly ApiOperation GetActive =
        ApiOperation.Get("/v2/registries/{registry_name}/garbage-collection", "registry:read") with { GoesFirst = true };
    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/registries/{registry_name}/garbage-collections", "registry:read");
    private static readonly ApiOperation Cancel = ApiOperation.Put(
        "/v2/registries/{registry_name}/garbage-collection/{garbage_collection_uuid}", "registry:update");

    private readonly ApiTransport _transport;
    private readonly AccountCache _cache;

    internal GarbageCollectionsClient(ApiTransport transport, AccountCache cache)
    {
        _transport = transport;
        _cache = cache;
    }

    /// <summary>
    /// Starts a run. The request is sent once, even if the rate limit refuses it or it could not be sent: the caller must decide whether a start is
    /// still wanted after a wait, and only reading shows whether a lost response meant a start. For the same reason it does not wait until the rate
    /// limit opens again: it fails and says until when (<see cref="ApiException.RateLimitReset"/>). It only keeps its distance from the previous
    /// request.
    /// </summary>
    /// <param name="type">What to delete, one of the API's three values.</param>
    /// <param name="cancellationToken">Cancels; the run may still have started.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ApiException">A run is active already (409, 412 or 422; not documented), or the call failed.</exception>
    public async Task<GarbageCollectionRun> StartAsync(string registry, string type, CancellationToken cancellationToken = default)
    {
        var request = Start.At(registry).With(new StartGarbageCollectionRequest(type), WireContext.Default.StartGarbageCollectionRequest);
        try
        {
            return await ReadOneAsync(request, HttpStatusCode.Created, cancellationToken);
        }
        finally
        {
            _cache.InvalidateRegistry(registry);
        }
    }

    /// <summary>Reads the active run.</summary>
    /// <returns>The run, or null when none is active; also when the registry does not exist, which the API does not tell apart.</returns>
    /// <exception cref="ApiException">The call failed for another reason.</exception>
    public async Task<GarbageCollectionRun?> FindActiveAsync(string registry, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadOneAsync(GetActive.At(registry), HttpStatusCode.OK, cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the newest runs, including the active one. The API's order is newest first in practice but not by guarantee: if a page is in another
    /// order, the whole list is read.
    /// </summary>
    /// <param name="limit">The maximum number of runs.</param>
    /// <returns>The runs, newest first by <see cref="GarbageCollectionRun.CreatedAt"/>.</returns>
    /// <exception cref="ApiException">The registry does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<GarbageCollectionRun>> ListAsync(
        string registry, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var pageLength = Math.Clamp(limit, ShortestPage, Paging.MaxPage);
        var runs = await ReadAsync(
            registry, pageLength, read => read.Count >= limit && NewestFirst.Holds(read, run => run.CreatedAt), cancellationToken);
        return [.. NewestFirst.Sort(runs, run => run.CreatedAt).Take(limit)];
    }

    /// <summary>Finds a run, ended or not, in the list: the endpoint of the active run forgets a run as soon as it has ended.</summary>
    /// <param name="createdAt">When it was created: a sorted list is not read any further back. With null, the whole list is read for a run that it does not contain.</param>
    /// <returns>The run, or null when the list does not hold it.</returns>
    /// <exception cref="ApiException">The registry does not exist (404), or the call failed.</exception>
    public async Task<GarbageCollectionRun?> FindAsync(
        string registry, string uuid, DateTimeOffset? createdAt = null, CancellationToken cancellationToken = default)
    {
        bool IsWanted(GarbageCollectionRun run) => string.Equals(run.Uuid, uuid, StringComparison.OrdinalIgnoreCase);
        return (await ReadAsync(registry, ShortestPage, read => read.Exists(IsWanted) || IsBeyond(read, createdAt), cancellationToken)).Find(IsWanted);
    }

    /// <summary>Asks a run to stop. It stops asynchronously; what was deleted stays deleted.</summary>
    /// <param name="cancellationToken">Cancels the call; the run may still stop.</param>
    /// <returns>The run, or null when it is unknown or has ended already.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<GarbageCollectionRun?> CancelAsync(string registry, string uuid, CancellationToken cancellationToken = default)
    {
        var body = new UpdateGarbageCollectionRequest(Cancel: true);
        var request = Cancel.At(registry, uuid).With(body, WireContext.Default.UpdateGarbageCollectionRequest);
        try
        {
            return await ReadOneAsync(request, HttpStatusCode.OK, cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        finally
        {
            _cache.InvalidateRegistry(registry);
        }
    }

    /// <summary>Whether a list in order has come to runs that are older than the one that is looked for.</summary>
    private static bool IsBeyond(List<GarbageCollectionRun> read, DateTimeOffset? createdAt) =>
        createdAt is { } wanted && read.Count > 0 && ApiTime.Parse(read[^1].CreatedAt) < wanted && NewestFirst.Holds(read, static run => run.CreatedAt);

    private async Task<GarbageCollectionRun> ReadOneAsync(ApiRequest request, HttpStatusCode status, CancellationToken cancellationToken)
    {
        var envelope = await _transport.ReadAsync(request, WireContext.Default.GarbageCollectionEnvelope, cancellationToken);
        return envelope.GarbageCollection is { Uuid.Length: > 0 } run
            ? run
            : throw _transport.Malformed(request, status, "the response does not contain a garbage collection");
    }

    private async Task<List<GarbageCollectionRun>> ReadAsync(
        string registry, int pageLength, Func<List<GarbageCollectionRun>, bool> isEnough, CancellationToken cancellationToken)
    {
        var runs = await _transport.ReadAsync(
            GetAll.At(registry), WireContext.Default.GarbageCollectionPage, pageLength, isEnough, cancellationToken);
        return [.. runs.Where(run => run.Uuid.Length > 0).DistinctBy(run => run.Uuid)];
    }
}
