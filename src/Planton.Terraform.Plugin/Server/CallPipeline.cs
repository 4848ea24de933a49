using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>What every call passes through: its log, its end when the user stops the run, and the boundary that turns exceptions into diagnostics.</summary>
/// <param name="address">The provider's source address, for the log.</param>
internal sealed partial class CallPipeline(Provider provider, string address, MaskedLogger log, TimeProvider time) : IDisposable
{
    private readonly StopProviderSignal _stop = new();
    private long _requests;

    public void Dispose() => _stop.Dispose();

    /// <summary>Ends the calls that are running. Later ones run normally.</summary>
    public void Stop() => _stop.Stop();

    /// <summary>
    /// Serves one call: the handler fills in the response and the diagnostics of the call, which are added to what the response holds even when the
    /// handler fails.
    /// </summary>
    public async Task<TResponse> ServeAsync<TResponse>(
        TResponse response, RepeatedField<Wire.Diagnostic> diagnostics, string typeName, ServerCallContext context, Func<CallContext, Task> handler)
        where TResponse : IMessage
    {
        diagnostics.AddRange((await RunAsync(typeName, context, handler)).Select(WireDiagnostics.ToWire));
        return response;
    }

    /// <summary>Serves one call that has nothing to wait for.</summary>
    public Task<TResponse> Serve<TResponse>(
        TResponse response, RepeatedField<Wire.Diagnostic> diagnostics, string typeName, ServerCallContext context, Action<CallContext> handler)
        where TResponse : IMessage => ServeAsync(response, diagnostics, typeName, context, call =>
    {
        handler(call);
        return Task.CompletedTask;
    });

    /// <summary>Runs the handler of one call and returns what it has to say.</summary>
    public async Task<DiagnosticList> RunAsync(string typeName, ServerCallContext context, Func<CallContext, Task> handler)
    {
        var stopping = _stop.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.CancellationToken);
        var rpc = context.Method[(context.Method.LastIndexOf('/') + 1)..];
        using var scope = log.BeginScope(Fields(rpc, typeName));
        var started = time.GetTimestamp();
        LogReceived(log, rpc);

        var call = Begin(typeName.Length == 0 ? rpc : $"{rpc} of {typeName}", either.Token, stopping);
        await DiagnosticBoundary.RunAsync(call, () => handler(call));

        LogServed(log, rpc, time.GetElapsedTime(started).TotalMilliseconds);
        return call.Diagnostics;
    }

    /// <summary>The context of work that begins now.</summary>
    public CallContext Begin(string action, CancellationToken cancellation, CancellationToken stopping) => new()
    {
        Provider = provider.Current,
        Cancellation = cancellation,
        Stopping = stopping,
        Log = log,
        Time = time,
        Action = action,
    };

    private KeyValuePair<string, object?>[] Fields(string rpc, string typeName) =>
    [
        new("tf_rpc", rpc),
        new("tf_req_id", Interlocked.Increment(ref _requests).ToString(CultureInfo.InvariantCulture)),
        new("tf_provider_addr", address),
        new("tf_proto_version", "6.11"),
        new("tf_resource_type", typeName),
    ];

    [LoggerMessage(10, LogLevel.Trace, "Received request {Rpc}")]
    private static partial void LogReceived(ILogger logger, string rpc);

    [LoggerMessage(11, LogLevel.Trace, "Served request {Rpc} in {tf_req_duration_ms} ms")]
    private static partial void LogServed(ILogger logger, string rpc, double tf_req_duration_ms);
}
