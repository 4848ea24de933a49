using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.ClusterApi;

/// <summary>
/// Lists the objects of one cluster, in all its namespaces. Only the fields that concern images are read, while the response
/// arrives. An error's <see cref="ApiException.RequiredScope"/> is what a role must allow, such as <c>list replicasets.apps</c>.
/// </summary>
public sealed class ClusterClient : IDisposable
{
    private const int PageLength = 500;
    private const int MaxRestarts = 3;
    private const string MetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /// <summary>No attempt at a page begins later than this; with the last one the cluster is given up within a minute.</summary>
    private static readonly TimeSpan PageDeadline = TimeSpan.FromSeconds(40);

    private static readonly ApiOperation GetPods = List("/api/v1/pods", "pods");
    private static readonly ApiOperation GetNamespaces = List("/api/v1/namespaces", "namespaces");
    private static readonly ApiOperation GetServiceAccounts = List("/api/v1/serviceaccounts", "serviceaccounts");
    private static readonly ApiOperation GetSecrets = List("/api/v1/secrets", "secrets");

    private readonly HttpClient _http;
    private readonly ApiTransport _transport;
    private readonly TimeProvider _time;

    internal ClusterClient(HttpClient http, ApiTransport transport, TimeProvider time) => (_http, _transport, _time) = (http, transport, time);

    /// <summary>Reads all pods.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The pods, whatever has become of them.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public Task<IReadOnlyList<Pod>> ListPodsAsync(CancellationToken cancellationToken = default) =>
        ListAsync(GetPods.At(), "PodList", ClusterContext.Default.ObjectPagePod, cancellationToken);

    /// <summary>
    /// Reads all pods, page by page, so that one page is in memory at a time. If the cluster no longer continues the list, it is read again from the start,
    /// and pods come twice.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The pods, in whatever phase.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public IAsyncEnumerable<IReadOnlyList<Pod>> ReadPodsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(GetPods.At(), "PodList", ClusterContext.Default.ObjectPagePod, static pod => pod.Spec.IsComplete, cancellationToken);

    /// <summary>Reads all objects of a kind that starts pods, page by page as <see cref="ReadPodsAsync"/> does.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The objects, including those that are scaled to zero.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public IAsyncEnumerable<IReadOnlyList<Workload>> ReadWorkloadsAsync(WorkloadKind kind, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return ReadAsync(List(kind.Path, kind.Resource).At(), kind.Name + "List", ClusterContext.Default.ObjectPageWorkload, kind.Describes, cancellationToken);
    }

    /// <summary>Reads all namespaces.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The namespaces.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public Task<IReadOnlyList<PartialObject>> ListNamespacesAsync(CancellationToken cancellationToken = default) =>
        ListMetadataAsync(GetNamespaces.At(), cancellationToken);

    /// <summary>Reads all service accounts.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The service accounts.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public Task<IReadOnlyList<ServiceAccount>> ListServiceAccountsAsync(CancellationToken cancellationToken = default) =>
        ListAsync(GetServiceAccounts.At(), "ServiceAccountList", ClusterContext.Default.ObjectPageServiceAccount, cancellationToken);

    /// <summary>Reads which pull secrets there are. Their data is not requested: the cluster sends only names, labels and annotations.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The secrets of the type <c>kubernetes.io/dockerconfigjson</c>, without their data.</returns>
    /// <exception cref="ApiException">The list could not be read.</exception>
    public Task<IReadOnlyList<PartialObject>> ListPullSecretsAsync(CancellationToken cancellationToken = default) =>
        ListMetadataAsync(GetSecrets.At() with { Query = "fieldSelector=type%3Dkubernetes.io%2Fdockerconfigjson" }, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static ApiOperation List(string path, string resource) => ApiOperation.Get(path, $"list {resource}");

    private Task<IReadOnlyList<PartialObject>> ListMetadataAsync(ApiRequest request, CancellationToken cancellationToken) =>
        ListAsync(request with { Accept = MetadataOnly }, "PartialObjectMetadataList", ClusterContext.Default.ObjectPagePartialObject, cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(ApiRequest request, string kind, JsonTypeInfo<ObjectPage<T>> shape, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        await foreach (var (isFirst, items) in ReadPagesAsync(request, kind, shape, cancellationToken))
        {
            // After a restart the pages before it belong to a state that the cluster no longer has.
            if (isFirst) all.Clear();
            all.AddRange(items);
        }

        return all;
    }

    /// <summary>Reads a list in which an object that says too little counts as a wrong response: what it uses is not known.</summary>
    private async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        ApiRequest request, string kind, JsonTypeInfo<ObjectPage<T>> shape, Predicate<T> isComplete, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : ClusterObject
    {
        await foreach (var (_, items) in ReadPagesAsync(request, kind, shape, cancellationToken))
        {
            if (items.FirstOrDefault(item => !isComplete(item))?.Metadata is { } incomplete)
            {
                throw _transport.Malformed(request, HttpStatusCode.OK, $"in the {kind}, {incomplete.Name} in {incomplete.Namespace} names no image for one of its containers");
            }

            yield return items;
        }
    }

    private async IAsyncEnumerable<(bool IsFirst, IReadOnlyList<T> Items)> ReadPagesAsync<T>(
        ApiRequest request, string kind, JsonTypeInfo<ObjectPage<T>> shape, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var (restarts, position, asked) = (0, "", new HashSet<string>(StringComparer.Ordinal));
        while (asked.Add(position))
        {
            if (await TryReadPageAsync(request, position, shape, restarts < MaxRestarts, cancellationToken) is not { } page)
            {
                (restarts, position) = (restarts + 1, "");
                asked.Clear();
                continue;
            }

            if (page.Kind != kind || page.Items is null) throw _transport.Malformed(request, HttpStatusCode.OK, $"the response is not a {kind}");
            yield return (position.Length == 0, page.Items.WhereNotNull());
            if (page.Metadata?.Continue is not { Length: > 0 } next) yield break;
            position = next;
        }

        throw _transport.Malformed(request, HttpStatusCode.OK, "the pages of the list form a loop");
    }

    /// <returns>The page; null when the cluster no longer continues the list, and it may start again.</returns>
    private async Task<ObjectPage<T>?> TryReadPageAsync<T>(
        ApiRequest request, string position, JsonTypeInfo<ObjectPage<T>> shape, bool mayRestart, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ReadPageAsync(request, position, shape, cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Gone && mayRestart)
        {
            return null;
        }
    }

    private async Task<ObjectPage<T>> ReadPageAsync<T>(ApiRequest request, string position, JsonTypeInfo<ObjectPage<T>> shape, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = OperationDeadline.Begin(_time, PageDeadline);
        string[] query = [request.Query, $"limit={PageLength}", position.Length == 0 ? "" : $"continue={Uri.EscapeDataString(position)}"];
        return await _transport.ReadStreamAsync(request with { Query = string.Join('&', query.Where(static part => part.Length > 0)) }, shape, cancellationToken);
    }
}
