using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Operations;

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

    /// <summary>Keeps a secret out of the log of every call from now on.</summary>
    public void MaskInLog(string secret) => _call.MaskInLog(secret);

    /// <summary>
    /// Lets a read or plan wait for a later run, for an object that cannot be read or planned yet. What is returned besides is a placeholder, whose values
    /// may be unknown.
    /// </summary>
    /// <exception cref="DiagnosticException">The CLI does not let it wait; few do. The error says so.</exception>
    public void Defer(DeferralReason reason) => _call.Defer(reason);

    /// <summary>What the module gives the provider in its <c>provider_meta</c> block; null when nothing.</summary>
    /// <param name="schema">The provider's <see cref="Schema{TModel}"/> of that block.</param>
    public TMeta? GetProviderMeta<TMeta>(Schema<TMeta> schema)
        where TMeta : class, new() => _call.Meta is { } meta ? schema.Attributes.Decode(meta) : null;
}
