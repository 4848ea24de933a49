using Grpc.Core;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>What the provider offers. Every other call works in a process that never got this one.</summary>
internal sealed class SchemaHandler(Provider provider, CallPipeline calls)
{
    private static Wire.ServerCapabilities Capabilities => new()
    {
        PlanDestroy = true,
        GetProviderSchemaOptional = true,
        MoveResourceState = true,
        GenerateResourceConfig = true,
    };

    public Task<Wire.GetMetadata.Types.Response> GetMetadataAsync(ServerCallContext context)
    {
        var response = new Wire.GetMetadata.Types.Response { ServerCapabilities = Capabilities };
        return calls.Serve(response, response.Diagnostics, string.Empty, context, _ =>
        {
            response.Resources.AddRange(provider.ResourceCatalog.Names.Select(static name => new Wire.GetMetadata.Types.ResourceMetadata { TypeName = name }));
            response.DataSources.AddRange(provider.DataSourceCatalog.Names.Select(static name => new Wire.GetMetadata.Types.DataSourceMetadata { TypeName = name }));
            response.EphemeralResources.AddRange(provider.EphemeralResourceCatalog.Names.Select(static name => new Wire.GetMetadata.Types.EphemeralMetadata { TypeName = name }));
            response.ListResources.AddRange(provider.ListResourceCatalog.Names.Select(static name => new Wire.GetMetadata.Types.ListResourceMetadata { TypeName = name }));
            response.Actions.AddRange(provider.ActionCatalog.Names.Select(static name => new Wire.GetMetadata.Types.ActionMetadata { TypeName = name }));
            response.Functions.AddRange(provider.FunctionCatalog.Names.Select(static name => new Wire.GetMetadata.Types.FunctionMetadata { Name = name }));
        });
    }

    public Task<Wire.GetProviderSchema.Types.Response> GetProviderSchemaAsync(ServerCallContext context)
    {
        var response = new Wire.GetProviderSchema.Types.Response { ServerCapabilities = Capabilities };
        return calls.Serve(response, response.Diagnostics, string.Empty, context, _ =>
        {
            response.Provider = provider.UntypedSchema.ToWireOfInputs();
            if (provider.UntypedMetaSchema is { } meta) response.ProviderMeta = meta.ToWireOfInputs();
            foreach (var resource in provider.ResourceCatalog) response.ResourceSchemas[resource.TypeName] = resource.UntypedSchema.ToWire();
            foreach (var source in provider.DataSourceCatalog) response.DataSourceSchemas[source.TypeName] = source.UntypedSchema.ToWire();
            foreach (var resource in provider.EphemeralResourceCatalog) response.EphemeralResourceSchemas[resource.TypeName] = resource.UntypedSchema.ToWire();
            foreach (var list in provider.ListResourceCatalog) response.ListResourceSchemas[list.TypeName] = list.UntypedSchema.ToWireOfInputs();
            foreach (var action in provider.ActionCatalog) response.ActionSchemas[action.TypeName] = new Wire.ActionSchema { Schema = action.UntypedSchema.ToWireOfInputs() };
            foreach (var function in provider.FunctionCatalog) response.Functions[function.Name] = function.ToWire();
        });
    }

    public Task<Wire.GetResourceIdentitySchemas.Types.Response> GetIdentitySchemasAsync(ServerCallContext context)
    {
        var response = new Wire.GetResourceIdentitySchemas.Types.Response();
        return calls.Serve(response, response.Diagnostics, string.Empty, context, _ =>
        {
            foreach (var resource in provider.ResourceCatalog)
            {
                if (resource.UntypedIdentity is { } identity) response.IdentitySchemas[resource.TypeName] = resource.IdentitySchema(identity);
            }
        });
    }
}
