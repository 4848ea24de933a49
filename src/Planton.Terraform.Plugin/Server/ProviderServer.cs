using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// The protocol's side of a provider: turns each call into values, hands it on, and turns the answer back. One file per group of
/// calls. Nothing here knows what the provider is about.
/// </summary>
/// <param name="provider">The provider.</param>
/// <param name="address">The provider's source address, for logs and moves.</param>
/// <param name="loggers">Where the calls are logged.</param>
/// <param name="time">The clock for deadlines and waiting.</param>
internal sealed partial class ProviderServer(Provider provider, string address, ILoggerFactory loggers, TimeProvider time)
    : Wire.Provider.ProviderBase, IDisposable
{
    private readonly ILogger _log = loggers.CreateLogger("provider");
    private readonly StopProviderSignal _stop = new();
    private long _requests;

    private delegate Task Handler(CallContext call, DiagnosticList diagnostics);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>
    /// Serves one call: the handler fills in the reply and the diagnostics. An exception of the code behind it becomes a
    /// diagnostic too, beside what the reply held until then; over the wire it would reach the user as a broken plugin.
    /// </summary>
    private async Task<TReply> ServeAsync<TReply>(
        TReply reply, RepeatedField<Wire.Diagnostic> messages, string rpc, string typeName, ServerCallContext context, Handler handler)
        where TReply : IMessage
    {
        var stopping = _stop.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.CancellationToken);
        using var scope = _log.BeginScope(Fields(rpc, typeName));
        var started = time.GetTimestamp();
        Log.Received(_log, rpc);

        var diagnostics = new DiagnosticList();
        var call = new CallContext(either.Token, stopping, provider.ExplainFailure, _log, time);
        var action = typeName.Length == 0 ? rpc : $"{rpc} of {typeName}";
        await new DiagnosticBoundary(call, action, diagnostics).RunAsync(() => handler(call, diagnostics));
        messages.AddRange(diagnostics.Select(WireDiagnostics.ToWire));

        Log.Served(_log, rpc, time.GetElapsedTime(started).TotalMilliseconds);
        return reply;
    }

    private Task<TReply> Serve<TReply>(
        TReply reply, RepeatedField<Wire.Diagnostic> messages, string rpc, string typeName, ServerCallContext context, Action<DiagnosticList> handler)
        where TReply : IMessage => ServeAsync(reply, messages, rpc, typeName, context, (_, diagnostics) =>
    {
        handler(diagnostics);
        return Task.CompletedTask;
    });

    private KeyValuePair<string, object?>[] Fields(string rpc, string typeName) =>
    [
        new("tf_rpc", rpc),
        new("tf_req_id", Interlocked.Increment(ref _requests).ToString(CultureInfo.InvariantCulture)),
        new("tf_provider_addr", address),
        new("tf_proto_version", ProtocolVersion),
        new("tf_resource_type", typeName),
    ];

    private Resource ResourceOf(string typeName) => provider.ResourcesByType.TryGetValue(typeName, out var resource)
        ? resource
        : throw Unknown("resource", typeName, provider.ResourcesByType.Keys);

    private DataSource DataSourceOf(string typeName) => provider.DataSourcesByType.TryGetValue(typeName, out var source)
        ? source
        : throw Unknown("data source", typeName, provider.DataSourcesByType.Keys);

    private EphemeralResource EphemeralResourceOf(string typeName) => provider.EphemeralResourcesByType.TryGetValue(typeName, out var resource)
        ? resource
        : throw Unknown("ephemeral resource", typeName, provider.EphemeralResourcesByType.Keys);

    private static DiagnosticException Unknown(string kind, string typeName, IEnumerable<string> known) => new(
        $"Unknown {kind} type",
        $"This provider has no {kind} \"{typeName}\". It has: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    // All in one place: the generator writes the parts of a type in an order of chance, and the same commit would make other executables.
    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Trace, "Received request {Rpc}")]
        public static partial void Received(ILogger logger, string rpc);

        [LoggerMessage(11, LogLevel.Trace, "Served request {Rpc} in {tf_req_duration_ms} ms")]
        public static partial void Served(ILogger logger, string rpc, double tf_req_duration_ms);

        [LoggerMessage(12, LogLevel.Debug, "The CLI left {tf_resource_type} open; closing it")]
        public static partial void LeftOpen(ILogger logger, string tf_resource_type);

        [LoggerMessage(13, LogLevel.Warning, "{Summary}: {Detail}")]
        public static partial void ClosedWith(ILogger logger, string summary, string detail);

        [LoggerMessage(14, LogLevel.Error, "The function {Function} failed unexpectedly")]
        public static partial void FunctionFailed(ILogger logger, string function, Exception exception);
    }
}
