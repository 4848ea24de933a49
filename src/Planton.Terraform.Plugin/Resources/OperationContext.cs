using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>What an operation of a resource or data source has at hand besides its values.</summary>
/// <typeparam name="TApi">What the provider's configuration made: the way to the service.</typeparam>
public class OperationContext<TApi>
    where TApi : class
{
    private readonly ConfiguredApi<TApi> _api;

    internal OperationContext(CallContext call, ConfiguredApi<TApi> api, DiagnosticList diagnostics, CancellationToken cancellation)
    {
        (Call, _api, Diagnostics, Cancellation) = (call, api, diagnostics, cancellation);
    }

    /// <summary>Whether the provider's configuration is complete. During a plan it may hang on another resource.</summary>
    public bool HasApi => _api.Current is not null;

    /// <summary>The way to the service, as the provider's configuration made it.</summary>
    /// <exception cref="DiagnosticException">The configuration is not complete yet.</exception>
#pragma warning disable CA1065 // Reads as what it is; the exception is the ordinary way to a diagnostic.
    public TApi Api => _api.Current ?? throw _api.Missing();
#pragma warning restore CA1065

    /// <summary>Where warnings and errors for the user go.</summary>
    public DiagnosticList Diagnostics { get; }

    /// <summary>Ends when the operation should: the call was cancelled, the user pressed Ctrl-C, or the time is up.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the user asked to stop, as opposed to the time being up.</summary>
    public bool IsStopping => Call.Stopping.IsCancellationRequested;

    /// <summary>The log of the call.</summary>
    public ILogger Log => Call.Log;

    /// <summary>The clock for waiting. What time it is for the service, the service itself says.</summary>
    public TimeProvider Time => Call.Time;

    internal CallContext Call { get; }
}

/// <summary>What an operation that changes a resource has at hand besides its values.</summary>
/// <typeparam name="TModel">The resource's model.</typeparam>
/// <typeparam name="TApi">What the provider's configuration made.</typeparam>
public sealed class ResourceContext<TModel, TApi> : OperationContext<TApi>
    where TModel : class
    where TApi : class
{
    internal ResourceContext(
        CallContext call, ConfiguredApi<TApi> api, DiagnosticList diagnostics, CancellationToken cancellation, PrivateState privateState)
        : base(call, api, diagnostics, cancellation) => Private = privateState;

    /// <summary>Facts kept beside the state.</summary>
    public PrivateState Private { get; }

    /// <summary>
    /// The configuration: the only place where write-only values are to be seen, since no plan or state holds them. Null where
    /// there is none: in a read, an import and a delete.
    /// </summary>
    public TModel? Config { get; internal init; }

    internal TModel? Saved { get; private set; }

    /// <summary>
    /// Says what exists so far. If the operation fails from here on, this is what Terraform keeps: an object is never lost
    /// because a later step failed.
    /// </summary>
    /// <param name="model">The state so far. Values that are not known yet may be left unknown; Terraform keeps them as null.</param>
    public void Save(TModel model) => Saved = model;
}

/// <summary>A part of a provider that lives on what the provider's configuration makes.</summary>
/// <typeparam name="TApi">What the configuration makes.</typeparam>
internal interface IConfigured<TApi>
    where TApi : class
{
    /// <summary>Where the part takes it from. Set once, when the provider takes the part in.</summary>
    ConfiguredApi<TApi> Configured { get; set; }
}

/// <summary>The place where a provider's configuration puts what it made, and from where its resources take it.</summary>
/// <typeparam name="TApi">What the configuration makes.</typeparam>
internal sealed class ConfiguredApi<TApi>
    where TApi : class
{
    // One reference for both, so that no call sees half of one configuration and half of another.
    private volatile Outcome _outcome = new(null, null);

    public TApi? Current => _outcome.Api;

    /// <summary>Tells the service's client how long an operation may take; what it returns ends with the operation.</summary>
    public Func<TApi, TimeSpan, IDisposable?> BeginOperation { get; set; } = static (_, _) => null;

    /// <summary>The root attribute whose unknown value keeps the configuration from being complete; null when it is complete.</summary>
    public string? Incomplete => _outcome.Incomplete;

    public void Set(TApi? api, string? incomplete) => _outcome = new(api, incomplete);

    public DiagnosticException Missing() => Incomplete is { } attribute
        ? new(
            "Provider configuration is not known yet",
            $"The provider argument \"{attribute}\" comes from a value that is known only after apply, so the service cannot be called "
            + "yet. Apply the resource that it comes from first (-target), or set the argument to a value that is known at plan.")
        : new("Provider is not configured", "The service was needed before the CLI configured the provider. Please report this.");

    private sealed record Outcome(TApi? Api, string? Incomplete);
}
