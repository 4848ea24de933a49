using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>
/// The line that no exception crosses: every one becomes a diagnostic of its call. Terraform shows an exception as a failure of the plugin itself,
/// without the object, the reason or the way out.
/// </summary>
internal static partial class DiagnosticBoundary
{
    public static async Task RunAsync(CallContext call, Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // The boundary is the one place that must catch everything: see the type's summary.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Diagnostic[] told = [.. Describe(call, exception)];
            call.Diagnostics.AddRange(told);

            // Without an error the CLI would take the operation for done.
            if (!Array.Exists(told, static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) call.Diagnostics.Add(Bug(call, exception));
        }
    }

    private static IEnumerable<Diagnostic> Describe(CallContext call, Exception failure) => failure switch
    {
        DiagnosticException exception => exception.Diagnostics,
        TfConversionException exception => [new(DiagnosticSeverity.Error, $"Invalid value for {exception.Path}", exception.Message, exception.Path)],
        OperationCanceledException when call.Stopping.IsCancellationRequested =>
            [new(DiagnosticSeverity.Error, $"{call.Action} was interrupted", $"The operation was stopped before it was complete. {call.NextStep}")],
        OperationCanceledException when call.Cancellation.IsCancellationRequested =>
            [new(DiagnosticSeverity.Error, $"{call.Action} was cancelled", $"The CLI cancelled the call. {call.NextStep}")],
        TimeLimitException exception => [new(DiagnosticSeverity.Error, $"{call.Action} timed out", $"{exception.Message} {call.NextStep}")],
        TfMissingValueException exception => [Incomplete(call, exception)],
        _ => [Explain(call, failure) ?? Bug(call, failure)],
    };

    /// <summary>The provider's words; null also when finding them fails, since the failure to be told is the first one.</summary>
    private static Diagnostic? Explain(CallContext call, Exception failure)
    {
        try
        {
            return call.Provider.Explain(failure, call.Action);
        }
#pragma warning disable CA1031 // As above: nothing may leave the boundary.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBug(call.Log, $"Wording the failure of {call.Action}", exception);
            return null;
        }
    }

    private static Diagnostic Incomplete(CallContext call, TfMissingValueException exception)
    {
        LogBug(call.Log, call.Action, exception);
        return new(
            DiagnosticSeverity.Error,
            $"{call.Action} failed because a value is missing",
            "The CLI passed an object that lacks a required value. If its state was edited by hand or is damaged, restore a backup of the state, or remove the "
            + "object from the state and import it again. Otherwise run again with TF_LOG=ERROR, and report the log together with the configuration.");
    }

    private static Diagnostic Bug(CallContext call, Exception exception)
    {
        LogBug(call.Log, call.Action, exception);
        return new(
            DiagnosticSeverity.Error,
            $"{call.Action} failed because of a bug in the provider",
            $"An unexpected {Cause(exception).GetType().Name} occurred. Run again with TF_LOG=ERROR, and report the log together with the configuration.");
    }

    /// <summary>The exception that says what went wrong: one in a static initializer is wrapped in another that says only that.</summary>
    private static Exception Cause(Exception exception) =>
        exception is TypeInitializationException { InnerException: { } cause } ? Cause(cause) : exception;

    [LoggerMessage(1, LogLevel.Error, "{Action} failed unexpectedly")]
    private static partial void LogBug(ILogger logger, string action, Exception exception);
}
