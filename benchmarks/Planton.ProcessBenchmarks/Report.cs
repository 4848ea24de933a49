using System.Globalization;

namespace Planton.ProcessBenchmarks;

/// <summary>A provider that is measured.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="Executable">Its path.</param>
internal sealed record Contender(string Name, string Executable);

/// <summary>Measures, and prints tables in Markdown.</summary>
internal static class Report
{
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

    /// <summary>Instructions of this provider's start, against their budget.</summary>
    /// <returns>Whether it keeps to the budget. Where they cannot be counted it says so, and nothing is exceeded.</returns>
    public static async Task<bool> InstructionsAsync(string provider)
    {
        var count = await StartInstructions.CountAsync(provider);
        if (count is null)
        {
            await Console.Error.WriteLineAsync("bench: without valgrind the instructions of a start are not counted, and their budget is not checked (apt-get install valgrind).");
            return true;
        }

        Row("this provider: instructions until the handshake line", string.Create(CultureInfo.InvariantCulture, $"{count:0.0} million of {StartInstructions.Budget}"));
        if (count <= StartInstructions.Budget) return true;
        await Console.Error.WriteLineAsync("bench: THE START EXECUTES MORE INSTRUCTIONS THAN ITS BUDGET ALLOWS. callgrind_annotate shows where; design/0028 tells what cost most before.");
        return false;
    }

    /// <summary>Plans and applies of the main example, and of growing numbers of resources.</summary>
    /// <param name="engine">The CLI.</param>
    /// <param name="provider">This provider.</param>
    /// <param name="peer">The Go peer; null when there is none.</param>
    /// <param name="counts">How many resources.</param>
    /// <param name="runs">How often each is planned; a quarter as often where it is many, and the same for applies.</param>
    public static async Task PlansAsync(string engine, string provider, string? peer, IReadOnlyList<int> counts, int runs)
    {
        Head("milliseconds of plans with nothing to do, and of applies", "plan: min | median | max | apply: min | median | max | API requests of each | processor time of the simulated API in a plan | most memory of the plan's provider");
        await CompareAsync("main example", Configurations.MainExample, 1, runs, Few(runs));
        foreach (var count in counts)
        {
            var (plans, applies) = count > 100 ? (Few(runs), 1) : (runs, Few(runs));
            await CompareAsync($"{count} × integration", names => Configurations.Integrations(names, count), count, plans, applies);
            await CompareAsync($"{count} × policy", names => Configurations.Policies(names, count), count, plans, applies);
        }

        async Task CompareAsync(string what, Func<ResourceNames, string> configuration, int count, int plans, int applies)
        {
            await using var account = await Configurations.AccountAsync(count);
            using var ours = new Subject(what, new(engine, provider, ResourceNames.Ours.Source, configuration(ResourceNames.Ours), account.Endpoint), account);
            using var peers = peer is null ? null : new Subject($"{what} of the peer", new(engine, peer, ResourceNames.Peers.Source, configuration(ResourceNames.Peers), api: null), account: null);
            List<Subject> subjects = peers is null ? [ours] : [ours, peers];

            // In turns, so that what else the machine does concerns both alike.
            for (var i = 0; i < applies; i++) await EachAsync(subjects, static subject => subject.ApplyAsync());
            for (var i = 0; i < plans; i++) await EachAsync(subjects, static subject => subject.PlanAsync());
            await EachAsync(subjects, static subject => subject.WeighAsync());
            foreach (var subject in subjects) Console.WriteLine(subject.Row());
            if (peers is not null) Row("ratio of the medians", $"| **{Ratio(ours.Plans, peers.Plans)}** | | | **{Ratio(ours.Applies, peers.Applies)}** | | | | ");
        }
    }

    private static int Few(int runs) => Math.Max(3, runs / 4);

    private static async Task EachAsync(IReadOnlyList<Subject> subjects, Func<Subject, Task> action)
    {
        foreach (var subject in subjects) await action(subject);
    }

    private static string Ratio(Figures ours, Figures peers) => string.Create(CultureInfo.InvariantCulture, $"{ours.Median / peers.Median:0.00}");

    private static void Head(string what, string columns) => Console.WriteLine($"\n| {what} | {columns} |\n|---|{string.Concat(columns.Split('|').Select(static _ => "---|"))}");

    private static void Row(string what, string figures) => Console.WriteLine($"| {what} | {figures} |");

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
            Row($"{of.Name}: first call after it (TLS, the schemas)", _call.Text("ms"));
            Row($"{of.Name}: processor time of both", _processor.Text("ms"));
            Row($"{of.Name}: resident at the handshake", _resident.Text("MB"));
            Row($"{of.Name}: of which private", _own.Text("MB"));
            Row($"{of.Name}: size on disk", string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(of.Executable).Length / 1e6:0.0} MB"));
        }
    }
}
