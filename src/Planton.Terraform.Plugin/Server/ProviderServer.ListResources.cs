using Grpc.Core;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Lists of the objects of a resource, streamed.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateListResourceConfig.Types.Response> ValidateListResourceConfig(
        Wire.ValidateListResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateListResourceConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateListResourceConfig), request.TypeName, context, diagnostics =>
        {
            var list = ListResourceOf(request.TypeName);
            list.ValidateConfig(request.Config.ToRequiredObject(list.UntypedSchema.Type), diagnostics);
        });
    }

    public override async Task ListResource(
        Wire.ListResource.Types.Request request, IServerStreamWriter<Wire.ListResource.Types.Event> responseStream, ServerCallContext context)
    {
        // An event of its own carries what concerns the whole list; an error among it ends the listing.
        var last = new Wire.ListResource.Types.Event();
        await ServeAsync(last, last.Diagnostic, nameof(ListResource), request.TypeName, context, async (call, diagnostics) =>
        {
            var list = ListResourceOf(request.TypeName);
            var config = request.Config.ToRequiredObject(list.UntypedSchema.Type);
            var wanted = new ListRequest(config, request.IncludeResourceObject, request.Limit > 0 ? request.Limit : long.MaxValue);
            await foreach (var item in list.ListAsync(wanted, call, diagnostics).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(ToWire(list.Resource, item, request.IncludeResourceObject), call.Cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        if (last.Diagnostic.Count > 0) await responseStream.WriteAsync(last, CancellationToken.None).ConfigureAwait(false);
    }

    private static Wire.ListResource.Types.Event ToWire(Resource resource, ListedObject item, bool includeResource)
    {
        var wire = new Wire.ListResource.Types.Event { DisplayName = item.DisplayName, Identity = IdentityOf(resource, item.State) };
        if (includeResource) wire.ResourceObject = item.State.ToWire(resource.UntypedSchema.Type);
        return wire;
    }

    private ListResource ListResourceOf(string typeName) => provider.ListResourcesByType.TryGetValue(typeName, out var list)
        ? list
        : throw Unknown("list resource", typeName, provider.ListResourcesByType.Keys);
}
