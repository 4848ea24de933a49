using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Actions;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>Reports the progress of a run: at once when its phase changes, and every 30 seconds within a long phase.</summary>
internal sealed class RunProgress(string registry, ActionContext<ProviderServices> context)
{
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    private readonly long _begun = context.Time.GetTimestamp();
    private long _reported;
    private string? _status;

    /// <summary>How long the action has waited.</summary>
    public TimeSpan Elapsed => context.Time.GetElapsedTime(_begun);

    /// <summary>Handles the result of a poll.</summary>
    public Task ReportAsync(Run run)
    {
        if (run.Status == _status && context.Time.GetElapsedTime(_reported) < MaxSilence) return Task.CompletedTask;

        (_status, _reported) = (run.Status, context.Time.GetTimestamp());
        return ProgressMessages.Phase(registry, run.Status, Elapsed) is { } message ? context.ReportAsync(message) : Task.CompletedTask;
    }
}
