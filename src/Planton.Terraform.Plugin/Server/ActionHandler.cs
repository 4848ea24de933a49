using Grpc.Core;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Actions: carried out at once, without state.</summary>
internal sealed class ActionHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.ValidateActionConfig.Types.Response> ValidateAsync(Wire.ValidateActionConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateActionConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var action = provider.ActionCatalog[request.TypeName];
            action.ValidateConfig(request.Config.ToRequiredObject(action.UntypedSchema.Type), call.Diagnostics);
        });
    }

    public Task<Wire.PlanAction.Types.Response> PlanAsync(Wire.PlanAction.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.PlanAction.Types.Response();
        return calls.ServeAsync(response, response.Diagnostics, request.ActionType, context, async call =>
        {
            var action = provider.ActionCatalog[request.ActionType];
            var config = request.Config.ToRequiredObject(action.UntypedSchema.Type);
            if (Deferral.IsDue(request.ClientCapabilities, call))
            {
                response.Deferred = Deferral.ProviderUnknown();
                return;
            }

            call.Admit(request.ClientCapabilities);
            await action.PlanAsync(config, call);
            response.Deferred = call.DeferredToWire();
        });
    }

    public async Task InvokeAsync(
        Wire.InvokeAction.Types.Request request, IServerStreamWriter<Wire.InvokeAction.Types.Event> stream, ServerCallContext context)
    {
        // Always one completed event at the end: the CLI would take a stream that merely ends for success.
        var completed = new Wire.InvokeAction.Types.Event.Types.Completed();
        await calls.ServeAsync(completed, completed.Diagnostics, request.ActionType, context, async call =>
        {
            var action = provider.ActionCatalog[request.ActionType];
            var config = request.Config.ToRequiredObject(action.UntypedSchema.Type);
            await action.InvokeAsync(config, message => stream.SendAsync(Progress(message), call.Cancellation), call);
        });

        // A client that gave up the call does not read any more.
        if (context.CancellationToken.IsCancellationRequested) return;
        await stream.WriteAsync(new Wire.InvokeAction.Types.Event { Completed = completed }, CancellationToken.None);
    }

    private static Wire.InvokeAction.Types.Event Progress(string message) =>
        new() { Progress = new Wire.InvokeAction.Types.Event.Types.Progress { Message = message } };
}
