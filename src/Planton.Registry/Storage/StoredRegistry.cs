using Planton.Registry.Images;

namespace Planton.Registry.Storage;

/// <summary>A registry and what it stores now.</summary>
/// <param name="CreatedAt">When it was created; null if the service does not say.</param>
/// <param name="Repositories">The names of its repositories, in their order.</param>
/// <param name="Manifests">The manifests of all repositories.</param>
/// <param name="Freed">What garbage collection has freed.</param>
internal sealed record StoredRegistry(
    string Name, DateTimeOffset? CreatedAt, IReadOnlyList<string> Repositories, IReadOnlyList<ImageManifest> Manifests, IReadOnlyList<FreedStorage> Freed);

/// <summary>What one run of garbage collection freed.</summary>
/// <param name="At">When the run was last updated, which is its end if it has ended.</param>
internal sealed record FreedStorage(DateTimeOffset At, long Bytes);

/// <summary>What the account stored at one time, as the service measured it.</summary>
internal sealed record StorageSample(DateTimeOffset At, long Bytes);
