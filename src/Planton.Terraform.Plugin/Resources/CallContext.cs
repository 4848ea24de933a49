using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>What surrounds one call of the CLI.</summary>
/// <param name="Cancellation">Ends when the CLI cancels the call or asks the provider to stop.</param>
/// <param name="Stopping">Ends when the CLI asks the provider to stop: the user pressed Ctrl-C.</param>
/// <param name="Explain">The provider's words for an exception of its service; null for one that it does not know.</param>
/// <param name="Log">The log of the call.</param>
/// <param name="Time">The clock for deadlines and waiting.</param>
internal sealed record CallContext(
    CancellationToken Cancellation, CancellationToken Stopping, ExceptionExplainer Explain, ILogger Log, TimeProvider Time);

/// <summary>Words an exception for the user.</summary>
/// <param name="exception">The exception.</param>
/// <param name="action">What was being done to which object; the start of the summary.</param>
/// <returns>The diagnostic; null when the exception is none that the provider expects.</returns>
internal delegate Diagnostic? ExceptionExplainer(Exception exception, string action);
