using Grpc.Core;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>What the provider offers. Every other call works in a process that was never asked for this.</summary>
internal sealed partial class ProviderServer
{
    private const string ProtocolVersion = "6.11";

    private static Wire.ServerCapabilities Capabilities => new()
    {
        PlanDestroy = true,
        GetProviderSchemaOptional = true,
        MoveResourceState = true,
        GenerateResourceConfig = true,
    };

    public override Task<Wire.GetMetadata.Types.Response> GetMetadata(Wire.GetMetadata.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetMetadata.Types.Response { ServerCapabilities = Capabilities };
        return Serve(reply, reply.Diagnostics, nameof(GetMetadata), string.Empty, context, _ =>
        {
            foreach (var name in Sorted(provider.ResourcesByType.Keys)) reply.Resources.Add(new Wire.GetMetadata.Types.ResourceMetadata { TypeName = name });
            foreach (var name in Sorted(provider.DataSourcesByType.Keys)) reply.DataSources.Add(new Wire.GetMetadata.Types.DataSourceMetadata { TypeName = name });
            foreach (var name in Sorted(provider.EphemeralResourcesByType.Keys)) reply.EphemeralResources.Add(new Wire.GetMetadata.Types.EphemeralMetadata { TypeName = name });
            foreach (var name in Sorted(provider.ListResourcesByType.Keys)) reply.ListResources.Add(new Wire.GetMetadata.Types.ListResourceMetadata { TypeName = name });
            foreach (var name in Sorted(provider.ActionsByType.Keys)) reply.Actions.Add(new Wire.GetMetadata.Types.ActionMetadata { TypeName = name });
            foreach (var name in Sorted(provider.FunctionsByName.Keys)) reply.Functions.Add(new Wire.GetMetadata.Types.FunctionMetadata { Name = name });
        });
    }

    public override Task<Wire.GetProviderSchema.Types.Response> GetProviderSchema(
        Wire.GetProviderSchema.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetProviderSchema.Types.Response { ServerCapabilities = Capabilities };
        return Serve(reply, reply.Diagnostics, nameof(GetProviderSchema), string.Empty, context, _ =>
        {
            reply.Provider = provider.UntypedSchema.ToWire();
            foreach (var (name, resource) in provider.ResourcesByType) reply.ResourceSchemas[name] = resource.UntypedSchema.ToWire();
            foreach (var (name, source) in provider.DataSourcesByType) reply.DataSourceSchemas[name] = source.UntypedSchema.ToWire();
            foreach (var (name, resource) in provider.EphemeralResourcesByType) reply.EphemeralResourceSchemas[name] = resource.UntypedSchema.ToWire();
            foreach (var (name, list) in provider.ListResourcesByType) reply.ListResourceSchemas[name] = list.UntypedSchema.ToWireOfInputs();
            foreach (var (name, action) in provider.ActionsByType) reply.ActionSchemas[name] = new Wire.ActionSchema { Schema = action.UntypedSchema.ToWireOfInputs() };
            AddFunctions(reply.Functions);
        });
    }

    public override Task<Wire.GetResourceIdentitySchemas.Types.Response> GetResourceIdentitySchemas(
        Wire.GetResourceIdentitySchemas.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GetResourceIdentitySchemas.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(GetResourceIdentitySchemas), string.Empty, context, _ =>
        {
            foreach (var (name, resource) in provider.ResourcesByType) reply.IdentitySchemas[name] = ToWire(resource);
        });
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
