using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// The line that no exception of a provider's code crosses: behind it, everything is a diagnostic. Terraform shows an exception
/// as a failure of the plugin itself, without the object, the reason or the way out.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="action">What is being done to which object; the start of every summary.</param>
/// <param name="diagnostics">Where the outcome goes.</param>
/// <param name="afterwards">What to tell the user of work that was ended early, beside that.</param>
internal sealed partial class DiagnosticBoundary(
    CallContext call, string action, DiagnosticList diagnostics, string afterwards = "Everything that exists is in state. Run again to continue.")
{
    /// <summary>What to tell of work that keeps nothing in state.</summary>
    public const string NothingInState = "Run again to continue.";

    // The longest a timer can be set; whoever allows more than that sets no limit.
    private static readonly TimeSpan MaxLimit = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private string? _exceeded;

    /// <summary>Runs a part of the work under a time limit. The token it gets ends at the limit or with the call.</summary>
    /// <param name="operation">The entry of <c>timeouts</c> that raises the limit; null when users cannot set it.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="work">The work.</param>
    public async Task WithinAsync(OperationKind? operation, TimeSpan limit, Func<CancellationToken, Task> work)
    {
        using var timer = new CancellationTokenSource(limit > MaxLimit ? Timeout.InfiniteTimeSpan : limit < TimeSpan.Zero ? TimeSpan.Zero : limit, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, call.Cancellation);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            var advice = operation is { } kind ? $". Raise timeouts.{kind.ToString().ToLowerInvariant()} if the service needs longer" : string.Empty;
            _exceeded = $"{GoDuration.Format(limit)}{advice}";
            throw;
        }
    }

    public async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DiagnosticException exception)
        {
            diagnostics.AddRange(exception.Diagnostics);
        }
        catch (TfConversionException exception)
        {
            diagnostics.Error(exception.Path, $"Invalid value for {exception.Path}", exception.Message);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            diagnostics.Error($"{action} was interrupted", $"The operation was stopped before it was complete. {afterwards}");
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            diagnostics.Error($"{action} was cancelled", $"The CLI cancelled the call. {afterwards}");
        }
        catch (OperationCanceledException) when (_exceeded is not null)
        {
            diagnostics.Error($"{action} timed out", $"The operation exceeded its time limit of {_exceeded}. {afterwards}");
        }
        catch (TfMissingValueException exception)
        {
            diagnostics.Add(Incomplete(exception));
        }
#pragma warning disable CA1031 // The edge is the one place that must catch everything: see the type's summary.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            diagnostics.Add(Explain(exception) ?? Bug(exception));
        }
    }

    /// <summary>The provider's words; null also when finding them fails, since the failure to be told is the first one.</summary>
    private Diagnostic? Explain(Exception failure)
    {
        try
        {
            return call.Explain(failure, action);
        }
#pragma warning disable CA1031 // As above: nothing may leave the edge.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBug(call.Log, $"Wording the failure of {action}", exception);
            return null;
        }
    }

    private Diagnostic Incomplete(TfMissingValueException exception)
    {
        LogBug(call.Log, action, exception);
        return new(
            DiagnosticSeverity.Error,
            $"{action} failed because a value is missing",
            "The CLI passed an object that lacks a required value. If its state was edited by hand or is damaged, restore a backup of the state, or remove the "
            + "object from the state and import it again. Otherwise run again with TF_LOG=ERROR, and report the log together with the configuration.");
    }

    private Diagnostic Bug(Exception exception)
    {
        LogBug(call.Log, action, exception);
        return new(
            DiagnosticSeverity.Error,
            $"{action} failed because of a bug in the provider",
            $"An unexpected {exception.GetType().Name} occurred. Run again with TF_LOG=ERROR, and report the log together with the configuration.");
    }

    [LoggerMessage(1, LogLevel.Error, "{Action} failed unexpectedly")]
    private static partial void LogBug(ILogger logger, string action, Exception exception);
}

/// <summary>Finds and settles unknown values in a result, which must have none.</summary>
internal static class UnknownValues
{
    public static IEnumerable<CtyPath> In(CtyObject value) => Find(value, CtyPath.Root);

    /// <summary>Demands that arguments are known. The CLI asks for nothing before they are; another client might.</summary>
    public static void Exclude(CtyObject arguments)
    {
        foreach (var path in In(arguments))
        {
            throw new DiagnosticException($"The argument {path} is not known yet", "Its value comes from something that the apply creates, so nothing can be looked up before then. Use a value that is known at plan, or apply what it comes from first (-target).", path);
        }
    }

    /// <summary>Demands that a stored state is known throughout, as every state is that a CLI has stored.</summary>
    public static void ExcludeFromState(CtyObject? state)
    {
        foreach (var path in state is null ? [] : In(state))
        {
            throw new DiagnosticException(
                $"The state has no value at {path}", "The value is unknown, which is impossible in a stored state: the state is damaged. Restore a backup of it, or remove the object from it and import it again.", path);
        }
    }

    /// <summary>Reports every unknown value as a bug and gives the object without them.</summary>
    public static CtyObject Refuse(CtyObject value, string typeName, DiagnosticList diagnostics)
    {
        foreach (var path in In(value))
        {
            diagnostics.Error(
                path, "Unknown value after the operation", $"{typeName} left {path} unknown. The object itself is safe. This is a bug in the provider; please report it.");
        }

        return ReplaceUnknownsWithNull(value);
    }

    public static CtyObject ReplaceUnknownsWithNull(CtyObject value) => (CtyObject)WithNulls(value);

    private static IEnumerable<CtyPath> Find(CtyValue value, CtyPath path) => value switch
    {
        { IsWhollyKnown: true } => [],
        CtyUnknown => [path],
        CtyObject known => known.Type.Attributes.SelectMany((attribute, i) => Find(known.Values[i], path.Attribute(attribute.Name))),
        CtyMap map => map.Entries.SelectMany(entry => Find(entry.Value, path.Key(entry.Key))),
        CtySequence { IsSet: true } => [path],
        CtySequence list => list.Elements.SelectMany((element, i) => Find(element, path.Index(i))),
        _ => [],
    };

    private static CtyValue WithNulls(CtyValue value) => value switch
    {
        { IsWhollyKnown: true } => value,
        CtyObject known => new CtyObject(known.Type, [.. known.Values.Select(WithNulls)]),
        CtyMap map => new CtyMap((CtyCollectionType)map.Type, [.. map.Entries.Select(static entry => KeyValuePair.Create(entry.Key, WithNulls(entry.Value)))]),
        CtySequence list => new CtySequence(list.Type, [.. list.Elements.Select(WithNulls)]),
        _ => CtyValue.Null(value.Type),
    };
}
