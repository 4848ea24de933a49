using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>Every request to the API and to those of clusters, in order of arrival; the control path is not logged.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private ImmutableList<LoggedRequest> _entries = [];
    private long _sequence;

    /// <summary>Whether the bodies of answers are kept too; they may be large, so that they are not unless somebody wants them.</summary>
    public bool KeepsAnswers { get; set; }

    /// <summary>The requests so far, oldest first: a snapshot.</summary>
    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate) return _entries;
        }
    }

    /// <summary>The requests that fit.</summary>
    /// <param name="method">The HTTP method; null for any.</param>
    /// <param name="path">A path pattern as faults use it: <c>*</c> within a segment, <c>**</c> across segments; null for any.</param>
    /// <returns>The fitting requests, oldest first.</returns>
    public IReadOnlyList<LoggedRequest> Where(string? method, string? path)
    {
        var pattern = path is null ? null : new PathPattern(path);
        return [.. All.Where(entry => (method is null || entry.Method == method) && (pattern is null || pattern.Fits(entry.Path)))];
    }

    /// <summary>How many requests fit; see <see cref="Where"/>.</summary>
    /// <param name="method">The HTTP method; null for any.</param>
    /// <param name="path">A path pattern; null for any.</param>
    /// <returns>The number of fitting requests.</returns>
    public int Count(string? method, string? path) => Where(method, path).Count;

    /// <summary>Forgets all requests; sequence numbers go on.</summary>
    public void Clear()
    {
        lock (_gate) _entries = [];
    }

    private long NewestSequence()
    {
        lock (_gate) return _sequence;
    }

    internal LoggedRequest Add(ApiRequest request, DateTimeOffset at, string? cluster = null)
    {
        lock (_gate)
        {
            var entry = new LoggedRequest
            {
                Sequence = ++_sequence,
                At = at,
                Cluster = cluster,
                Method = request.Method,
                Path = request.Path,
                Query = request.QueryText,
                Body = request.Body,
                UserAgent = request.UserAgent,
                RequestId = request.RequestId,
                Newest = NewestSequence,
            };
            _entries = _entries.Add(entry);
            return entry;
        }
    }
}

/// <summary>One request. The token is never kept.</summary>
public sealed class LoggedRequest
{
    /// <summary>Counts up from 1 for the life of the simulator.</summary>
    public required long Sequence { get; init; }

    /// <summary>Simulated time of arrival.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The UUID of the cluster whose API the request was for; null for DigitalOcean's.</summary>
    public string? Cluster { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as sent, still escaped.</summary>
    public required string Path { get; init; }

    /// <summary>The query as sent, with its question mark, or empty.</summary>
    public required string Query { get; init; }

    /// <summary>The body as text, or empty.</summary>
    public required string Body { get; init; }

    /// <summary>The <c>User-Agent</c> header, or empty.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The <c>x-request-id</c> of the answer.</summary>
    public required string RequestId { get; init; }

    /// <summary>Whether the token was accepted; false also when a fault came before the token was looked at.</summary>
    public bool Authorized { get; internal set; }

    /// <summary>Whether the request took effect: its handler ran, even if the answer was then changed or lost.</summary>
    public bool Processed { get; internal set; }

    /// <summary>The status that was sent; null while under way and when the connection was reset.</summary>
    public int? Status { get; private set; }

    /// <summary>
    /// The newest request that had arrived when this one was about to be answered; null while under way and when the connection was reset. Of two
    /// requests, the later was made while the earlier was under way when its <see cref="Sequence"/> is not above this of the earlier.
    /// </summary>
    public long? AnsweredAfter { get; private set; }

    internal Func<long>? Newest { get; init; }

    /// <summary>The body of the answer, where the log keeps them; never shown on the control path, as it may hold credentials.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Answer { get; internal set; }

    /// <summary>The id of the fault that struck, if one did.</summary>
    public string? Fault { get; internal set; }

    internal void Answered(int status) => (Status, AnsweredAfter) = (status, Newest?.Invoke());
}
