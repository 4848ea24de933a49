using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// Adds and removes the integration of one registry with single clusters: one cluster per call, so that a fault belongs to one
/// cluster and does not hide another's; each change is read back, since the calls answer before it has taken effect. The view comes from
/// lists that may be some seconds old: good enough to act on, but before a call is left out, the cluster itself is asked.
/// </summary>
/// <param name="registry">The registry.</param>
/// <param name="view">The account before the change.</param>
/// <param name="context">The surroundings of the operation.</param>
internal sealed partial class IntegrationChange(
    string registry, IntegrationView view, ResourceContext<IntegrationModel, ProviderServices> context)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxUnclearPause = TimeSpan.FromSeconds(1);

    private readonly KubernetesClient _api = context.ProviderData.Client.Kubernetes;

    /// <summary>What is known of the changed clusters now; null for one that is gone.</summary>
    public Dictionary<string, Cluster?> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>The clusters whose integration the API has accepted and that do not show it yet.</summary>
    public HashSet<string> Unconfirmed { get; } = new(StringComparer.Ordinal);

    /// <summary>Integrates the registry with a cluster, unless it is. Reports a failure with the cluster's uuid and goes on.</summary>
    /// <param name="uuid">The cluster.</param>
    /// <param name="accepted">Is told as soon as the API has accepted it: from then on it exists, whatever becomes of the reading back.</param>
    /// <returns>Whether it is integrated now.</returns>
    public Task<bool> AddAsync(string uuid, Action accepted) => GuardAsync(uuid, "made", async () =>
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

    /// <summary>Takes the integration away from a cluster, if it is there; a cluster that is gone counts as done. Reports a failure and goes on.</summary>
    /// <returns>Whether it is away now.</returns>
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

        // The named call has been seen to do nothing: what counts is what the cluster says.
        if (await IsAwayAsync(uuid)) return;
        if (refused is null && await HasGoneAsync(uuid)) return;
        if (await IsOnlyOneConcernedAsync(uuid)) await RemoveUnnamedAsync(uuid);
        else if (refused is not null) throw refused;
        else if (StatusOf(Seen[uuid]) == IntegrationStatus.Ambiguous) WarnUnseen(uuid);
        else throw Ineffective(uuid);
    });

    /// <summary>Whether the answer may mean that this API does not serve the named endpoints.</summary>
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
    /// Reads back what the API has accepted. Neither a Ctrl-C nor an answer that does not come makes it undone, so neither is an error: that would
    /// taint the resource, and the next apply would take a working integration away. A time limit is one: nothing can be pulled so far.
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
        $"The API accepted it, but {reason}\n\nThe cluster is in state; the next plan reads it anew.");

    /// <summary>The older call names no registry: it can only mean the right one when there is no other.</summary>
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
    /// Whether the older call can concern no other registry: the cluster lists this one alone, or the account has no other. A list that is empty
    /// while an integration is said to exist names nothing, and so proves nothing.
    /// </summary>
    private async Task<bool> IsOnlyOneConcernedAsync(string uuid) => Seen[uuid]?.Registries is { Count: > 0 } names
        ? names.All(name => name == registry)
        : await IsOnlyRegistryAsync();

    /// <summary>Asks anew, since a registry may have been added after the list that the view comes from.</summary>
    private async Task<bool> IsOnlyRegistryAsync() => view.IsOnlyRegistry
        && await context.ProviderData.Client.Registries.ListAsync(context.Cancellation) is [var only] && only.Name == registry;

    private void WarnUnseen(string uuid) => context.Diagnostics.Warning(
        "cluster_uuids",
        $"The removal of the integration with the cluster {uuid} could not be read back",
        $"The API accepted the removal of \"{registry}\". The cluster still says that a registry is integrated but not which, and the account has several. The "
        + "cluster is not managed any more. Check it in the control panel; upgrade it to a recent patch version to make it certain.");

    private DiagnosticException Ineffective(string uuid) => new(
        $"The integration with the cluster {uuid} could not be removed",
        $"The API accepted the removal of \"{registry}\" but the cluster still shows it. The older call that would remove it takes all registries of "
        + "the cluster, and others are integrated. Remove it in the control panel, then run again.",
        "cluster_uuids");

    private async Task<IntegrationStatus> LookAsync(string uuid)
    {
        var cluster = await _api.FindClusterAsync(uuid, context.Cancellation);
        Seen[uuid] = cluster;
        return StatusOf(cluster);
    }

    private IntegrationStatus StatusOf(Cluster? cluster) => IntegrationReading.Judge(cluster, registry, view.IsOnlyRegistry);

    private async Task<bool> IsAwayAsync(string uuid) => await LookAsync(uuid) is IntegrationStatus.Absent or IntegrationStatus.ClusterGone;

    /// <summary>
    /// Gives a removal a few seconds to show before it is taken to have done nothing; less where another registry's integration may hide it for ever.
    /// </summary>
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
