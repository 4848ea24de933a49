using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Lists of the objects of a resource, streamed.</summary>
internal sealed class ListResourceHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.ValidateListResourceConfig.Types.Response> ValidateAsync(Wire.ValidateListResourceConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateListResourceConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var list = provider.ListResourceCatalog[request.TypeName];
            list.ValidateConfig(ConfigOf(list, request.Config), call.Diagnostics);
        });
    }

    public async Task ListAsync(Wire.ListResource.Types.Request request, IServerStreamWriter<Wire.ListResource.Types.Event> stream, ServerCallContext context)
    {
        // An event of its own carries what comes after the last object; an error among it ends the listing.
        var last = new Wire.ListResource.Types.Event();
        await calls.ServeAsync(last, last.Diagnostic, request.TypeName, context, call =>
        {
            var list = provider.ListResourceCatalog[request.TypeName];
            var wanted = new ListRequest(ConfigOf(list, request.Config), request.IncludeResourceObject, request.Limit > 0 ? request.Limit : long.MaxValue);
            call.KeepsState = false;
            call.Describe("Listing", request.TypeName);
            return list.RunAsync(wanted.Config, call, cancellation => SendAsync(list, wanted, stream, call with { Cancellation = cancellation }));
        });

        // A client that has enough hangs up, and does not read any more.
        if (last.Diagnostic.Count == 0 || context.CancellationToken.IsCancellationRequested) return;
        await stream.WriteAsync(last, CancellationToken.None);
    }

    private static async Task SendAsync(ListResource list, ListRequest wanted, IServerStreamWriter<Wire.ListResource.Types.Event> stream, CallContext call)
    {
        // What was raised until an object was found goes with it: the CLI stops to read at the limit.
        var (listing, sent) = (call with { Diagnostics = [] }, 0);
        try
        {
            await foreach (var item in list.ListAsync(wanted, listing))
            {
                if (listing.Diagnostics.HasErrors) return;
                var wire = ToWire(list.Resource, item, wanted.IncludeResource);
                wire.Diagnostic.AddRange(listing.Diagnostics.Skip(sent).Select(WireDiagnostics.ToWire));
                sent = listing.Diagnostics.Count;
                await stream.SendAsync(wire, call.Cancellation);
            }
        }
        finally
        {
            call.Diagnostics.AddRange(listing.Diagnostics.Skip(sent));
        }
    }

    /// <summary>The arguments. Their block may be missing, which makes them all null.</summary>
    private static CtyObject ConfigOf(ListResource list, Wire.DynamicValue? config)
    {
        var type = list.UntypedSchema.Type;
        return config.ToObject(type) ?? list.UntypedSchema.Untyped.Absent;
    }

    private static Wire.ListResource.Types.Event ToWire(Resource resource, ListedObject item, bool includeResource)
    {
        var wire = new Wire.ListResource.Types.Event { DisplayName = item.DisplayName, Identity = resource.IdentityOf(item.State) };
        if (includeResource) wire.ResourceObject = item.State.ToWire(resource.UntypedSchema.Type);
        return wire;
    }
}
