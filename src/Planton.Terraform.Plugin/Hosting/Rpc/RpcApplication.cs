using System.Collections.Frozen;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>Answers the calls of a server: finds the method, lets it answer, and ends with a status whatever happens.</summary>
/// <param name="routes">The methods.</param>
/// <param name="calls">Is told of each call.</param>
/// <param name="limit">The longest message in either direction, in bytes.</param>
/// <param name="logger">Is told what a handler throws, which the client is not.</param>
/// <param name="time">Clock of the clients' time limits.</param>
internal sealed partial class RpcApplication(IEnumerable<RpcRoute> routes, CallsInFlight calls, int limit, ILogger logger, TimeProvider time)
    : IHttpApplication<RpcCall>
{
    private readonly FrozenDictionary<string, RpcRoute> _routes = routes.ToFrozenDictionary(static route => route.Path, StringComparer.Ordinal);

    /// <inheritdoc/>
    public RpcCall CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures, limit, time);

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(RpcCall context)
    {
        if (!context.TryBegin()) return;

        using (calls.Track(context))
        {
            var (status, trailers) = _routes.TryGetValue(context.Path, out var route)
                ? await AnswerAsync(route, context)
                : (new Status(StatusCode.Unimplemented, $"This plugin has no method {context.Path}."), null);
            // Whatever a handler returns or throws after the deadline, the client has given up on it.
            if (context.IsTooLate) (status, trailers) = (new Status(StatusCode.DeadlineExceeded, "The client's time limit has passed."), null);
            context.Finish(status, trailers);
        }
    }

    /// <inheritdoc/>
    public void DisposeContext(RpcCall context, Exception? exception) => context.Dispose();

    private async Task<(Status Status, Metadata? Trailers)> AnswerAsync(RpcRoute route, RpcCall call)
    {
        try
        {
            await route.AnswerAsync(call);
            return (call.Context.Status, call.Context.Trailers);
        }
        catch (RpcException e)
        {
            return (e.Status, e.Trailers);
        }
        catch (Exception e) when (call.Cancellation.IsCancellationRequested || e is OperationCanceledException)
        {
            return (new Status(StatusCode.Cancelled, "The call was cancelled."), null);
        }
#pragma warning disable CA1031 // The edge of a call: whatever a handler throws ends this call, never the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            HandlerFailed(logger, call.Path, e);
            return (new Status(StatusCode.Unknown, "The plugin failed to answer; its log tells why."), null);
        }
    }

    [LoggerMessage(LogLevel.Error, "The method {tf_rpc} failed.")]
    private static partial void HandlerFailed(ILogger logger, string tf_rpc, Exception exception);
}
