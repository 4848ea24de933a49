using System.Collections;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Registries;

/// <summary>A container registry. Its name is its identity; the API gives it no other.</summary>
#pragma warning disable CA1724 // The API's own word; Polly.Registry is a namespace that nothing here uses.
public sealed record Registry
#pragma warning restore CA1724
{
    /// <summary>The name, unique over all customers of DigitalOcean.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The slug of its region, such as <c>fra1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>Bytes; computed asynchronously, so it lags behind pushes and garbage collection.</summary>
    public long? StorageUsageBytes { get; init; }

    /// <summary>When the usage was computed: RFC 3339 with up to nine digits of a second, as the API wrote it under either of its two names.</summary>
    public string? StorageUsageBytesUpdatedAt { get => field ?? StorageUsageUpdatedAt; init; }

    /// <summary>Whether pushes are refused at the moment; null when the API does not say.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>The account's subscription, which only some responses include.</summary>
    public Subscription? Subscription { get; init; }

    /// <summary>The name that real responses have used for the time of the usage.</summary>
    [JsonInclude]
    internal string? StorageUsageUpdatedAt { get; init; }
}

/// <summary>All registries of an account.</summary>
/// <param name="totalStorageUsageBytes">Their total usage.</param>
public sealed class RegistryList(IReadOnlyList<Registry> registries, long? totalStorageUsageBytes) : IReadOnlyList<Registry>
{
    /// <summary>The usage of all registries together in bytes; null when the API does not say.</summary>
    public long? TotalStorageUsageBytes { get; } = totalStorageUsageBytes;

    /// <inheritdoc/>
    public int Count => registries.Count;

    /// <inheritdoc/>
    public Registry this[int index] => registries[index];

    /// <inheritdoc/>
    public IEnumerator<Registry> GetEnumerator() => registries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A registry to be created.</summary>
public sealed record CreateRegistryRequest
{
    /// <summary>1 to 63 lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The tier; it signs the account up when it has no subscription yet. Null: the account's present tier.</summary>
    public string? SubscriptionTierSlug { get; init; }

    /// <summary>The region; null lets the API choose.</summary>
    public string? Region { get; init; }
}

internal sealed record RegistryEnvelope(Registry? Registry);

internal sealed record RegistriesEnvelope(IReadOnlyList<Registry?>? Registries, long? TotalStorageUsageBytes);

internal sealed record ValidateNameRequest(string Name);
