using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// Adds and removes the integration of one registry with single clusters: one cluster per call, so that an error belongs to one cluster and does not
/// hide another. Each change is read back, since the calls return before it has taken effect. The view comes from lists that may be some seconds old:
/// good enough to act on, but before a call is omitted, the cluster itself is read.
/// </summary>
/// <param name="view">The account before the change.</param>
internal sealed partial class IntegrationChange(
    string registry, IntegrationView view, ResourceContext<IntegrationModel, ProviderServices> context)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxUnclearPause = TimeSpan.FromSeconds(1);

    private readonly KubernetesClient _api = context.ProviderData.Client.Kubernetes;

    /// <summary>The current state of the changed clusters; null for one that is gone.</summary>
    public Dictionary<string, Cluster?> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>The clusters whose integration the API has accepted but that do not show it yet.</summary>
    public HashSet<string> Unconfirmed { get; } = new(StringComparer.Ordinal);

    /// <summary>Integrates the registry with a cluster, unless it already is. Reports a failure with the cluster's UUID and continues.</summary>
    /// <param name="accepted">Called as soon as the API has accepted it: from then on it exists, whatever happens when it is read back.</param>
    /// <returns>Whether it is integrated now.</returns>
    public Task<bool> AddAsync(string uuid, Action accepted) => GuardAsync(uuid, "added", async () =>
    {
        if (view.StatusOf(uuid, registry) == IntegrationStatus.Present && await LookAsync(uuid) == IntegrationStatus.Present) return;

        LogAdd(context.Log, registry, uuid);
        try
        {
            await _api.AddRegistryAsync(uuid, registry, context.Cancellation);
        }
        catch (ApiException failure) when (IsUnserved(failure))
        {
            await AddUnnamedAsync(uuid, failure);
        }

        Unconfirmed.Add(uuid);
        accepted();
        await ConfirmAsync(uuid);
    });

    /// <summary>Removes the integration from a cluster, if it exists; a cluster that is gone counts as done. Reports a failure and continues.</summary>
    /// <returns>Whether it is removed now.</returns>
    public Task<bool> RemoveAsync(string uuid) => GuardAsync(uuid, "removed", async () =>
    {
        if (view.StatusOf(uuid, registry) == IntegrationStatus.ClusterGone) return;
        if (view.StatusOf(uuid, registry) == IntegrationStatus.Absent && await IsAwayAsync(uuid)) return;

        LogRemove(context.Log, registry, uuid);
        ApiException? refused = null;
        try
        {
            await _api.RemoveRegistryAsync(uuid, registry, context.Cancellation);
        }
        catch (ApiException failure) when (IsUnserved(failure) || failure.MayHaveTakenEffect)
        {
            refused = failure;
        }

        // The named call sometimes has no effect, so the cluster itself is checked.
        if (await IsAwayAsync(uuid)) return;
        if (refused is null && await HasGoneAsync(uuid)) return;
        if (await IsOnlyOneConcernedAsync(uuid)) await RemoveUnnamedAsync(uuid);
        else if (refused is not null) throw refused;
        else if (StatusOf(Seen[uuid]) == IntegrationStatus.Ambiguous) WarnUnseen(uuid);
        else throw Ineffective(uuid);
    });

    /// <summary>Whether the response may mean that this API does not have the named endpoints.</summary>
    private static bool IsUnserved(ApiException failure) => failure.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;

    private async Task<bool> GuardAsync(string uuid, string done, Func<Task> change)
    {
        using var turn = await context.ProviderData.ClusterLock.EnterAsync(uuid, context.Cancellation);
        try
        {
            await change();
            return true;
        }
        catch (ApiException failure)
        {
            context.Diagnostics.Error("cluster_uuids", $"The integration with the cluster {uuid} could not be {done}", ApiFailure.Explain(failure));
        }
        catch (DiagnosticException failure)
        {
            context.Diagnostics.AddRange(failure.Diagnostics);
        }

        return false;
    }

    /// <summary>
    /// Reads back what the API has accepted. Neither Ctrl-C nor a missing response undoes it, so neither is an error: an error would taint the
    /// resource, and the next apply would remove a working integration. A time limit is an error, since nothing can be pulled yet.
    /// </summary>
    private async Task ConfirmAsync(string uuid)
    {
        try
        {
            await AwaitAsync(uuid, IntegrationStatus.Present);
            Unconfirmed.Remove(uuid);
        }
        catch (ApiException failure)
        {
            WarnUnconfirmed(uuid, $"the cluster could not be read afterwards. {ApiFailure.Explain(failure)}");
        }
        catch (OperationCanceledException) when (context.IsStopping)
        {
            WarnUnconfirmed(uuid, "the run was interrupted before the cluster showed it.");
        }
    }

    private void WarnUnconfirmed(string uuid, string reason) => context.Diagnostics.Warning(
        "cluster_uuids",
        $"The integration with the cluster {uuid} could not be confirmed",
        $"The API accepted it, but {reason}\n\nThe cluster is in state; the next plan reads it again.");

    /// <summary>The older call does not name a registry, so it is safe only if there is no other.</summary>
    private async Task AddUnnamedAsync(string uuid, ApiException failure)
    {
        if (await LookAsync(uuid) == IntegrationStatus.ClusterGone) throw Errors.ClusterNotFound(uuid);
        if (!await IsOnlyRegistryAsync()) throw failure;
        await _api.AddUnnamedRegistryAsync(uuid, context.Cancellation);
    }

    private async Task RemoveUnnamedAsync(string uuid)
    {
        await _api.RemoveUnnamedRegistryAsync(uuid, context.Cancellation);
        if (await AwaitAsync(uuid, IntegrationStatus.Absent) == IntegrationStatus.Ambiguous) WarnUnseen(uuid);
    }

    /// <summary>
    /// Whether the older call cannot affect another registry: the cluster lists only this one, or the account has no other. An empty list on a
    /// cluster that reports an integration proves nothing.
    /// </summary>
    private async Task<bool> IsOnlyOneConcernedAsync(string uuid) => Seen[uuid]?.Registries is { Count: > 0 } names
        ? names.All(name => name == registry)
        : await IsOnlyRegistryAsync();

    /// <summary>Reads the list again, since a registry may have been added after the one that the view comes from.</summary>
    private async Task<bool> IsOnlyRegistryAsync() => view.IsOnlyRegistry
        && await context.ProviderData.Client.Registries.ListAsync(context.Cancellation) is [var only] && only.Name == registry;

    private void WarnUnseen(string uuid) => context.Diagnostics.Warning(
        "cluster_uuids",
        $"The removal of the integration with the cluster {uuid} could not be confirmed",
        $"The API accepted the removal of \"{registry}\". The cluster still reports that a registry is integrated, but not which one, and the account has several. "
        + "The cluster is no longer managed. Check it in the control panel, or upgrade it to a recent patch version, so that the API names the registry.");

    private DiagnosticException Ineffective(string uuid) => new(
        $"The integration with the cluster {uuid} could not be removed",
        $"The API accepted the removal of \"{registry}\", but the cluster still shows it. The older API call that would remove it also removes all other registries "
        + "of the cluster, and others are integrated. Remove the integration in the control panel, then run again.",
        "cluster_uuids");

    private async Task<IntegrationStatus> LookAsync(string uuid)
    {
        var cluster = await _api.FindClusterAsync(uuid, context.Cancellation);
        Seen[uuid] = cluster;
        return StatusOf(cluster);
    }

    private IntegrationStatus StatusOf(Cluster? cluster) => IntegrationReading.Judge(cluster, registry, view.IsOnlyRegistry);

    private async Task<bool> IsAwayAsync(string uuid) => await LookAsync(uuid) is IntegrationStatus.Absent or IntegrationStatus.ClusterGone;

    /// <summary>Waits a few seconds for a removal to show before it counts as ineffective; less if another registry's integration may hide it permanently.</summary>
    private async Task<bool> HasGoneAsync(string uuid)
    {
        var longest = StatusOf(Seen[uuid]) == IntegrationStatus.Ambiguous ? MaxUnclearPause : MaxPause;
        var poll = new Poll(context.Time, MaxPause);
        while (poll.NextPause < longest)
        {
            await poll.WaitAsync(context.Cancellation);
            if (await IsAwayAsync(uuid)) return true;
        }

        return false;
    }

    private async Task<IntegrationStatus> AwaitAsync(string uuid, IntegrationStatus wanted)
    {
        for (var poll = new Poll(context.Time, MaxPause); ;)
        {
            var status = await LookAsync(uuid);
            if (status == wanted || status == IntegrationStatus.Ambiguous) return status;
            if (status == IntegrationStatus.ClusterGone)
            {
                if (wanted == IntegrationStatus.Absent) return status;
                throw Errors.ClusterNotFound(uuid);
            }

            await poll.WaitAsync(context.Cancellation);
        }
    }

    [LoggerMessage(120, LogLevel.Information, "Integrating registry {registry} with cluster {cluster}")]
    private static partial void LogAdd(ILogger logger, string registry, string cluster);

    [LoggerMessage(121, LogLevel.Information, "Removing registry {registry} from cluster {cluster}")]
    private static partial void LogRemove(ILogger logger, string registry, string cluster);
}
