using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;

namespace TerraformProviderPlanton.Usage;

/// <summary>Something that may use images and could not be read. Nothing is known of it, so that it may use any image.</summary>
internal sealed record UnreadSource
{
    /// <summary>The resource that stands for a cluster itself, where it does not exist.</summary>
    public const string Cluster = "cluster";

    /// <summary>The resource that stands for the way into a cluster.</summary>
    public const string Credentials = "credentials";

    /// <summary>The scope that reading apps takes.</summary>
    public const string AppScope = "app:read";

    /// <summary>The cluster; null for what belongs to the account.</summary>
    public string? ClusterUuid { get; init; }

    /// <summary>The name of the cluster; null when it is not known.</summary>
    public string? ClusterName { get; init; }

    /// <summary>What was to be read, such as <c>credentials</c>, <c>replicasets.apps</c> or <c>apps</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>What a token must have, such as <c>app:read</c>, or a role in the cluster must allow, such as <c>list pods</c>; null when nothing is missing.</summary>
    public string? Scope { get; init; }

    /// <summary>The status of the response; null when none arrived.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What went wrong, in the service's words where it gave any.</summary>
    public required string Reason { get; init; }

    /// <summary>What DigitalOcean's support asks for; null where there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the cluster's own API was asked, and not DigitalOcean's.</summary>
    public bool IsOfCluster => ClusterUuid is not null && Resource is not (Cluster or Credentials);

    /// <summary>What failed while something of the account was read.</summary>
    public static UnreadSource Of(string resource, ApiException failure) => new()
    {
        Resource = resource,
        Scope = failure.RequiredScope,
        Status = failure.Status,
        Reason = failure.ApiMessage,
        RequestId = failure.RequestId,
    };

    /// <summary>What failed while something of a cluster was read.</summary>
    public static UnreadSource Of(Cluster cluster, string resource, ApiException failure) =>
        Of(resource, failure) with { ClusterUuid = cluster.Id, ClusterName = cluster.Name };

    /// <summary>An app whose description lacks what it uses.</summary>
    public static UnreadSource Incomplete(string resource) => new()
    {
        Resource = resource,
        Scope = AppScope,
        Status = HttpStatusCode.OK,
        Reason = "the response does not state all of it",
    };

    /// <summary>A cluster that was named and does not exist.</summary>
    public static UnreadSource Missing(string clusterUuid) => new()
    {
        ClusterUuid = clusterUuid,
        Resource = Cluster,
        Status = HttpStatusCode.NotFound,
        Reason = "the account of the token has no such cluster",
    };
}
