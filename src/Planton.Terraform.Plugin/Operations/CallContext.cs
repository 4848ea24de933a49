using Microsoft.Extensions.Logging;
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

    public required ILogger Log { get; init; }

    public required TimeProvider Time { get; init; }

    public DiagnosticList Diagnostics { get; init; } = [];

    /// <summary>What is being done to which object; the start of the summary of every failure.</summary>
    public required string Action { get; set; }

    /// <summary>Whether what an interrupted call has done so far is in state.</summary>
    public bool KeepsState { get; set; } = true;

    /// <summary>What to do after work that ended early.</summary>
    public string NextStep => KeepsState ? "Everything that exists is in state. Run again to continue." : "Run again to continue.";

    public void Describe(string doing, string typeName, string? name = null) =>
        Action = name is null ? $"{doing} {typeName}" : $"{doing} {typeName} \"{name}\"";
}
