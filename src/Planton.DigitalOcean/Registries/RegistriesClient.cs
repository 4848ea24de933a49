using System.Net;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>Container registries, always addressed by name: the older calls without a name fail as soon as an account has two registries.</summary>
public sealed class RegistriesClient
{
    private static readonly ApiOperation GetOne = ApiOperation.Get("/v2/registries/{registry_name}", "registry:read");
    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/registries", "registry:read");
    private static readonly ApiOperation Create = ApiOperation.Post("/v2/registries", "registry:create");
    private static readonly ApiOperation Delete = ApiOperation.Delete("/v2/registries/{registry_name}", "registry:delete");

    // It only reads, in spite of its method.
    private static readonly ApiOperation ValidateName = ApiOperation.Post("/v2/registries/validate-name", "registry:create") with { IsIdempotent = true };

    private readonly ApiTransport _transport;
    private readonly AccountCache _cache;

    internal RegistriesClient(ApiTransport transport, AccountCache cache)
    {
        _transport = transport;
        _cache = cache;
    }

    /// <summary>Reads a registry.</summary>
    /// <returns>The registry.</returns>
    /// <exception cref="ApiException">It does not exist (404), or the call failed.</exception>
    public async Task<Registry> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        return await ReadOneAsync(GetOne.At(name), HttpStatusCode.OK, cancellationToken);
    }

    /// <summary>Reads a registry that may be absent.</summary>
    /// <returns>The registry, or null when this account has none of that name.</returns>
    /// <exception cref="ApiException">The call failed for another reason.</exception>
    public async Task<Registry?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(name, cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all registries; the list has no pages, an account has at most ten.</summary>
    /// <returns>The registries, in the API's order.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<RegistryList> ListAsync(CancellationToken cancellationToken = default)
    {
        var list = await _transport.ReadAsync(GetAll.At(), WireContext.Default.RegistriesEnvelope, cancellationToken);
        return new RegistryList([.. list.Registries.WhereNotNull().Where(registry => registry.Name.Length > 0)], list.TotalStorageUsageBytes);
    }

    /// <summary>Creates a registry. It is ready as soon as it can be read.</summary>
    /// <param name="registry">What to create.</param>
    /// <param name="cancellationToken">Cancels; the registry may still exist.</param>
    /// <returns>The registry.</returns>
    /// <exception cref="ApiException">The call failed; <see cref="ApiException.Kind"/> tells whether the registry may exist now.</exception>
    public async Task<Registry> CreateAsync(CreateRegistryRequest registry, CancellationToken cancellationToken = default)
    {
        var request = Create.At().With(registry, WireContext.Default.CreateRegistryRequest);
        try
        {
            return await ReadOneAsync(request, HttpStatusCode.Created, cancellationToken);
        }
        finally
        {
            _cache.InvalidateRegistry(registry.Name);
        }
    }

    /// <summary>Deletes a registry with everything in it.</summary>
    /// <param name="cancellationToken">Cancels; the registry may still be deleted.</param>
    /// <returns>False when it was absent before.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.SendAsync(Delete.At(name), cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return e.EarlierAttemptMayHaveTakenEffect;
        }
        finally
        {
            _cache.Invalidate();
        }
    }

    /// <summary>Asks whether a name is well-formed and not taken by any customer.</summary>
    /// <returns>False when it is taken.</returns>
    /// <exception cref="ApiException">The name is not well-formed, or the call failed.</exception>
    public async Task<bool> IsNameFreeAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            var request = ValidateName.At().With(new ValidateNameRequest(name), WireContext.Default.ValidateNameRequest);
            await _transport.SendAsync(request, cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private async Task<Registry> ReadOneAsync(ApiRequest request, HttpStatusCode status, CancellationToken cancellationToken)
    {
        var envelope = await _transport.ReadAsync(request, WireContext.Default.RegistryEnvelope, cancellationToken);
        return envelope.Registry is { Name.Length: > 0 } registry
            ? registry
            : throw _transport.Malformed(request, status, "the response does not contain a registry");
    }
}
