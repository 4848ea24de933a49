using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>What an operation has at hand besides its values.</summary>
/// <typeparam name="TData">What the provider's configuration makes: the way to the service.</typeparam>
public class OperationContext<TData>
    where TData : class
{
    private readonly CallContext _call;

    internal OperationContext(CallContext call, CancellationToken cancellation) => (_call, Cancellation) = (call, cancellation);

    /// <summary>Whether the provider's configuration is complete. During a plan it may depend on another resource.</summary>
    public bool HasProviderData => _call.Provider.Data is not null;

    /// <summary>What the provider's configuration made.</summary>
    /// <exception cref="DiagnosticException">The configuration is not complete yet.</exception>
#pragma warning disable CA1065 // Reads as what it is; the exception is the ordinary way to a diagnostic.
    public TData ProviderData => (TData?)_call.Provider.Data ?? throw _call.Provider.NotConfigured();
#pragma warning restore CA1065

    /// <summary>Where warnings and errors for the user go.</summary>
    public DiagnosticList Diagnostics => _call.Diagnostics;

    /// <summary>Ends when the operation should: the call was cancelled, the user pressed Ctrl-C, or the time is up.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the user asked to stop, as opposed to the time being up.</summary>
    public bool IsStopping => _call.Stopping.IsCancellationRequested;

    /// <summary>The log of the call.</summary>
    public ILogger Log => _call.Log;

    /// <summary>The clock for waiting. What time it is for the service, the service itself says.</summary>
    public TimeProvider Time => _call.Time;
}

/// <summary>What an operation on one object of a resource has at hand besides its values.</summary>
/// <typeparam name="TModel">The resource's model.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public sealed class ResourceContext<TModel, TData> : OperationContext<TData>
    where TModel : class
    where TData : class
{
    internal ResourceContext(CallContext call, CancellationToken cancellation, PrivateState privateState)
        : base(call, cancellation) => Private = privateState;

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
