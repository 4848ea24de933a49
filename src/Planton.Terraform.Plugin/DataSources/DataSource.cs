using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.DataSources;

/// <summary>A data source, as the server sees it: values without models.</summary>
public abstract class DataSource
{
    private protected DataSource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task<CtyObject> ReadAsync(CtyObject config, CallContext call);
}

/// <summary>A data source: looks something up and never changes anything.</summary>
/// <typeparam name="TModel">The model of arguments and results.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class DataSource<TModel, TData>(string typeName) : DataSource(typeName)
    where TModel : class, new()
    where TData : class
{
    /// <summary>The attributes. Read on every call, so make it once.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>What messages call the object that is looked up; null when nothing names it.</summary>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>Checks the combination of arguments. Values may be unknown; skip the checks that need them.</summary>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>Looks the object up. All arguments are known.</summary>
    /// <returns>The arguments and the results. Something that is not found is an error, never an empty result.</returns>
    protected abstract Task<TModel> ReadAsync(TModel config, OperationContext<TData> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, ValidateConfig, diagnostics);

    internal sealed override async Task<CtyObject> ReadAsync(CtyObject config, CallContext call)
    {
        var model = ResourcePlanner.DecodeWithDefaults(Schema, config);
        call.Describe("Reading data source", TypeName, NameOf(model));
        UnknownValues.Exclude(config);
        var result = model;
        await TimeoutsAttribute.RunAsync(Schema, TimedOperation.Read, config, call, async cancellation =>
            result = await ReadAsync(model, new OperationContext<TData>(call, cancellation)));
        var state = Schema.Attributes.Keep(config, Schema.Attributes.Encode(result));
        return call.Deferred is null ? UnknownValues.Refuse(state, TypeName, call.Diagnostics) : state;
    }
}
