using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Retention;
using Planton.Registry.Storage;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Images;

namespace TerraformProviderPlanton.Storage;

/// <summary>Reads what a forecast is made from: the account's tier, its registries, their manifests, and what garbage collection has freed.</summary>
internal sealed class StorageReader(OperationContext<ProviderServices> context)
{
    // One page of the longest length. More runs than that and one a day cannot be expected.
    private const int MinRuns = 200;

    private DigitalOceanClient Client => context.ProviderData.Client;

    public async Task<StorageSituation> ReadAsync(int windowDays, IReadOnlyList<StorageSample> samples)
    {
        var subscription = await Client.Cache.GetSubscriptionAsync(context.Cancellation) ?? throw Errors.NoSubscription();
        var list = await Client.Cache.GetRegistriesAsync(context.Cancellation);
        var registries = new List<StoredRegistry>();
        foreach (var registry in list.OrderBy(static registry => registry.Name, StringComparer.Ordinal))
        {
            if (await ReadAsync(registry, windowDays) is { } stored) registries.Add(stored);
        }

        var now = Client.Clock.UtcNow();
        return new()
        {
            Now = now,
            WindowDays = windowDays,
            Registries = registries,
            Stored = Sample(list, now),
            Samples = samples,
            Tier = Terms(subscription.Tier),
        };
    }

    /// <summary>Reads one registry; null if it was deleted since the list was read.</summary>
    private async Task<StoredRegistry?> ReadAsync(Registry registry, int windowDays)
    {
        var reader = new ImageReader(Client.Repositories, registry.Name, context.Cancellation);
        if (await reader.FindRepositoriesAsync() is not { } repositories || await FreedAsync(registry.Name, windowDays) is not { } freed) return null;

        var manifests = await reader.ReadManifestsAsync(repositories.Where(static repository => repository.ManifestCount != 0).Select(static repository => repository.Name));
        return new(
            registry.Name, Rfc3339.Parse(registry.CreatedAt), [.. repositories.Select(static repository => repository.Name)],
            [.. manifests.SelectMany(static some => some)], freed);
    }

    private async Task<IReadOnlyList<FreedStorage>?> FreedAsync(string registry, int windowDays)
    {
        try
        {
            var runs = await Client.GarbageCollections.ListAsync(registry, Math.Max(MinRuns, windowDays), context.Cancellation);
            return [.. from run in runs
                       let at = Rfc3339.Parse(run.UpdatedAt) ?? Rfc3339.Parse(run.CreatedAt)
                       where at is not null && run.FreedBytes > 0
                       select new FreedStorage(at.Value, run.FreedBytes!.Value)];
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// The account's stored bytes. Their time is the hour of reading, so that reading again soon gives the same sample. The service's own time of its
    /// count is not used: it may stand still while nothing changes, and the storage of the days in between would be unknown.
    /// </summary>
    private static StorageSample Sample(RegistryList list, DateTimeOffset now) => new(
        new(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero),
        list.TotalStorageUsageBytes ?? ReclaimableStorage.Sum(list.Select(static registry => registry.StorageUsageBytes ?? 0)));

    private static StorageTier Terms(Tier tier) => new(tier.IncludedStorageBytes, tier.AllowStorageOverage, tier.MonthlyPriceInCents, tier.StorageOveragePriceInCents);
}
