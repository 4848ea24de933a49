using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Planton.Terraform.Plugin.Diagnostics;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// State stores, which are experimental and which this framework does not offer. A CLI makes none of these calls, since no schema
/// names a store; whoever does anyway gets an answer in words and not a broken plugin.
/// </summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateStateStore.Types.Response> ValidateStateStoreConfig(Wire.ValidateStateStore.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateStateStore.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ValidateStateStoreConfig), request.TypeName, context);
    }

    public override Task<Wire.ConfigureStateStore.Types.Response> ConfigureStateStore(Wire.ConfigureStateStore.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ConfigureStateStore.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ConfigureStateStore), request.TypeName, context);
    }

    public override Task ReadStateBytes(
        Wire.ReadStateBytes.Types.Request request, IServerStreamWriter<Wire.ReadStateBytes.Types.Response> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(
            new Wire.ReadStateBytes.Types.Response { Diagnostics = { Refusal(request.TypeName).ToWire() } }, context.CancellationToken);

    public override async Task<Wire.WriteStateBytes.Types.Response> WriteStateBytes(
        IAsyncStreamReader<Wire.WriteStateBytes.Types.RequestChunk> requestStream, ServerCallContext context)
    {
        // To the end, although nothing in the chunks could change the answer: a client that is cut off while it sends may not read it.
        while (await requestStream.MoveNext(context.CancellationToken))
        {
        }

        var reply = new Wire.WriteStateBytes.Types.Response();
        return await Refuse(reply, reply.Diagnostics, nameof(WriteStateBytes), string.Empty, context);
    }

    public override Task<Wire.LockState.Types.Response> LockState(Wire.LockState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.LockState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(LockState), request.TypeName, context);
    }

    public override Task<Wire.UnlockState.Types.Response> UnlockState(Wire.UnlockState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.UnlockState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(UnlockState), request.TypeName, context);
    }

    public override Task<Wire.GetStates.Types.Response> GetStates(Wire.GetStates.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetStates.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(GetStates), request.TypeName, context);
    }

    public override Task<Wire.DeleteState.Types.Response> DeleteState(Wire.DeleteState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.DeleteState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(DeleteState), request.TypeName, context);
    }

    private static Diagnostic Refusal(string typeName) => new(
        DiagnosticSeverity.Error,
        "State stores are not supported",
        $"This provider stores no state{(typeName.Length == 0 ? string.Empty : $", and has no state store \"{typeName}\"")}. Use another backend.");

    private Task<TReply> Refuse<TReply>(TReply reply, RepeatedField<Wire.Diagnostic> messages, string rpc, string typeName, ServerCallContext context)
        where TReply : IMessage =>
        Serve(reply, messages, rpc, typeName, context, diagnostics => diagnostics.Add(Refusal(typeName)));
}
