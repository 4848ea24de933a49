using Planton.Terraform.Plugin.Hosting.Rpc;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Planton.Terraform.Plugin.Protocol.Health;
using Empty = Google.Protobuf.WellKnownTypes.Empty;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The gRPC services of a plugin process: every method by name, with the delegate that answers it.</summary>
/// <remarks>
/// The generated <c>BindService</c> goes through a generic virtual method, whose every instantiation ahead-of-time compiled code has to build at
/// run time. In this list the compiler sees each type. A test holds it to the services' descriptors.
/// </remarks>
internal sealed class PluginServices(
    Protocol.Provider.ProviderBase provider, ControllerService controller, StdioService stdio, BrokerService broker, HealthService health)
{
    /// <summary>Full name of the provider's service, which is also the first segment of its calls' paths.</summary>
    public const string Provider = "tfplugin6.Provider";

    /// <summary>The methods, in no particular order.</summary>
    public IReadOnlyList<RpcRoute> Routes()
    {
        var routes = new List<RpcRoute>();
        AddProvider(new GrpcMethods(Provider, routes));
        AddGoPlugin(routes);
        AddHealth(new GrpcMethods("grpc.health.v1.Health", routes));
        return routes;
    }

    private void AddProvider(GrpcMethods methods)
    {
        methods.Unary("GetMetadata", GetMetadata.Types.Request.Parser, provider.GetMetadata);
        methods.Unary("GetProviderSchema", GetProviderSchema.Types.Request.Parser, provider.GetProviderSchema);
        methods.Unary("GetResourceIdentitySchemas", GetResourceIdentitySchemas.Types.Request.Parser, provider.GetResourceIdentitySchemas);
        methods.Unary("ValidateProviderConfig", ValidateProviderConfig.Types.Request.Parser, provider.ValidateProviderConfig);
        methods.Unary("ConfigureProvider", ConfigureProvider.Types.Request.Parser, provider.ConfigureProvider);
        methods.Unary("StopProvider", StopProvider.Types.Request.Parser, provider.StopProvider);

        methods.Unary("ValidateResourceConfig", ValidateResourceConfig.Types.Request.Parser, provider.ValidateResourceConfig);
        methods.Unary("UpgradeResourceState", UpgradeResourceState.Types.Request.Parser, provider.UpgradeResourceState);
        methods.Unary("UpgradeResourceIdentity", UpgradeResourceIdentity.Types.Request.Parser, provider.UpgradeResourceIdentity);
        methods.Unary("ReadResource", ReadResource.Types.Request.Parser, provider.ReadResource);
        methods.Unary("PlanResourceChange", PlanResourceChange.Types.Request.Parser, provider.PlanResourceChange);
        methods.Unary("ApplyResourceChange", ApplyResourceChange.Types.Request.Parser, provider.ApplyResourceChange);
        methods.Unary("ImportResourceState", ImportResourceState.Types.Request.Parser, provider.ImportResourceState);
        methods.Unary("MoveResourceState", MoveResourceState.Types.Request.Parser, provider.MoveResourceState);
        methods.Unary("GenerateResourceConfig", GenerateResourceConfig.Types.Request.Parser, provider.GenerateResourceConfig);

        methods.Unary("ValidateDataResourceConfig", ValidateDataResourceConfig.Types.Request.Parser, provider.ValidateDataResourceConfig);
        methods.Unary("ReadDataSource", ReadDataSource.Types.Request.Parser, provider.ReadDataSource);

        methods.Unary("ValidateEphemeralResourceConfig", ValidateEphemeralResourceConfig.Types.Request.Parser, provider.ValidateEphemeralResourceConfig);
        methods.Unary("OpenEphemeralResource", OpenEphemeralResource.Types.Request.Parser, provider.OpenEphemeralResource);
        methods.Unary("RenewEphemeralResource", RenewEphemeralResource.Types.Request.Parser, provider.RenewEphemeralResource);
        methods.Unary("CloseEphemeralResource", CloseEphemeralResource.Types.Request.Parser, provider.CloseEphemeralResource);

        methods.Unary("GetFunctions", GetFunctions.Types.Request.Parser, provider.GetFunctions);
        methods.Unary("CallFunction", CallFunction.Types.Request.Parser, provider.CallFunction);

        methods.Unary("ValidateListResourceConfig", ValidateListResourceConfig.Types.Request.Parser, provider.ValidateListResourceConfig);
        methods.ServerStreaming<ListResource.Types.Request, ListResource.Types.Event>("ListResource", ListResource.Types.Request.Parser, provider.ListResource);

        methods.Unary("ValidateActionConfig", ValidateActionConfig.Types.Request.Parser, provider.ValidateActionConfig);
        methods.Unary("PlanAction", PlanAction.Types.Request.Parser, provider.PlanAction);
        methods.ServerStreaming<InvokeAction.Types.Request, InvokeAction.Types.Event>("InvokeAction", InvokeAction.Types.Request.Parser, provider.InvokeAction);

        methods.Unary("ValidateStateStoreConfig", ValidateStateStore.Types.Request.Parser, provider.ValidateStateStoreConfig);
        methods.Unary("ConfigureStateStore", ConfigureStateStore.Types.Request.Parser, provider.ConfigureStateStore);
        methods.ServerStreaming<ReadStateBytes.Types.Request, ReadStateBytes.Types.Response>("ReadStateBytes", ReadStateBytes.Types.Request.Parser, provider.ReadStateBytes);
        methods.ClientStreaming<WriteStateBytes.Types.RequestChunk, WriteStateBytes.Types.Response>("WriteStateBytes", WriteStateBytes.Types.RequestChunk.Parser, provider.WriteStateBytes);
        methods.Unary("LockState", LockState.Types.Request.Parser, provider.LockState);
        methods.Unary("UnlockState", UnlockState.Types.Request.Parser, provider.UnlockState);
        methods.Unary("GetStates", GetStates.Types.Request.Parser, provider.GetStates);
        methods.Unary("DeleteState", DeleteState.Types.Request.Parser, provider.DeleteState);
    }

    private void AddGoPlugin(List<RpcRoute> routes)
    {
        new GrpcMethods("plugin.GRPCController", routes).Unary("Shutdown", Protocol.GoPlugin.Empty.Parser, controller.Shutdown);
        new GrpcMethods("plugin.GRPCStdio", routes).ServerStreaming<Empty, StdioData>("StreamStdio", Empty.Parser, stdio.StreamStdio);
        new GrpcMethods("plugin.GRPCBroker", routes).DuplexStreaming<ConnInfo, ConnInfo>("StartStream", ConnInfo.Parser, broker.StartStream);
    }

    private void AddHealth(GrpcMethods methods)
    {
        methods.Unary("Check", HealthCheckRequest.Parser, health.Check);
        methods.Unary("List", HealthListRequest.Parser, health.List);
        methods.ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", HealthCheckRequest.Parser, health.Watch);
    }
}
