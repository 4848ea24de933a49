using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// Reports at plan the clusters that are not in the registry's region: all in one diagnostic. The configuration decides: with
/// <c>require_same_region = true</c> an error for those that are to be integrated, with an explicit <c>false</c> nothing, and otherwise a warning.
/// </summary>
internal sealed partial class RegionCheck(OperationContext<ProviderServices> context, string registry)
{
    /// <param name="clusters">The clusters that exist.</param>
    /// <param name="home">The registry's region; null if it is not known.</param>
    /// <param name="required">What is configured.</param>
    public async Task RunAsync(IReadOnlyList<Cluster> clusters, string? home, TfValue<bool> required)
    {
        if (required is { IsKnown: true, Value: false }) return;
        var far = clusters.Where(cluster => home is not null && cluster.Region is not null && cluster.Region != home).ToList();
        if (far.Count == 0) return;

        var refused = required.Or(false) ? far.Where(cluster => !context.ProviderData.InState.HasIntegration(registry, cluster.Id)).ToList() : [];
        var regions = await ReadRegionsAsync();
        Report(refused, home!, regions, DiagnosticSeverity.Error);
        Report([.. far.Except(refused)], home!, regions, DiagnosticSeverity.Warning);
    }

    private void Report(List<Cluster> clusters, string home, IReadOnlyList<string> offered, DiagnosticSeverity severity)
    {
        if (clusters.Count == 0) return;

        var summary = clusters.Count == 1 ? $"The cluster {clusters[0].Id} is not in the registry's region" : $"{clusters.Count} clusters are not in the registry's region";
        context.Diagnostics.Add(new Diagnostic(
            severity,
            summary,
            $"The registry \"{registry}\" is in {home}. Pulls between regions are slower, and their traffic is billed. Elsewhere:\n  {List(clusters)}\n\n"
            + $"{Nearer(clusters, offered)}To integrate a cluster of another region anyway, set require_same_region = false; this also ends the warning. Otherwise remove it from cluster_uuids.",
            "cluster_uuids"));
    }

    private static string List(List<Cluster> clusters) => string.Join("\n  ", clusters.Select(static cluster => $"{cluster.Id} (\"{cluster.Name}\") in {cluster.Region}"));

    /// <summary>The advice to use a nearer registry, where there can be one.</summary>
    /// <param name="offered">The regions in which registries are available; empty if that is not known.</param>
    private static string Nearer(List<Cluster> clusters, IReadOnlyList<string> offered)
    {
        if (offered.Count == 0) return "";
        var regions = clusters.Select(static cluster => cluster.Region!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToLookup(offered.Contains);
        var possible = regions[true].Any() ? $"A registry in {string.Join(" or ", regions[true])} would be in the same region. " : "";
        var impossible = regions[false].Any() ? $"DigitalOcean offers no registries in {string.Join(" or ", regions[false])}. " : "";
        return possible + impossible;
    }

    /// <summary>Reads the regions in which registries are available. Without them, the report has less advice.</summary>
    private async Task<IReadOnlyList<string>> ReadRegionsAsync()
    {
        try
        {
            return (await context.ProviderData.Client.Cache.GetOptionsAsync(context.Cancellation)).AvailableRegions;
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            LogUnread(context.Log, failure.Message);
            return [];
        }
    }

    [LoggerMessage(122, LogLevel.Warning, "The regions in which registries are available could not be read: {reason}")]
    private static partial void LogUnread(ILogger logger, string reason);
}
