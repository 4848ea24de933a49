using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Providers;

/// <summary>A provider, as the server sees it: values without models.</summary>
public abstract class Provider
{
    private protected Provider()
    {
    }

    internal abstract Schema UntypedSchema { get; }

    internal abstract FrozenDictionary<string, Resource> ResourcesByType { get; }

    internal abstract FrozenDictionary<string, DataSource> DataSourcesByType { get; }

    internal abstract FrozenDictionary<string, EphemeralResource> EphemeralResourcesByType { get; }

    internal abstract FrozenDictionary<string, ListResource> ListResourcesByType { get; }

    internal abstract FrozenDictionary<string, ProviderAction> ActionsByType { get; }

    internal abstract FrozenDictionary<string, Function> FunctionsByName { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract void Configure(CtyObject config, ConfigureContext context);

    internal abstract Diagnostic? ExplainFailure(Exception exception, string action);
}

/// <summary>What surrounds the configuration of a provider.</summary>
/// <param name="terraformVersion">The version that the CLI gives itself. OpenTofu gives its own, so no feature follows from it.</param>
/// <param name="diagnostics">Where warnings and errors for the user go.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
public sealed class ConfigureContext(string terraformVersion, DiagnosticList diagnostics, ILogger log, TimeProvider time)
{
    /// <summary>The version that the CLI gives itself. OpenTofu gives its own, so no feature follows from it.</summary>
    public string TerraformVersion { get; } = terraformVersion;

    /// <summary>Where warnings and errors for the user go.</summary>
    public DiagnosticList Diagnostics { get; } = diagnostics;

    /// <summary>The log.</summary>
    public ILogger Log { get; } = log;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;
}

/// <summary>What a provider's configuration came to.</summary>
/// <typeparam name="TApi">The way to the service.</typeparam>
/// <param name="Api">The way to the service; null when the configuration is not complete yet or is wrong.</param>
/// <param name="Incomplete">
/// The root attribute that is known only after apply and without which the service cannot be asked; null when there is none.
/// </param>
public sealed record Configuration<TApi>(TApi? Api, string? Incomplete = null)
    where TApi : class;

/// <summary>A provider: its own configuration, and the resources and data sources that live on what it makes.</summary>
/// <typeparam name="TModel">The model of the provider block.</typeparam>
/// <typeparam name="TApi">What the configuration makes: the way to the service.</typeparam>
public abstract class Provider<TModel, TApi> : Provider
    where TModel : class, new()
    where TApi : class
{
    private readonly ConfiguredApi<TApi> _configured = new();
    private readonly Lazy<FrozenDictionary<string, Resource>> _resources;
    private readonly Lazy<FrozenDictionary<string, DataSource>> _dataSources;
    private readonly Lazy<FrozenDictionary<string, EphemeralResource>> _ephemeralResources;
    private readonly Lazy<FrozenDictionary<string, ListResource>> _listResources;
    private readonly Lazy<FrozenDictionary<string, ProviderAction>> _actions;
    private readonly Lazy<FrozenDictionary<string, Function>> _functions;

    /// <summary>Makes the provider.</summary>
    protected Provider()
    {
        // Lazily: a process that only validates one resource never makes the rest.
        _configured.BeginOperation = BeginOperation;
        _resources = new(() => Attach<ApiResource<TApi>, Resource>(Resources, static resource => resource.TypeName));
        _dataSources = new(() => Attach<ApiDataSource<TApi>, DataSource>(DataSources, static source => source.TypeName));
        _ephemeralResources = new(() => Attach<ApiEphemeralResource<TApi>, EphemeralResource>(EphemeralResources, static resource => resource.TypeName));
        _listResources = new(() => Attach<ApiListResource<TApi>, ListResource>(ListResources, static list => list.Resource.TypeName));
        _actions = new(() => Attach<ApiAction<TApi>, ProviderAction>(Actions, static action => action.TypeName));
        _functions = new(() => Functions.ToFrozenDictionary(static function => function.Name));
    }

    /// <summary>The attributes of the provider block.</summary>
    protected abstract Schema<TModel> Schema { get; }

    /// <summary>The resources. Asked for once.</summary>
    protected abstract IEnumerable<ApiResource<TApi>> Resources { get; }

    /// <summary>The data sources. Asked for once.</summary>
    protected abstract IEnumerable<ApiDataSource<TApi>> DataSources { get; }

    /// <summary>The ephemeral resources. Asked for once.</summary>
    protected virtual IEnumerable<ApiEphemeralResource<TApi>> EphemeralResources => [];

    /// <summary>The lists of resources. Asked for once.</summary>
    protected virtual IEnumerable<ApiListResource<TApi>> ListResources => [];

    /// <summary>The actions. Asked for once.</summary>
    protected virtual IEnumerable<ApiAction<TApi>> Actions => [];

    /// <summary>The functions. Asked for once.</summary>
    protected virtual IEnumerable<Function> Functions => [];

    internal sealed override Schema UntypedSchema => Schema;

    internal sealed override FrozenDictionary<string, Resource> ResourcesByType => _resources.Value;

    internal sealed override FrozenDictionary<string, DataSource> DataSourcesByType => _dataSources.Value;

    internal sealed override FrozenDictionary<string, EphemeralResource> EphemeralResourcesByType => _ephemeralResources.Value;

    internal sealed override FrozenDictionary<string, ListResource> ListResourcesByType => _listResources.Value;

    internal sealed override FrozenDictionary<string, ProviderAction> ActionsByType => _actions.Value;

    internal sealed override FrozenDictionary<string, Function> FunctionsByName => _functions.Value;

    /// <summary>Checks the combination of arguments. Unknown values skip a check.</summary>
    /// <param name="config">The provider block.</param>
    /// <param name="diagnostics">Where errors and warnings go.</param>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>Makes the way to the service. Nothing is sent yet.</summary>
    /// <param name="config">The provider block; values may be unknown during a plan.</param>
    /// <param name="context">The surroundings.</param>
    protected abstract Configuration<TApi> Configure(TModel config, ConfigureContext context);

    /// <summary>
    /// Tells the way to the service that an operation begins and how long it may take, so that it does not wait for what would come
    /// too late. Cancelling is not its part.
    /// </summary>
    /// <param name="api">The way to the service.</param>
    /// <param name="limit">How long the operation may take from now.</param>
    /// <returns>Is disposed of when the operation ends; null when nothing needs to be told.</returns>
    protected virtual IDisposable? BeginOperation(TApi api, TimeSpan limit) => null;

    /// <summary>Words an exception of the service for the user: what failed, the service's own words, what to do now.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="action">What was being done to which object; the start of the summary.</param>
    /// <returns>The diagnostic; null for an exception that should not occur, which is reported as a bug.</returns>
    protected abstract Diagnostic? Explain(Exception exception, string action);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics)
    {
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);
        if (!diagnostics.HasErrors) ValidateConfig(Schema.Attributes.Decode(config), diagnostics);
    }

    internal sealed override void Configure(CtyObject config, ConfigureContext context)
    {
        // A CLI has had it validated before; whoever has not gets the same words here.
        var validated = new DiagnosticList();
        ValidateConfig(config, validated);
        if (validated.HasErrors) throw new DiagnosticException(validated);

        var configuration = Configure(Schema.Attributes.Decode(config), context);
        _configured.Set(configuration.Api, configuration.Incomplete);
    }

    internal sealed override Diagnostic? ExplainFailure(Exception exception, string action) => Explain(exception, action);

    private FrozenDictionary<string, TPlain> Attach<TPart, TPlain>(IEnumerable<TPart> parts, Func<TPart, string> name)
        where TPart : TPlain, IConfigured<TApi> => parts.ToFrozenDictionary(name, part =>
    {
        part.Configured = _configured;
        return (TPlain)part;
    });
}
