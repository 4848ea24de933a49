using Planton.DigitalOcean.Registries;
using Planton.Registry.Runs;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>Reads the runs of a registry in the terms of the decisions.</summary>
internal sealed class RunReader(ProviderServices services)
{
    // Runs take minutes even in a busy registry, so runs older than this many cannot affect a decision.
    private const int ListedRuns = 100;

    private GarbageCollectionsClient Api => services.Client.GarbageCollections;

    /// <summary>The newest runs.</summary>
    /// <param name="historyLimit">How many runs the state keeps.</param>
    public async Task<IReadOnlyList<Run>> ListAsync(string registry, CancellationToken cancellation, int historyLimit = ListedRuns)
    {
        var runs = await Api.ListAsync(registry, Math.Max(historyLimit, ListedRuns), cancellation);
        return [.. runs.Select(Observed)];
    }

    /// <summary>The active run; null when none is.</summary>
    public async Task<Run?> ActiveAsync(string registry, CancellationToken cancellation) =>
        await Api.FindActiveAsync(registry, cancellation) is { } run ? Observed(run) : null;

    /// <summary>The run in the terms of the decisions. A run without a creation time counts as created now.</summary>
    public Run Observed(GarbageCollectionRun run) => Observed(run, services.Client.Clock.UtcNow());

    /// <summary>The run in the terms of the decisions.</summary>
    /// <param name="now">When it was created, if it does not say.</param>
    public static Run Observed(GarbageCollectionRun run, DateTimeOffset now)
    {
        var created = Rfc3339.Parse(run.CreatedAt) ?? now;
        var type = string.IsNullOrEmpty(run.Type) ? null : run.Type;
        return new(run.Uuid, type, run.Status, RunOrigin.External, ScheduledFor: null, created, Rfc3339.Parse(run.UpdatedAt) ?? created, run.BlobsDeleted, run.FreedBytes);
    }
}
