using System.Net;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.Usage;

/// <summary>Tells the user what could not be read, what follows from it, and the three ways on: to open it, to leave it out, to turn the protection off.</summary>
internal static class UnreadMessages
{
    /// <summary>Reports each source.</summary>
    /// <param name="unread">What could not be read.</param>
    /// <param name="consequence">What follows from it, as full sentences.</param>
    /// <param name="severity">An error where an apply cannot go on.</param>
    /// <param name="protection">The attribute that holds the settings of the protection.</param>
    /// <param name="diagnostics">Where the reports go.</param>
    public static void Report(IEnumerable<UnreadSource> unread, string consequence, DiagnosticSeverity severity, string protection, DiagnosticList diagnostics)
    {
        foreach (var source in unread)
        {
            diagnostics.Add(new Diagnostic(
                severity,
                Summary(source),
                $"{WhatFailed(source)}\n\n{consequence}\n\nDo one of these:\n  - {Open(source)};\n  - {LeaveOut(source, protection)};\n  - turn the protection off: set {protection}.enabled = false.",
                CtyPath.Root.Attribute(protection)));
        }
    }

    /// <summary>The error of something that is of no use without the source.</summary>
    /// <param name="source">What could not be read.</param>
    /// <param name="attribute">The attribute that names it.</param>
    public static DiagnosticException ToError(UnreadSource source, string attribute)
    {
        var open = Open(source);
        return new DiagnosticException($"The cluster {source.ClusterUuid} could not be read", $"{WhatFailed(source)}\n\n{char.ToUpperInvariant(open[0])}{open[1..]}.", attribute);
    }

    private static string Summary(UnreadSource source) => source.ClusterUuid is { } uuid
        ? $"It is not known which images the cluster {uuid} uses"
        : $"It is not known which images the account's {(IsOfApps(source) ? "apps" : "clusters")} use";

    private static string WhatFailed(UnreadSource source)
    {
        var place = source.ClusterUuid is { } uuid ? $" of the cluster {uuid}{(source.ClusterName is { } name ? $" ({name})" : "")}" : "";
        var subject = source.Resource == UnreadSource.Cluster ? $"The cluster {source.ClusterUuid} could not be found" : $"The {source.Resource}{place} could not be read";
        var status = source.Status is { } code && source.Resource != UnreadSource.Cluster ? $" (status {(int)code})" : "";
        var request = source.RequestId is { } id ? $"\nRequest id: {id}" : "";
        return $"{subject}{status}: {source.Reason.TrimEnd('.')}.{request}";
    }

    private static string LeaveOut(UnreadSource source, string protection)
    {
        if (IsOfApps(source)) return $"leave the apps out: set {protection}.apps = false";
        return source.ClusterUuid is null
            ? $"name the clusters that use the registry in {protection}.cluster_uuids"
            : $"leave the cluster out: name the others in {protection}.cluster_uuids";
    }

    private static string Open(UnreadSource source) => source switch
    {
        { Resource: UnreadSource.Cluster } => "correct the uuid, since a replaced cluster has a new one",
        { Status: HttpStatusCode.Unauthorized, IsOfCluster: true } => "check that the user of the token has access to the cluster, and run again for new credentials",
        { Status: HttpStatusCode.Unauthorized } =>
            "set a token that is accepted, in the provider argument \"token\" or the environment variable DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN",
        { Status: HttpStatusCode.Forbidden, Resource: UnreadSource.Credentials } =>
            $"give the token the scope {source.Scope}, or, if the cluster requires single sign-on, access to the cluster",
        { Status: HttpStatusCode.Forbidden, ClusterUuid: not null } => $"allow the role of the token's user to {source.Scope} in all namespaces of the cluster",
        { Status: HttpStatusCode.Forbidden } => $"give the token the scope {source.Scope}",
        { Status: null, ClusterUuid: not null } => "make the cluster's API reachable from here: check its control plane firewall, the network and the proxy settings",
        { Status: null } => "make the API reachable from here: check the network and the proxy settings",
        { ClusterUuid: not null } => "wait until the cluster's API responds again, for example after an upgrade",
        _ => "wait until the API responds again",
    };

    private static bool IsOfApps(UnreadSource source) => source.ClusterUuid is null && source.Scope == UnreadSource.AppScope;
}
