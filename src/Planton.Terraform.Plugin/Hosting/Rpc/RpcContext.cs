using Grpc.Core;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>What the handler of a call sees of it.</summary>
internal sealed class RpcContext(RpcCall call) : ServerCallContext
{
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;

    /// <summary>The call itself.</summary>
    public RpcCall Call => call;

    /// <summary>Whether there is anything to send at the end beside the status.</summary>
    public Metadata? Trailers => _responseTrailers;

    /// <inheritdoc/>
    protected override string MethodCore => call.Path;

    /// <inheritdoc/>
    protected override string HostCore => call.Headers.Host.ToString();

    /// <inheritdoc/>
    protected override string PeerCore => "unknown";

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => call.Deadline;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore => _requestHeaders ??= RpcText.Metadata(call.Headers);

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => call.Cancellation;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    /// <inheritdoc/>
    protected override Status StatusCore { get; set; }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore { get; } = new(null, []);

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A plugin makes no calls of its own to pass anything on to.");

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => call.StartAsync(responseHeaders);
}
