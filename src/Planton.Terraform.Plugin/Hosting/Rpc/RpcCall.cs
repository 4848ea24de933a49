using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>One gRPC call over one stream of HTTP/2: messages in, messages out, and a status at the end.</summary>
/// <param name="features">The server's side of the stream.</param>
/// <param name="limit">The longest message in either direction, in bytes.</param>
/// <param name="time">Clock of the client's time limit.</param>
internal sealed class RpcCall(IFeatureCollection features, int limit, TimeProvider time) : IDisposable
{
    private const string MediaType = "application/grpc";

    // Timers reach no further; a client that grants a month waits for ever.
    private static readonly TimeSpan MaxDeadline = TimeSpan.FromDays(30);

    private readonly IHttpRequestFeature _request = features.GetRequiredFeature<IHttpRequestFeature>();
    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IHttpRequestLifetimeFeature _life = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
    private readonly PipeReader _input = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
    private CancellationTokenSource? _deadline;
    private ITimer? _timer;

    /// <summary>The call as its handler sees it.</summary>
    public RpcContext Context => field ??= new RpcContext(this);

    /// <summary>Which method is called.</summary>
    public string Path => _request.Path;

    /// <summary>What the client sent before its messages.</summary>
    public IHeaderDictionary Headers => _request.Headers;

    /// <summary>When the client gives up; the end of all time when it does not say.</summary>
    public DateTime Deadline { get; private set; } = DateTime.MaxValue;

    /// <summary>Whether it has.</summary>
    public bool IsTooLate => _deadline is { IsCancellationRequested: true } && !_life.RequestAborted.IsCancellationRequested;

    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken Cancellation => _deadline?.Token ?? _life.RequestAborted;

    /// <summary>Takes the call up.</summary>
    /// <returns>Whether it is one; if not, it has been answered in HTTP's own words.</returns>
    public bool TryBegin()
    {
        _response.StatusCode = _request.Method != "POST" ? StatusCodes.Status405MethodNotAllowed
            : !IsGrpc(Headers.ContentType.ToString()) ? StatusCodes.Status415UnsupportedMediaType
            : StatusCodes.Status200OK;
        if (_response.StatusCode != StatusCodes.Status200OK) return false;

        _response.Headers.ContentType = MediaType;
        if (RpcText.Timeout(Headers["grpc-timeout"]) is { } within && within < MaxDeadline)
        {
            Deadline = time.GetUtcNow().UtcDateTime + within;
            _deadline = CancellationTokenSource.CreateLinkedTokenSource(_life.RequestAborted);
            _timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _deadline, within, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <summary>Reads the one message of a client that does not stream.</summary>
    /// <exception cref="RpcException">There is none, or another one behind it.</exception>
    public async Task<T> ReadOnlyMessageAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var message = await ReadAsync(parser, Cancellation) ?? throw RpcFrame.Fault(StatusCode.Internal, "The request holds no message.");
        return await ReadAsync(parser, Cancellation) is null
            ? message
            : throw RpcFrame.Fault(StatusCode.Internal, "The request holds more than one message.");
    }

    /// <summary>Reads the next message; null when the client has sent its last.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or the reading was given up.</exception>
    /// <exception cref="RpcException">What was sent is no message of this kind.</exception>
    public async Task<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var result = await ReceiveAsync(cancellationToken);
            var rest = result.Buffer;
            if (RpcFrame.TryTake(ref rest, limit, out var bytes, out var isCompressed))
            {
                var message = Parse(parser, isCompressed ? RpcFrame.Decompress(bytes, Headers["grpc-encoding"], limit) : bytes);
                _input.AdvanceTo(rest.Start);
                return message;
            }

            _input.AdvanceTo(rest.Start, rest.End);
            if (!result.IsCompleted) continue;
            return rest.IsEmpty ? null : throw RpcFrame.Fault(StatusCode.Internal, "The request ends in the middle of a message.");
        }
    }

    /// <summary>Sends the headers of the answer, and with them the news that it has begun.</summary>
    public async Task StartAsync(Metadata headers)
    {
        RpcText.Append(_response.Headers, headers);
        await _body.StartAsync(Cancellation);
        await FlushAsync(Cancellation);
    }

    /// <summary>Writes a message, which goes out with the next flush or at the end.</summary>
    /// <exception cref="RpcException">It is too long.</exception>
    public async Task WriteAsync<T>(T message)
        where T : class, IMessage<T>
    {
        Cancellation.ThrowIfCancellationRequested();
        var size = message.CalculateSize();
        if (size > limit) throw RpcFrame.TooLong(size, limit);
        if (!_response.HasStarted) await _body.StartAsync(Cancellation);
        RpcFrame.WriteHeader(_body.Writer, size);
        message.WriteTo(_body.Writer);
    }

    /// <summary>Sends what has been written. When nobody is there to read it, that shows at the next reading or waiting.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken) => await _body.Writer.FlushAsync(cancellationToken);

    /// <summary>Ends the answer; a call that has sent nothing yet says all in its headers.</summary>
    public void Finish(Status status, Metadata? trailers)
    {
        if (_life.RequestAborted.IsCancellationRequested) return; // Nobody is there to read it.

        var last = _response.HasStarted ? features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : _response.Headers;
        last["grpc-status"] = ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail)) last["grpc-message"] = RpcText.Escape(status.Detail);
        if (trailers is not null) RpcText.Append(last, trailers);
    }

    /// <summary>Has something done when the last of the answer is out.</summary>
    public void OnCompleted(Action action) => _response.OnCompleted(
        static state =>
        {
            ((Action)state)();
            return Task.CompletedTask;
        },
        action);

    /// <summary>Cuts the call off without an answer.</summary>
    public void Abort() => _life.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _deadline?.Dispose();
    }

    /// <summary>The media type itself, with a format behind a plus sign, or with parameters; application/grpc-web is another protocol.</summary>
    private static bool IsGrpc(string contentType) =>
        contentType.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) && contentType.AsSpan(MediaType.Length) is [] or ['+' or ';', ..];

    private async ValueTask<ReadResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _input.ReadAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new OperationCanceledException("The client is gone.", e, _life.RequestAborted);
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw RpcFrame.Fault(StatusCode.Internal, $"The message cannot be read: {e.Message}");
        }
    }
}
