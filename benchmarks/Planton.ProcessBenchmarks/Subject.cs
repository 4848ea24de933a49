using System.Globalization;
using Planton.DigitalOcean.Simulator;

namespace Planton.ProcessBenchmarks;

/// <summary>A configuration that is applied and planned over and over with one provider.</summary>
/// <param name="name">What it is called in the tables.</param>
/// <param name="workspace">The folder with the configuration, which it disposes of.</param>
/// <param name="account">The account that counts the requests; null for a provider that makes none.</param>
internal sealed class Subject(string name, PlannedWorkspace workspace, SimulatorHost? account) : IDisposable
{
    // An exit code of 2 would be a plan with changes: what was applied must not change again.
    private static readonly string[] Plan = ["plan", "-detailed-exitcode"];

    private readonly Figures _api = new();

    private int _applyRequests;
    private int _planRequests;
    private double _peak;

    /// <summary>Milliseconds of plans.</summary>
    public Figures Plans { get; } = new();

    /// <summary>Milliseconds of applies that create everything.</summary>
    public Figures Applies { get; } = new();

    /// <summary>Applies, and destroys before if it was applied already.</summary>
    public async Task ApplyAsync()
    {
        if (!Applies.IsEmpty) await workspace.RunAsync("destroy", "-auto-approve");
        account?.Requests.Clear();
        Applies.Add(await workspace.RunAsync("apply", "-auto-approve"));
        _applyRequests = account?.Requests.All.Count ?? 0;
    }

    /// <summary>Plans.</summary>
    public async Task PlanAsync()
    {
        account?.Requests.Clear();
        var before = Environment.CpuUsage.TotalTime;
        Plans.Add(await workspace.RunAsync(Plan));
        _api.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        _planRequests = account?.Requests.All.Count ?? 0;
    }

    /// <summary>Plans once more, and looks at the memory.</summary>
    public async Task WeighAsync() => _peak = await workspace.PeakAsync(Plan);

    /// <summary>Its row.</summary>
    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Plans.Text()} | {Applies.Text()} | {(account is null ? "none" : $"{_planRequests}, {_applyRequests}")} | {_api.Median:0} ms | {_peak:0} MB |");

    public void Dispose() => workspace.Dispose();
}
