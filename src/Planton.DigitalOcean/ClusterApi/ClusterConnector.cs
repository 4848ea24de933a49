using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Planton.DigitalOcean.Http;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Proxies;
using Planton.DigitalOcean.Tls;

namespace Planton.DigitalOcean.ClusterApi;

/// <summary>
/// Makes clients for the APIs of single clusters. They go through the same proxies and stand the same faults as the client of DigitalOcean's own API,
/// but share neither its token, its rate limit nor its clock.
/// </summary>
internal sealed class ClusterConnector(
    DigitalOceanClientOptions options, TimeProvider time, Jitter jitter, Action<ApiCall>? observer, EnvironmentProxy? proxies, HttpMessageHandler? primary)
{
    private const int MaxRetries = 2;
    private static readonly TimeSpan MaxRetryWaitMin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxRetryWait = TimeSpan.FromSeconds(5);

    private readonly DigitalOceanClientOptions _options = options with
    {
        RetryMax = Math.Min(options.RetryMax, MaxRetries),
        RetryWaitMin = Min(options.RetryWaitMin, MaxRetryWaitMin),
        RetryWaitMax = Min(options.RetryWaitMax, MaxRetryWait),
        RequestsPerSecond = 0,
    };

    public ClusterClient Connect(ClusterCredentials credentials)
    {
        var server = credentials.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var redactor = new TokenRedactor(credentials.Token);
#pragma warning disable CA2000 // The client owns the HttpClient, and that its handlers.
        var http = Client(server, redactor, primary ?? Sockets.Create(proxies, PrivateTrust.Options(AuthoritiesOf(credentials))));
#pragma warning restore CA2000
        return new(http, new ApiTransport(http, server, credentials.Token, redactor, time), time);
    }

    private static X509Certificate2Collection AuthoritiesOf(ClusterCredentials credentials)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(credentials.Authorities);
            return authorities;
        }
        catch (CryptographicException e)
        {
            var path = $"/v2/kubernetes/clusters/{credentials.ClusterUuid}/credentials";
            throw new ApiException(FailureKind.Malformed, "GET", path, $"the certificates of the cluster's authorities cannot be read: {e.Message}", e) { Status = HttpStatusCode.OK };
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private HttpClient Client(string server, TokenRedactor redactor, HttpMessageHandler sockets)
    {
        // A log of several clusters must tell them apart.
        Action<ApiCall>? report = observer is null ? null : call => observer(call with { Path = server + call.Path });
        var clock = new ServerClock(time);
#pragma warning disable CA2000 // Each handler owns the next, and the HttpClient the first.
        var attempts = new AttemptHandler(_options.ClusterAttemptTimeout, new ResponseMetadata(clock), redactor, time, report, proxies, sockets);
        var limited = new RateLimitHandler(_options, time, clock, jitter, observer: null, attempts);
        var http = new HttpClient(new RetryHandler(_options, time, jitter, limited), disposeHandler: primary is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        return http;
    }
}
