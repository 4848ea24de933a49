using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Planton.Terraform.Plugin.Diagnostics;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// The calls for what the provider does not offer. A CLI makes none of them, since no schema names such a thing; whoever does
/// anyway gets an answer in words and not a broken plugin.
/// </summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.GenerateResourceConfig.Types.Response> GenerateResourceConfig(Wire.GenerateResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GenerateResourceConfig.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(GenerateResourceConfig), request.TypeName, context, "Generated configuration");
    }

    public override Task<Wire.ValidateEphemeralResourceConfig.Types.Response> ValidateEphemeralResourceConfig(Wire.ValidateEphemeralResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateEphemeralResourceConfig.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ValidateEphemeralResourceConfig), request.TypeName, context, "An ephemeral resource");
    }

    public override Task<Wire.OpenEphemeralResource.Types.Response> OpenEphemeralResource(Wire.OpenEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.OpenEphemeralResource.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(OpenEphemeralResource), request.TypeName, context, "An ephemeral resource");
    }

    public override Task<Wire.RenewEphemeralResource.Types.Response> RenewEphemeralResource(Wire.RenewEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.RenewEphemeralResource.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(RenewEphemeralResource), request.TypeName, context, "An ephemeral resource");
    }

    public override Task<Wire.CloseEphemeralResource.Types.Response> CloseEphemeralResource(Wire.CloseEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.CloseEphemeralResource.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(CloseEphemeralResource), request.TypeName, context, "An ephemeral resource");
    }

    public override Task<Wire.GetFunctions.Types.Response> GetFunctions(Wire.GetFunctions.Types.Request request, ServerCallContext context) =>
        Task.FromResult(new Wire.GetFunctions.Types.Response());

    public override Task<Wire.CallFunction.Types.Response> CallFunction(Wire.CallFunction.Types.Request request, ServerCallContext context) =>
        Task.FromResult(new Wire.CallFunction.Types.Response
        {
            Error = new Wire.FunctionError { Text = $"This provider has no function \"{request.Name}\"." },
        });

    public override Task<Wire.ValidateListResourceConfig.Types.Response> ValidateListResourceConfig(Wire.ValidateListResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateListResourceConfig.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ValidateListResourceConfig), request.TypeName, context, "A list resource");
    }

    public override Task ListResource(
        Wire.ListResource.Types.Request request, IServerStreamWriter<Wire.ListResource.Types.Event> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(
            new Wire.ListResource.Types.Event { Diagnostic = { Refusal("A list resource", request.TypeName).ToWire() } }, context.CancellationToken);

    public override Task<Wire.ValidateActionConfig.Types.Response> ValidateActionConfig(Wire.ValidateActionConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateActionConfig.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ValidateActionConfig), request.TypeName, context, "An action");
    }

    public override Task<Wire.PlanAction.Types.Response> PlanAction(Wire.PlanAction.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.PlanAction.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(PlanAction), request.ActionType, context, "An action");
    }

    public override Task InvokeAction(
        Wire.InvokeAction.Types.Request request, IServerStreamWriter<Wire.InvokeAction.Types.Event> responseStream, ServerCallContext context)
    {
        // Without a completed event the CLI would take the end of the stream for success.
        var completed = new Wire.InvokeAction.Types.Event.Types.Completed { Diagnostics = { Refusal("An action", request.ActionType).ToWire() } };
        return responseStream.WriteAsync(new Wire.InvokeAction.Types.Event { Completed = completed }, context.CancellationToken);
    }

    public override Task<Wire.ValidateStateStore.Types.Response> ValidateStateStoreConfig(Wire.ValidateStateStore.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateStateStore.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ValidateStateStoreConfig), request.TypeName, context, "A state store");
    }

    public override Task<Wire.ConfigureStateStore.Types.Response> ConfigureStateStore(Wire.ConfigureStateStore.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ConfigureStateStore.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(ConfigureStateStore), request.TypeName, context, "A state store");
    }

    public override Task ReadStateBytes(
        Wire.ReadStateBytes.Types.Request request, IServerStreamWriter<Wire.ReadStateBytes.Types.Response> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(
            new Wire.ReadStateBytes.Types.Response { Diagnostics = { Refusal("A state store", request.TypeName).ToWire() } }, context.CancellationToken);

    public override Task<Wire.WriteStateBytes.Types.Response> WriteStateBytes(
        IAsyncStreamReader<Wire.WriteStateBytes.Types.RequestChunk> requestStream, ServerCallContext context)
    {
        // The chunks are left unread: the type name in the first of them could not change the answer.
        var reply = new Wire.WriteStateBytes.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(WriteStateBytes), string.Empty, context, "A state store");
    }

    public override Task<Wire.LockState.Types.Response> LockState(Wire.LockState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.LockState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(LockState), request.TypeName, context, "A state store");
    }

    public override Task<Wire.UnlockState.Types.Response> UnlockState(Wire.UnlockState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.UnlockState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(UnlockState), request.TypeName, context, "A state store");
    }

    public override Task<Wire.GetStates.Types.Response> GetStates(Wire.GetStates.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetStates.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(GetStates), request.TypeName, context, "A state store");
    }

    public override Task<Wire.DeleteState.Types.Response> DeleteState(Wire.DeleteState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.DeleteState.Types.Response();
        return Refuse(reply, reply.Diagnostics, nameof(DeleteState), request.TypeName, context, "A state store");
    }

    private static Diagnostic Refusal(string kind, string typeName) => new(
        DiagnosticSeverity.Error,
        $"{kind} of this type does not exist",
        typeName.Length == 0 ? "This provider offers nothing of the kind." : $"This provider offers no \"{typeName}\" of this kind.");

    private static DiagnosticException NotOffered(string what, string instead) => new($"{what} is not offered by this provider", instead);

    private Task<TReply> Refuse<TReply>(
        TReply reply, RepeatedField<Wire.Diagnostic> messages, string rpc, string typeName, ServerCallContext context, string kind)
        where TReply : IMessage =>
        Serve(reply, messages, rpc, typeName, context, diagnostics => diagnostics.Add(Refusal(kind, typeName)));
}
