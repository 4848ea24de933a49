using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.DataSources;

/// <summary>A data source, as the server sees it: values without models.</summary>
public abstract class DataSource
{
    private protected DataSource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract bool IsConfigurationIncomplete { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task<StateReply> ReadAsync(CtyObject config, CallContext call);
}

/// <summary>A data source of a provider whose configuration makes a <typeparamref name="TApi"/>.</summary>
/// <typeparam name="TApi">What the provider's configuration makes: the way to the service.</typeparam>
public abstract class ApiDataSource<TApi> : DataSource, IConfigured<TApi>
    where TApi : class
{
    private protected ApiDataSource(string typeName)
        : base(typeName)
    {
    }

    internal ConfiguredApi<TApi> Configured { get; private set; } = new();

    ConfiguredApi<TApi> IConfigured<TApi>.Configured
    {
        get => Configured;
        set => Configured = value;
    }

    internal sealed override bool IsConfigurationIncomplete => Configured.Incomplete is not null;
}

/// <summary>A data source: looks something up and never changes anything.</summary>
/// <typeparam name="TModel">The model of arguments and results.</typeparam>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class DataSource<TModel, TApi>(string typeName) : ApiDataSource<TApi>(typeName)
    where TModel : class, new()
    where TApi : class
{
    /// <summary>The attributes. Made once; asked for on every call.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>What is looked up, for messages; null when nothing names it.</summary>
    /// <param name="config">The arguments.</param>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>Checks the combination of arguments. Unknown values skip a check.</summary>
    /// <param name="config">The arguments.</param>
    /// <param name="diagnostics">Where errors and warnings go.</param>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>Looks it up.</summary>
    /// <param name="config">The arguments, wholly known.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The arguments and the results. Something that is not found is an error, never an empty result.</returns>
    protected abstract Task<TModel> ReadAsync(TModel config, OperationContext<TApi> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics)
    {
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);
        if (!diagnostics.HasErrors) ValidateConfig(Schema.Attributes.Decode(config), diagnostics);
    }

    internal sealed override async Task<StateReply> ReadAsync(CtyObject config, CallContext call)
    {
        var diagnostics = new DiagnosticList();
        var model = Schema.Attributes.Decode(Planning.ResourcePlanner.WithDefaults(Schema, config));
        var action = NameOf(model) is { } name ? $"Reading data source {TypeName} \"{name}\"" : $"Reading data source {TypeName}";
        CtyObject? result = null;
        await new DiagnosticBoundary(call, action, diagnostics).RunAsync(async () =>
        {
            UnknownValues.Exclude(config);
            var context = new OperationContext<TApi>(call, Configured, diagnostics, call.Cancellation);
            result = UnknownValues.Refuse(Schema.Attributes.Encode(await ReadAsync(model, context)), TypeName, diagnostics);
        });
        return new(result, new PrivateState(), diagnostics);
    }
}
