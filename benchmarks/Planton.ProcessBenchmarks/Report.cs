using System.Globalization;
using Planton.DigitalOcean.Simulator;

namespace Planton.ProcessBenchmarks;

/// <summary>Measures, and prints tables in Markdown.</summary>
internal static class Report
{
    private const string Ours = "project-planton/planton";
    private const string Peers = "example/peer";

    /// <summary>Starts of providers, in turn, so that what else the machine does concerns all alike.</summary>
    public static async Task StartsAsync(IReadOnlyList<(string Name, string Executable)> providers, int runs)
    {
        var figures = providers.Select(static _ => (Handshake: new Figures(), Call: new Figures(), Resident: new Figures(), Private: new Figures(), Processor: new Figures())).ToList();
        for (var run = -1; run < runs; run++)
        {
            for (var i = 0; i < providers.Count; i++)
            {
                var start = await ProviderStart.MeasureAsync(providers[i].Executable);
                if (run < 0) continue; // The first one reads the executable from disk.
                figures[i].Handshake.Add(start.Handshake);
                figures[i].Call.Add(start.FirstCall);
                figures[i].Resident.Add(start.Resident);
                figures[i].Private.Add(start.Private);
                figures[i].Processor.Add(start.Processor);
            }
        }

        Head("start of a provider", "min | median | max");
        for (var i = 0; i < providers.Count; i++)
        {
            var (name, of) = (providers[i].Name, figures[i]);
            Row($"{name}: handshake line", of.Handshake.Text("ms"));
            Row($"{name}: first call after it (TLS, GetProviderSchema)", of.Call.Text("ms"));
            Row($"{name}: processor time of both", of.Processor.Text("ms"));
            Row($"{name}: resident at the handshake", of.Resident.Text("MB"));
            Row($"{name}: of which private", of.Private.Text("MB"));
            Row($"{name}: size on disk", string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(providers[i].Executable).Length / 1e6:0.0} MB"));
        }

        if (figures is [var ours, var peer]) Row("ratio of the handshakes' medians, this provider to the peer", Ratio(ours.Handshake, peer.Handshake));
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
}
