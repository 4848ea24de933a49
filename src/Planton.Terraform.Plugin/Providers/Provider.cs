using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Providers;

/// <summary>A provider, as the server sees it: what it offers, and values without models.</summary>
public abstract class Provider
{
    private protected Provider()
    {
        ResourceCatalog = new("resource", () => Resources, static resource => resource.TypeName);
        DataSourceCatalog = new("data source", () => DataSources, static source => source.TypeName);
        EphemeralResourceCatalog = new("ephemeral resource", () => EphemeralResources, static resource => resource.TypeName);
        ListResourceCatalog = new("list resource", () => ListResources, static list => list.TypeName);
        ActionCatalog = new("action", () => Actions, static action => action.TypeName);
        FunctionCatalog = new("function", () => Functions, static function => function.Name);
    }

    /// <summary>
    /// Finds what is wrong with the schemas and what no compiler sees, such as a name or a field that is bound twice, or an identity of attributes that do
    /// not exist. Assert in a test that there is nothing; <c>--debug</c> does not start otherwise.
    /// </summary>
    /// <returns>What is wrong, and where; empty when nothing is.</returns>
    public IReadOnlyList<string> FindSchemaMistakes() => [.. ProviderCheck.Of(this)];

    /// <summary>The resources. Read once.</summary>
    protected virtual IEnumerable<Resource> Resources => [];

    /// <summary>The data sources. Read once.</summary>
    protected virtual IEnumerable<DataSource> DataSources => [];

    /// <summary>The ephemeral resources. Read once.</summary>
    protected virtual IEnumerable<EphemeralResource> EphemeralResources => [];

    /// <summary>The list resources. Read once.</summary>
    protected virtual IEnumerable<ListResource> ListResources => [];

    /// <summary>The actions. Read once.</summary>
    protected virtual IEnumerable<ProviderAction> Actions => [];

    /// <summary>The functions. Read once.</summary>
    protected virtual IEnumerable<Function> Functions => [];

    /// <summary>
    /// What a module can give the provider in <c>terraform { provider_meta "name" { … } }</c>; null for nothing. Operations get it from
    /// <see cref="OperationContext{TData}.GetProviderMeta"/>.
    /// </summary>
    protected virtual Schema? MetaSchema => null;

    internal Schema? UntypedMetaSchema => MetaSchema;

    internal Catalog<Resource> ResourceCatalog { get; }

    internal Catalog<DataSource> DataSourceCatalog { get; }

    internal Catalog<EphemeralResource> EphemeralResourceCatalog { get; }

    internal Catalog<ListResource> ListResourceCatalog { get; }

    internal Catalog<ProviderAction> ActionCatalog { get; }

    internal Catalog<Function> FunctionCatalog { get; }

    internal abstract Schema UntypedSchema { get; }

    /// <summary>The provider as its last configuration left it.</summary>
    internal abstract ConfiguredProvider Current { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task ConfigureAsync(CtyObject config, ConfigureContext context);
}

/// <summary>What surrounds the configuration of a provider.</summary>
public sealed class ConfigureContext
{
    internal ConfigureContext(string terraformVersion, CallContext call) => (TerraformVersion, Call) = (terraformVersion, call);

    /// <summary>The version that the CLI gives itself. OpenTofu gives its own, so no feature follows from it.</summary>
    public string TerraformVersion { get; }

    /// <summary>Where warnings and errors for the user go.</summary>
    public DiagnosticList Diagnostics => Call.Diagnostics;

    /// <summary>The log of the call.</summary>
    public ILogger Log => Call.Log;

    /// <summary>The clock for deadlines and waiting.</summary>
    public TimeProvider Time => Call.Time;

    /// <summary>Ends when the call was cancelled or the user pressed Ctrl-C.</summary>
    public CancellationToken Cancellation => Call.Cancellation;

    /// <summary>Keeps a secret, such as the token of the configuration, out of the log of every call from now on.</summary>
    public void MaskInLog(string secret) => Call.MaskInLog(secret);

    internal CallContext Call { get; }
}

/// <summary>What a provider's configuration came to.</summary>
/// <typeparam name="TData">The way to the service.</typeparam>
/// <param name="Data">The way to the service; null when the configuration is not complete yet or is wrong.</param>
/// <param name="UnknownArgument">
/// The root attribute that is known only after apply and without which the service cannot be asked; null when there is none.
/// </param>
public sealed record Configuration<TData>(TData? Data, string? UnknownArgument = null)
    where TData : class;

/// <summary>A provider: its own configuration, and what is offered on the strength of it.</summary>
/// <typeparam name="TModel">The model of the provider block.</typeparam>
/// <typeparam name="TData">
/// What the configuration makes: the way to the service. Everything that the provider offers gets it as
/// <see cref="OperationContext{TData}.ProviderData"/>.
/// </typeparam>
public abstract class Provider<TModel, TData> : Provider
    where TModel : class, new()
    where TData : class
{
    private volatile ConfiguredProvider _current;

    /// <summary>Makes the provider, not yet configured.</summary>
    protected Provider() => _current = new(Explain);

    /// <summary>The attributes of the provider block. Read on every call, so make it once.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    internal sealed override ConfiguredProvider Current => _current;

    /// <summary>Checks the combination of arguments. Values may be unknown; skip the checks that need them.</summary>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>Makes the way to the service. Values may be unknown during a plan. A provider overrides this or the asynchronous method below.</summary>
    protected virtual Configuration<TData> Configure(TModel config, ConfigureContext context) =>
        throw new InvalidOperationException($"{GetType().Name} overrides neither Configure nor ConfigureAsync.");

    /// <summary>Makes the way to the service where that takes a request, such as one for a token. Values may be unknown during a plan.</summary>
    protected virtual ValueTask<Configuration<TData>> ConfigureAsync(TModel config, ConfigureContext context) => ValueTask.FromResult(Configure(config, context));

    /// <summary>
    /// Tells the way to the service that an operation begins and how long it may take from now, so that it does not wait for what would come too
    /// late. It does not have to cancel anything.
    /// </summary>
    /// <returns>Is disposed of when the operation ends; null when nothing needs to be told.</returns>
    protected virtual IDisposable? BeginOperation(TData data, TimeSpan limit) => null;

    /// <summary>Words an exception of the service for the user: what failed, the service's own words, what to do now.</summary>
    /// <param name="action">What was being done to which object; the start of the summary.</param>
    /// <returns>The diagnostic; null for an exception that should not occur, which is reported as a bug.</returns>
    protected abstract Diagnostic? Explain(Exception exception, string action);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, ValidateConfig, diagnostics);

    internal sealed override async Task ConfigureAsync(CtyObject config, ConfigureContext context)
    {
        // A CLI has validated the configuration before; any other client gets the same words here.
        var validated = new DiagnosticList();
        ValidateConfig(config, validated);
        if (validated.HasErrors) throw new DiagnosticException(validated);

        var (data, unknownArgument) = await ConfigureAsync(ResourcePlanner.DecodeWithDefaults(Schema, config), context);
        _current = new(Explain)
        {
            Data = data,
            UnknownArgument = unknownArgument,
            BeginOperation = data is null ? static _ => null : limit => BeginOperation(data, limit),
        };
    }
}
