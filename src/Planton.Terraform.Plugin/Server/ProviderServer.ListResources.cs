using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
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
            list.ValidateConfig(ConfigOf(list, request.Config), diagnostics);
        });
    }

    public override async Task ListResource(
        Wire.ListResource.Types.Request request, IServerStreamWriter<Wire.ListResource.Types.Event> responseStream, ServerCallContext context)
    {
        // An event of its own carries what comes after the last object; an error among it ends the listing.
        var last = new Wire.ListResource.Types.Event();
        await ServeAsync(last, last.Diagnostic, nameof(ListResource), request.TypeName, context, (call, diagnostics) =>
        {
            var list = ListResourceOf(request.TypeName);
            var wanted = new ListRequest(ConfigOf(list, request.Config), request.IncludeResourceObject, request.Limit > 0 ? request.Limit : long.MaxValue);
            return new DiagnosticBoundary(call, $"Listing {request.TypeName}", diagnostics, DiagnosticBoundary.NothingInState).RunAsync(
                () => SendAsync(list, wanted, responseStream, call, diagnostics));
        });

        // Whoever has enough hangs up, and reads nothing any more.
        if (last.Diagnostic.Count == 0 || context.CancellationToken.IsCancellationRequested) return;
        await responseStream.WriteAsync(last, CancellationToken.None);
    }

    private static async Task SendAsync(
        ListResource list, ListRequest wanted, IServerStreamWriter<Wire.ListResource.Types.Event> stream, CallContext call, DiagnosticList diagnostics)
    {
        // What was raised until an object was found goes with it: the CLI stops to read at the limit.
        var (found, sent) = (new DiagnosticList(), 0);
        try
        {
            await foreach (var item in list.ListAsync(wanted, call, found))
            {
                if (found.HasErrors) return;
                var wire = ToWire(list.Resource, item, wanted.IncludeResource);
                wire.Diagnostic.AddRange(found.Skip(sent).Select(WireDiagnostics.ToWire));
                sent = found.Count;
                await stream.WriteAsync(wire, call.Cancellation);
            }
        }
        finally
        {
            diagnostics.AddRange(found.Skip(sent));
        }
    }

    /// <summary>The arguments. They may stand in a block that is not there, which makes them all null.</summary>
    private static CtyObject ConfigOf(ListResource list, Wire.DynamicValue? config)
    {
        var type = list.UntypedSchema.Type;
        return config.ToObject(type) ?? new CtyObject(type, [.. type.Attributes.Select(static attribute => CtyValue.Null(attribute.Type))]);
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
