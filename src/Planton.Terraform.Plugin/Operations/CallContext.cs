using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>One call of the CLI: what it is about, who may end it, and where its diagnostics go.</summary>
internal sealed record CallContext
{
    /// <summary>The provider as it was configured when the call began.</summary>
    public required ConfiguredProvider Provider { get; init; }

    /// <summary>Ends when the CLI cancels the call or asks the provider to stop.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Ends when the CLI asks the provider to stop: the user pressed Ctrl-C.</summary>
    public required CancellationToken Stopping { get; init; }

    public required MaskedLogger Log { get; init; }

    public required TimeProvider Time { get; init; }

    public DiagnosticList Diagnostics { get; init; } = [];

    /// <summary>What is being done to which object; the start of the summary of every failure.</summary>
    public required string Action { get; set; }

    /// <summary>Whether what an interrupted call has done so far is in state.</summary>
    public bool KeepsState { get; set; } = true;

    /// <summary>Whether the CLI lets this call wait for a later run.</summary>
    public bool MayDefer { get; set; }

    /// <summary>Why the call waits for a later run; null when it does not.</summary>
    public DeferralReason? Deferred { get; private set; }

    /// <summary>What the module gives the provider beside its configuration; null when nothing.</summary>
    public CtyObject? Meta { get; set; }

    /// <summary>What to do after work that ended early.</summary>
    public string NextStep => KeepsState ? "Everything that exists is in state. Run again to continue." : "Run again to continue.";

    public void MaskInLog(string secret) => Log.Mask(secret);

    /// <exception cref="DiagnosticException">The CLI does not let it wait.</exception>
    public void Defer(DeferralReason reason) => Deferred = MayDefer ? reason : throw new DiagnosticException(
        $"{Action} has to wait", "It needs something that is not there yet, and in this run nothing can be put off. Apply what it depends on first (-target), and run again.");

    public void Describe(string doing, string typeName, string? name = null) =>
        Action = name is null ? $"{doing} {typeName}" : $"{doing} {typeName} \"{name}\"";
}
