using Grpc.Core;
using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>The protocol's side of a provider: hands each call to the handler of its group. Nothing here knows what the provider is about.</summary>
internal sealed class ProviderServer : Provider.ProviderBase, IEndOfService, IDisposable
{
    private readonly CallPipeline _calls;
    private readonly SchemaHandler _schemas;
    private readonly ProviderHandler _provider;
    private readonly ResourceHandler _resources;
    private readonly ResourceStateHandler _states;
    private readonly DataSourceHandler _dataSources;
    private readonly EphemeralResourceHandler _ephemeralResources;
    private readonly FunctionHandler _functions;
    private readonly ListResourceHandler _listResources;
    private readonly ActionHandler _actions;
    private readonly StateStoreHandler _stateStores;

    /// <param name="address">The provider's source address, for logs and moves.</param>
    public ProviderServer(Providers.Provider provider, string address, ILoggerFactory loggers, TimeProvider time)
    {
        var log = new MaskedLogger(loggers.CreateLogger("provider"));
        _calls = new(provider, address, log, time);
        _schemas = new(provider, _calls);
        _provider = new(provider, _calls);
        _resources = new(provider, _calls);
        _states = new(provider, address, _calls);
        _dataSources = new(provider, _calls);
        _ephemeralResources = new(provider, _calls, log);
        _functions = new(provider, _calls);
        _listResources = new(provider, _calls);
        _actions = new(provider, _calls);
        _stateStores = new(_calls);
    }

    public Task EndAsync() => _ephemeralResources.CloseAllAsync();

    public void Dispose() => _calls.Dispose();

    public override Task<GetMetadata.Types.Response> GetMetadata(GetMetadata.Types.Request request, ServerCallContext context) =>
        _schemas.GetMetadataAsync(context);

    public override Task<GetProviderSchema.Types.Response> GetProviderSchema(
        GetProviderSchema.Types.Request request, ServerCallContext context) =>
        _schemas.GetProviderSchemaAsync(context);

    public override Task<GetResourceIdentitySchemas.Types.Response> GetResourceIdentitySchemas(
        GetResourceIdentitySchemas.Types.Request request, ServerCallContext context) =>
        _schemas.GetIdentitySchemasAsync(context);

    public override Task<ValidateProviderConfig.Types.Response> ValidateProviderConfig(
        ValidateProviderConfig.Types.Request request, ServerCallContext context) =>
        _provider.ValidateAsync(request, context);

    public override Task<ConfigureProvider.Types.Response> ConfigureProvider(
        ConfigureProvider.Types.Request request, ServerCallContext context) =>
        _provider.ConfigureAsync(request, context);

    public override Task<StopProvider.Types.Response> StopProvider(StopProvider.Types.Request request, ServerCallContext context) =>
        _provider.StopAsync();

    public override Task<ValidateResourceConfig.Types.Response> ValidateResourceConfig(
        ValidateResourceConfig.Types.Request request, ServerCallContext context) =>
        _resources.ValidateAsync(request, context);

    public override Task<ReadResource.Types.Response> ReadResource(ReadResource.Types.Request request, ServerCallContext context) =>
        _resources.ReadAsync(request, context);

    public override Task<PlanResourceChange.Types.Response> PlanResourceChange(
        PlanResourceChange.Types.Request request, ServerCallContext context) =>
        _resources.PlanAsync(request, context);

    public override Task<ApplyResourceChange.Types.Response> ApplyResourceChange(
        ApplyResourceChange.Types.Request request, ServerCallContext context) =>
        _resources.ApplyAsync(request, context);

    public override Task<GenerateResourceConfig.Types.Response> GenerateResourceConfig(
        GenerateResourceConfig.Types.Request request, ServerCallContext context) =>
        _resources.GenerateConfigAsync(request, context);

    public override Task<UpgradeResourceState.Types.Response> UpgradeResourceState(
        UpgradeResourceState.Types.Request request, ServerCallContext context) =>
        _states.UpgradeAsync(request, context);

    public override Task<UpgradeResourceIdentity.Types.Response> UpgradeResourceIdentity(
        UpgradeResourceIdentity.Types.Request request, ServerCallContext context) =>
        _states.UpgradeIdentityAsync(request, context);

    public override Task<ImportResourceState.Types.Response> ImportResourceState(
        ImportResourceState.Types.Request request, ServerCallContext context) =>
        _states.ImportAsync(request, context);

    public override Task<MoveResourceState.Types.Response> MoveResourceState(
        MoveResourceState.Types.Request request, ServerCallContext context) =>
        _states.MoveAsync(request, context);

    public override Task<ValidateDataResourceConfig.Types.Response> ValidateDataResourceConfig(
        ValidateDataResourceConfig.Types.Request request, ServerCallContext context) =>
        _dataSources.ValidateAsync(request, context);

    public override Task<ReadDataSource.Types.Response> ReadDataSource(ReadDataSource.Types.Request request, ServerCallContext context) =>
        _dataSources.ReadAsync(request, context);

    public override Task<ValidateEphemeralResourceConfig.Types.Response> ValidateEphemeralResourceConfig(
        ValidateEphemeralResourceConfig.Types.Request request, ServerCallContext context) =>
        _ephemeralResources.ValidateAsync(request, context);

    public override Task<OpenEphemeralResource.Types.Response> OpenEphemeralResource(
        OpenEphemeralResource.Types.Request request, ServerCallContext context) =>
        _ephemeralResources.OpenAsync(request, context);

    public override Task<RenewEphemeralResource.Types.Response> RenewEphemeralResource(
        RenewEphemeralResource.Types.Request request, ServerCallContext context) =>
        _ephemeralResources.RenewAsync(request, context);

    public override Task<CloseEphemeralResource.Types.Response> CloseEphemeralResource(
        CloseEphemeralResource.Types.Request request, ServerCallContext context) =>
        _ephemeralResources.CloseAsync(request, context);

    public override Task<GetFunctions.Types.Response> GetFunctions(GetFunctions.Types.Request request, ServerCallContext context) =>
        _functions.GetFunctionsAsync(context);

    public override Task<CallFunction.Types.Response> CallFunction(CallFunction.Types.Request request, ServerCallContext context) =>
        _functions.CallAsync(request, context);

    public override Task<ValidateListResourceConfig.Types.Response> ValidateListResourceConfig(
        ValidateListResourceConfig.Types.Request request, ServerCallContext context) =>
        _listResources.ValidateAsync(request, context);

    public override Task ListResource(
        ListResource.Types.Request request, IServerStreamWriter<ListResource.Types.Event> responseStream, ServerCallContext context) =>
        _listResources.ListAsync(request, responseStream, context);

    public override Task<ValidateActionConfig.Types.Response> ValidateActionConfig(
        ValidateActionConfig.Types.Request request, ServerCallContext context) =>
        _actions.ValidateAsync(request, context);

    public override Task<PlanAction.Types.Response> PlanAction(PlanAction.Types.Request request, ServerCallContext context) =>
        _actions.PlanAsync(request, context);

    public override Task InvokeAction(
        InvokeAction.Types.Request request, IServerStreamWriter<InvokeAction.Types.Event> responseStream, ServerCallContext context) =>
        _actions.InvokeAsync(request, responseStream, context);

    public override Task<ValidateStateStore.Types.Response> ValidateStateStoreConfig(
        ValidateStateStore.Types.Request request, ServerCallContext context) =>
        _stateStores.ValidateAsync(request, context);

    public override Task<ConfigureStateStore.Types.Response> ConfigureStateStore(
        ConfigureStateStore.Types.Request request, ServerCallContext context) =>
        _stateStores.ConfigureAsync(request, context);

    public override Task ReadStateBytes(
        ReadStateBytes.Types.Request request, IServerStreamWriter<ReadStateBytes.Types.Response> responseStream, ServerCallContext context) =>
        _stateStores.ReadAsync(request, responseStream, context);

    public override Task<WriteStateBytes.Types.Response> WriteStateBytes(
        IAsyncStreamReader<WriteStateBytes.Types.RequestChunk> requestStream, ServerCallContext context) =>
        _stateStores.WriteAsync(requestStream, context);

    public override Task<LockState.Types.Response> LockState(LockState.Types.Request request, ServerCallContext context) =>
        _stateStores.LockAsync(request, context);

    public override Task<UnlockState.Types.Response> UnlockState(UnlockState.Types.Request request, ServerCallContext context) =>
        _stateStores.UnlockAsync(request, context);

    public override Task<GetStates.Types.Response> GetStates(GetStates.Types.Request request, ServerCallContext context) =>
        _stateStores.ListAsync(request, context);

    public override Task<DeleteState.Types.Response> DeleteState(DeleteState.Types.Request request, ServerCallContext context) =>
        _stateStores.DeleteAsync(request, context);
}
