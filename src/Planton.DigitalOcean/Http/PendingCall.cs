namespace Planton.DigitalOcean.Http;

/// <summary>What the handlers know about one call while its attempts are made; it travels in the request's options.</summary>
/// <param name="operation">What kind of call it is.</param>
/// <param name="path">The escaped path, for texts.</param>
internal sealed class PendingCall(ApiOperation operation, string path)
{
    private static readonly HttpRequestOptionsKey<PendingCall> Key = new("planton.call");

    public ApiOperation Operation { get; } = operation;

    public string Path { get; } = path;

    /// <summary>The time by which the caller needs a response; null for no limit.</summary>
    public OperationDeadline? Deadline { get; } = OperationDeadline.Current;

    /// <summary>Reads the body of a successful response while it arrives, once for each attempt; null when the body is kept whole.</summary>
    public Func<Stream, CancellationToken, Task>? ReadBody { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether an attempt that is being repeated may have taken effect.</summary>
    public bool MayHaveTakenEffect { get; set; }

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan NextWait { get; set; }

    /// <summary>The wait that was needed but not made, because it is beyond the caller's deadline or beyond reason.</summary>
    public TimeSpan? RefusedWait { get; set; }

    public static PendingCall Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call) ? call : throw new InvalidOperationException("The request was not made by ApiTransport.");

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);
}
