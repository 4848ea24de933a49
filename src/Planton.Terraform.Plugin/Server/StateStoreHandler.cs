using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Planton.Terraform.Plugin.Diagnostics;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// State stores, which are experimental and which this framework does not offer. A CLI makes none of these calls, since no schema names a store; any
/// other client gets an answer in words and not a broken plugin.
/// </summary>
internal sealed class StateStoreHandler(CallPipeline calls)
{
    public Task<Wire.ValidateStateStore.Types.Response> ValidateAsync(Wire.ValidateStateStore.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateStateStore.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    public Task<Wire.ConfigureStateStore.Types.Response> ConfigureAsync(Wire.ConfigureStateStore.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ConfigureStateStore.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    public async Task ReadAsync(Wire.ReadStateBytes.Types.Request request, IServerStreamWriter<Wire.ReadStateBytes.Types.Response> stream, ServerCallContext context)
    {
        var response = new Wire.ReadStateBytes.Types.Response();
        await stream.WriteAsync(await RefuseAsync(response, response.Diagnostics, request.TypeName, context), context.CancellationToken);
    }

    public async Task<Wire.WriteStateBytes.Types.Response> WriteAsync(IAsyncStreamReader<Wire.WriteStateBytes.Types.RequestChunk> stream, ServerCallContext context)
    {
        // To the end, although nothing in the chunks could change the answer: a client that is cut off while it sends may not read it.
        while (await stream.MoveNext(context.CancellationToken))
        {
        }

        var response = new Wire.WriteStateBytes.Types.Response();
        return await RefuseAsync(response, response.Diagnostics, string.Empty, context);
    }

    public Task<Wire.LockState.Types.Response> LockAsync(Wire.LockState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.LockState.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    public Task<Wire.UnlockState.Types.Response> UnlockAsync(Wire.UnlockState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.UnlockState.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    public Task<Wire.GetStates.Types.Response> ListAsync(Wire.GetStates.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.GetStates.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    public Task<Wire.DeleteState.Types.Response> DeleteAsync(Wire.DeleteState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.DeleteState.Types.Response();
        return RefuseAsync(response, response.Diagnostics, request.TypeName, context);
    }

    private Task<TResponse> RefuseAsync<TResponse>(
        TResponse response, RepeatedField<Wire.Diagnostic> diagnostics, string typeName, ServerCallContext context)
        where TResponse : IMessage => calls.Serve(response, diagnostics, typeName, context, _ => throw new DiagnosticException(
            "State stores are not supported",
            $"This provider stores no state{(typeName.Length == 0 ? string.Empty : $", and has no state store \"{typeName}\"")}. Use another backend."));
}
