using System.Net;
using Planton.DigitalOcean.Apps;
using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Http;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Proxies;
using Planton.DigitalOcean.Registries;
using Planton.DigitalOcean.Tls;

namespace Planton.DigitalOcean;

/// <summary>
/// The part of the DigitalOcean API for container registries, their garbage collection, their integration with Kubernetes clusters, and the apps that
/// can run jobs on a schedule. One instance serves a whole process; all its members are thread-safe.
/// </summary>
public sealed class DigitalOceanClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ResponseMetadata _metadata;
    private readonly TokenRedactor _redactor;

    private readonly TimeProvider _time;
    private readonly int _retryMax;
    private readonly ClusterConnector _clusters;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock for waits and timeouts.</param>
    /// <param name="random">The source of jitter.</param>
    /// <param name="observer">Called for every attempt, on the thread that made it; must be quick and must not throw.</param>
    /// <param name="pauses">Called once whenever the rate limit makes all calls wait; must be quick and must not throw.</param>
    /// <param name="primary">The transport, for tests; the client disposes of it. Null: sockets.</param>
    /// <param name="variable">Reads an environment variable, null when it is not set: for proxies and trusted authorities. Null: the variables of the process.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the text never holds the token.</exception>
    public DigitalOceanClient(
        DigitalOceanClientOptions options, TimeProvider time, Random random, Action<ApiCall>? observer = null, Action<RateLimitPause>? pauses = null,
        HttpMessageHandler? primary = null, Func<string, string?>? variable = null)
    {
        OptionsValidator.Check(options);
        var token = DigitalOceanClientOptions.TrimToken(options.Token);
        _time = time;
        _retryMax = options.RetryMax;
        Clock = new ServerClock(time);
        (_metadata, _redactor) = (new ResponseMetadata(Clock), new TokenRedactor(token));
#pragma warning disable CA2000 // The HttpClient owns its handlers, and this owns the HttpClient.
        var environment = variable ?? Environment.GetEnvironmentVariable;
        var proxies = primary is null ? new EnvironmentProxy(environment) : null;
        var jitter = new Jitter(random);
        _http = Http(options, time, jitter, observer, pauses, proxies, primary ?? Connections(environment, proxies));
#pragma warning restore CA2000
        var transport = new ApiTransport(_http, options.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/'), token, _redactor, time);
        Cache = new AccountCache(this, options.CacheLifetime, time);
        Registries = new RegistriesClient(transport, Cache);
        Subscription = new SubscriptionClient(transport, Cache);
        GarbageCollections = new GarbageCollectionsClient(transport, Cache);
        DockerCredentials = new DockerCredentialsClient(transport, options.RevocationEndpoint);
        Repositories = new RepositoriesClient(transport);
        Kubernetes = new KubernetesClient(transport, Cache);
        Apps = new AppsClient(transport);
        _clusters = new ClusterConnector(options, time, jitter, observer, proxies, primary);
    }

    /// <summary>Container registries.</summary>
    public RegistriesClient Registries { get; }

    /// <summary>The account's tier.</summary>
    public SubscriptionClient Subscription { get; }

    /// <summary>Garbage collection.</summary>
    public GarbageCollectionsClient GarbageCollections { get; }

    /// <summary>Credentials for Docker.</summary>
    public DockerCredentialsClient DockerCredentials { get; }

    /// <summary>Repositories, tags and manifests.</summary>
    public RepositoriesClient Repositories { get; }

    /// <summary>Clusters and their integrations.</summary>
    public KubernetesClient Kubernetes { get; }

    /// <summary>Apps and the runs of their jobs.</summary>
    public AppsClient Apps { get; }

    /// <summary>DigitalOcean's own time.</summary>
    public ServerClock Clock { get; }

    /// <summary>Account-wide reads that are shared for a short time.</summary>
    public AccountCache Cache { get; }

    /// <summary>The rate limit according to the latest response; null before the first.</summary>
    public RateLimit? RateLimit => _metadata.RateLimit;

    /// <summary>Makes a client for a cluster's own API; nothing is sent before its first call.</summary>
    /// <param name="credentials">The way in.</param>
    /// <returns>The client, which the caller disposes of.</returns>
    /// <exception cref="ApiException">The credentials hold certificates that cannot be read.</exception>
    public ClusterClient ConnectTo(ClusterCredentials credentials) => _clusters.Connect(credentials);

    /// <summary>
    /// Sets a deadline for the calls in this asynchronous flow until the result is disposed of: a call that would have to wait beyond it fails at
    /// once and says until when. It does not cancel anything by itself; use the cancellation token for that.
    /// </summary>
    /// <param name="within">How long the operation may take from now.</param>
    /// <returns>Ends the deadline when disposed of.</returns>
    public IDisposable BeginDeadline(TimeSpan within) => OperationDeadline.Begin(_time, within);

    /// <summary>
    /// Whether a call that is sent only once, and that certainly had no effect, may be made again after a new decision: as often as other calls are
    /// retried, and more often if only the rate limit prevented it.
    /// </summary>
    /// <param name="failure">How the call failed.</param>
    /// <param name="repetition">How often it was made before, from 0.</param>
    /// <returns>Whether it may.</returns>
    public bool MayRepeat(ApiException failure, int repetition)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return repetition < (failure.RateLimitReset is not null || failure.Status == HttpStatusCode.TooManyRequests ? RateLimitHandler.RefusalsPerRetry * _retryMax : _retryMax);
    }

    /// <summary>Closes the connections; calls in flight fail.</summary>
    public void Dispose() => _http.Dispose();

    private HttpClient Http(
        DigitalOceanClientOptions options, TimeProvider time, Jitter chance, Action<ApiCall>? observer, Action<RateLimitPause>? pauses,
        EnvironmentProxy? proxies, HttpMessageHandler primary)
    {
#pragma warning disable CA2000 // Each handler owns the next, and the HttpClient the first.
        var attempts = new AttemptHandler(options.AttemptTimeout, _metadata, _redactor, time, observer, proxies, primary);
        var limited = new RateLimitHandler(options, time, Clock, chance, pauses, attempts);

        // The attempt handler limits each attempt; a limit over all of them would cut retries short.
        var http = new HttpClient(new RetryHandler(options, time, chance, limited)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return http;
    }

    /// <summary>Pooled connections, and for requests that must not be repeated, connections that are never reused.</summary>
    private static FreshConnectionHandler Connections(Func<string, string?> variable, EnvironmentProxy? proxies)
    {
#pragma warning disable CA2000 // The handler owns both.
        return new(Sockets.Create(proxies, ServerTrust.Options(variable)), () =>
        {
            var unpooled = Sockets.Create(proxies, ServerTrust.Options(variable));
            unpooled.PooledConnectionLifetime = TimeSpan.Zero;
            return unpooled;
        });
#pragma warning restore CA2000
    }
}
