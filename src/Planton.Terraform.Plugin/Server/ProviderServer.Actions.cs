using Grpc.Core;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Actions: done at once, without state.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateActionConfig.Types.Response> ValidateActionConfig(
        Wire.ValidateActionConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateActionConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateActionConfig), request.TypeName, context, diagnostics =>
        {
            var action = ActionOf(request.TypeName);
            action.ValidateConfig(request.Config.ToRequiredObject(action.UntypedSchema.Type), diagnostics);
        });
    }

    public override Task<Wire.PlanAction.Types.Response> PlanAction(Wire.PlanAction.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.PlanAction.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(PlanAction), request.ActionType, context, async (call, diagnostics) =>
        {
            var action = ActionOf(request.ActionType);
            var config = request.Config.ToRequiredObject(action.UntypedSchema.Type);
            if (MayDefer(request.ClientCapabilities, action.IsConfigurationIncomplete)) reply.Deferred = ProviderUnknown();
            else diagnostics.AddRange(await action.PlanAsync(config, call));
        });
    }

    public override async Task InvokeAction(
        Wire.InvokeAction.Types.Request request, IServerStreamWriter<Wire.InvokeAction.Types.Event> responseStream, ServerCallContext context)
    {
        // Always one completed event at the end: the CLI would take a stream that merely ends for success.
        var completed = new Wire.InvokeAction.Types.Event.Types.Completed();
        await ServeAsync(completed, completed.Diagnostics, nameof(InvokeAction), request.ActionType, context, async (call, diagnostics) =>
        {
            var action = ActionOf(request.ActionType);
            var config = request.Config.ToRequiredObject(action.UntypedSchema.Type);
            diagnostics.AddRange(await action.InvokeAsync(config, message => responseStream.WriteAsync(Progress(message), call.Cancellation), call));
        });

        // Whoever gave up the call reads nothing any more.
        if (context.CancellationToken.IsCancellationRequested) return;
        await responseStream.WriteAsync(new Wire.InvokeAction.Types.Event { Completed = completed }, CancellationToken.None);
    }

    private static Wire.InvokeAction.Types.Event Progress(string message) =>
        new() { Progress = new Wire.InvokeAction.Types.Event.Types.Progress { Message = message } };

    private Actions.ProviderAction ActionOf(string typeName) => provider.ActionsByType.TryGetValue(typeName, out var action)
        ? action
        : throw Unknown("action", typeName, provider.ActionsByType.Keys);
}
