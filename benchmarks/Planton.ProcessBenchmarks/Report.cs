using System.Globalization;
using Planton.DigitalOcean.Simulator;

namespace Planton.ProcessBenchmarks;

/// <summary>A provider that is measured.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="Executable">Its path.</param>
internal sealed record Contender(string Name, string Executable);

/// <summary>Measures, and prints tables in Markdown.</summary>
internal static class Report
{
    private const string Ours = "project-planton/planton";
    private const string Peers = "example/peer";

    /// <summary>Starts of providers, in turn, so that what else the machine does concerns all alike.</summary>
    /// <param name="contenders">The providers, this one first.</param>
    /// <param name="runs">How often each is started.</param>
    public static async Task StartsAsync(IReadOnlyList<Contender> contenders, int runs)
    {
        var figures = contenders.Select(static _ => new StartFigures()).ToList();
        for (var run = -1; run < runs; run++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                var start = await ProviderStart.MeasureAsync(contenders[i].Executable);
                if (run >= 0) figures[i].Add(start); // The first one reads the executable from disk.
            }
        }

        Head("start of a provider", "min | median | max");
        for (var i = 0; i < contenders.Count; i++)
        {
            figures[i].Print(contenders[i]);
            if (i > 0) Row($"ratio of the handshakes' medians, this provider to {contenders[i].Name}", Ratio(figures[0].Handshake, figures[i].Handshake));
        }
    }

    /// <summary>Plans and applies of growing configurations.</summary>
    public static async Task PlansAsync(string engine, string provider, string? peer, IReadOnlyList<int> counts, int runs)
    {
        Head("plan of resources in state, in milliseconds", "min | median | max | apply of all | API requests of plan, apply | most memory of the plan's provider");
        foreach (var count in counts)
        {
            var repeats = Math.Max(3, runs / (count > 100 ? 4 : 1));
            await using var account = await PlannedWorkspace.AccountAsync(count);
#pragma warning disable CA2000 // All are disposed of by their using; the list only looks at them.
            using var integrations = new PlannedWorkspace(engine, provider, Ours, PlannedWorkspace.Integrations(count), account.Endpoint);
            using var policies = new PlannedWorkspace(engine, provider, Ours, PlannedWorkspace.Policies(count), account.Endpoint);
            using var peerIntegrations = peer is null ? null : new PlannedWorkspace(engine, peer, Peers, PlannedWorkspace.Integrations(count, "peer_integration"), api: null);
            using var peerPolicies = peer is null ? null : new PlannedWorkspace(engine, peer, Peers, PlannedWorkspace.Policies(count, "peer_policy"), api: null);
#pragma warning restore CA2000
            var pairs = new List<(Subject Ours, Subject? Peer)>
            {
                (new($"{count} × integration", integrations, account), Subject.Of($"{count} × integration of the peer", peerIntegrations)),
                (new($"{count} × policy", policies, account), Subject.Of($"{count} × policy of the peer", peerPolicies)),
            };
            var subjects = pairs.SelectMany(static pair => pair.Peer is null ? [pair.Ours] : new[] { pair.Ours, pair.Peer }).ToList();
            foreach (var subject in subjects) await subject.ApplyAsync();
            for (var run = 0; run < repeats; run++)
            {
                foreach (var subject in subjects) await subject.PlanAsync();
            }

            foreach (var (ours, peers) in pairs)
            {
                await ours.PrintAsync();
                if (peers is null) continue;
                await peers.PrintAsync();
                Row("ratio of the medians, and of the applies", string.Create(CultureInfo.InvariantCulture, $"| **{Ratio(ours.Plans, peers.Plans)}** | | {ours.Apply / peers.Apply:0.00} | | "));
            }
        }
    }

    private static string Ratio(Figures ours, Figures peers) => string.Create(CultureInfo.InvariantCulture, $"{ours.Median / peers.Median:0.00}");

    private static void Head(string what, string columns) => Console.WriteLine($"\n| {what} | {columns} |\n|---|{string.Concat(columns.Split('|').Select(static _ => "---|"))}");

    private static void Row(string what, string figures) => Console.WriteLine($"| {what} | {figures} |");

    private sealed class Subject(string name, PlannedWorkspace workspace, SimulatorHost? account)
    {
        // An exit code of 2 would be a plan with changes: what was applied must not change again.
        private static readonly string[] Plan = ["plan", "-detailed-exitcode"];

        private int _applyRequests;
        private int _planRequests;

        public Figures Plans { get; } = new();

        public double Apply { get; private set; }

        public static Subject? Of(string name, PlannedWorkspace? workspace) => workspace is null ? null : new(name, workspace, account: null);

        public async Task ApplyAsync()
        {
            account?.Requests.Clear();
            Apply = await workspace.RunAsync("apply", "-auto-approve");
            _applyRequests = account?.Requests.All.Count ?? 0;
        }

        public async Task PlanAsync()
        {
            account?.Requests.Clear();
            Plans.Add(await workspace.RunAsync(Plan));
            _planRequests = account?.Requests.All.Count ?? 0;
        }

        public async Task PrintAsync()
        {
            var peak = await workspace.PeakAsync(Plan);
            Row(name, string.Create(CultureInfo.InvariantCulture, $"{Plans.Text("")} | {Apply:0} | {(account is null ? "none" : $"{_planRequests}, {_applyRequests}")} | {peak:0} MB"));
        }
    }

    private sealed class StartFigures
    {
        private readonly Figures _call = new();
        private readonly Figures _processor = new();
        private readonly Figures _resident = new();
        private readonly Figures _own = new();

        public Figures Handshake { get; } = new();

        public void Add(ProviderStart start)
        {
            Handshake.Add(start.Handshake);
            _call.Add(start.FirstCall);
            _processor.Add(start.Processor);
            _resident.Add(start.Resident);
            _own.Add(start.Private);
        }

        public void Print(Contender of)
        {
            Row($"{of.Name}: handshake line", Handshake.Text("ms"));
            Row($"{of.Name}: first call after it (TLS, GetProviderSchema)", _call.Text("ms"));
            Row($"{of.Name}: processor time of both", _processor.Text("ms"));
            Row($"{of.Name}: resident at the handshake", _resident.Text("MB"));
            Row($"{of.Name}: of which private", _own.Text("MB"));
            Row($"{of.Name}: size on disk", string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(of.Executable).Length / 1e6:0.0} MB"));
        }
    }
}
