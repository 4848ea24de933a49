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
        Head("plan of resources in state, in milliseconds", "min | median | max | apply of all | API requests of a plan");
        foreach (var count in counts)
        {
            var repeats = Math.Max(3, runs / (count > 100 ? 4 : 1));
            await using var account = await PlannedWorkspace.AccountAsync(count);
#pragma warning disable CA2000 // All three are disposed of by their using; the list only looks at them.
            using var integrations = new PlannedWorkspace(engine, provider, Ours, PlannedWorkspace.Integrations(count), account.Endpoint);
            using var policies = new PlannedWorkspace(engine, provider, Ours, PlannedWorkspace.Policies(count), account.Endpoint);
            using var peers = peer is null ? null : new PlannedWorkspace(engine, peer, Peers, PlannedWorkspace.Integrations(count, "peer_integration"), api: null);
#pragma warning restore CA2000
            var subjects = new List<Subject> { new($"{count} × integration", integrations, account), new($"{count} × policy", policies, account) };
            if (peers is not null) subjects.Add(new($"{count} × integration of the peer, whose reads do nothing", peers, null));
            foreach (var subject in subjects) subject.Apply = await subject.Workspace.RunAsync("apply", "-auto-approve");
            for (var run = 0; run < repeats; run++)
            {
                foreach (var subject in subjects) await subject.PlanAsync();
            }

            foreach (var subject in subjects)
            {
                Row(subject.Name, string.Create(CultureInfo.InvariantCulture, $"{subject.Plans.Text("")} | {subject.Apply:0} | {subject.Requests?.ToString(CultureInfo.InvariantCulture) ?? "-"}"));
                if (peers is not null && subject.Workspace != peers) Row($"ratio to the peer", Ratio(subject.Plans, subjects[^1].Plans));
            }
        }
    }

    private static string Ratio(Figures ours, Figures peers) => string.Create(CultureInfo.InvariantCulture, $"{ours.Median / peers.Median:0.00}");

    private static void Head(string what, string columns) => Console.WriteLine($"\n| {what} | {columns} |\n|---|{string.Concat(columns.Split('|').Select(static _ => "---|"))}");

    private static void Row(string what, string figures) => Console.WriteLine($"| {what} | {figures} |");

    private sealed class Subject(string name, PlannedWorkspace workspace, SimulatorHost? account)
    {
        public string Name => name;

        public PlannedWorkspace Workspace => workspace;

        public Figures Plans { get; } = new();

        public double Apply { get; set; }

        public int? Requests { get; private set; }

        public async Task PlanAsync()
        {
            account?.Requests.Clear();
            // 2 would be a plan with changes: what was applied must not change again.
            Plans.Add(await workspace.RunAsync("plan", "-detailed-exitcode"));
            Requests = account?.Requests.All.Count;
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
