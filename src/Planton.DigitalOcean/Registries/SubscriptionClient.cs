using System.Net;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>The account's subscription to the container registry.</summary>
public sealed class SubscriptionClient
{
    private static readonly ApiOperation Get = ApiOperation.Get("/v2/registries/subscription", "registry:read");
    private static readonly ApiOperation Update = ApiOperation.Post("/v2/registries/subscription", "registry:update");
    private static readonly ApiOperation GetOptions = ApiOperation.Get("/v2/registries/options", "registry:read");

    private readonly ApiTransport _transport;
    private readonly AccountCache _cache;

    internal SubscriptionClient(ApiTransport transport, AccountCache cache)
    {
        _transport = transport;
        _cache = cache;
    }

    /// <summary>Reads the subscription.</summary>
    /// <returns>The subscription, or null when the account has none.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<Subscription?> GetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var envelope = await _transport.ReadAsync(Get.At(), WireContext.Default.SubscriptionEnvelope, cancellationToken);
            return envelope.Subscription is { Tier.Slug.Length: > 0 } subscription ? subscription : null;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Changes the tier of the account, and so of all its registries.</summary>
    /// <param name="tierSlug">The tier; see <see cref="TierSlugs"/>.</param>
    /// <param name="cancellationToken">Cancels; the change may still have taken place.</param>
    /// <returns>The subscription after the change.</returns>
    /// <exception cref="ApiException">The account is not eligible (412), or the call failed.</exception>
    public async Task<Subscription> UpdateAsync(string tierSlug, CancellationToken cancellationToken = default)
    {
        var request = Update.At().With(new UpdateSubscriptionRequest(tierSlug), WireContext.Default.UpdateSubscriptionRequest);
        try
        {
            var envelope = await _transport.ReadAsync(request, WireContext.Default.SubscriptionEnvelope, cancellationToken);
            return envelope.Subscription ?? throw _transport.Malformed(request, HttpStatusCode.OK, "the response does not contain a subscription");
        }
        finally
        {
            _cache.InvalidateRegistries();
        }
    }

    /// <summary>Reads the regions and tiers on offer.</summary>
    /// <returns>The options.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<RegistryOptions> GetOptionsAsync(CancellationToken cancellationToken = default)
    {
        var request = GetOptions.At();
        var envelope = await _transport.ReadAsync(request, WireContext.Default.OptionsEnvelope, cancellationToken);
        return envelope.Options ?? throw _transport.Malformed(request, HttpStatusCode.OK, "the response does not contain options");
    }
}
