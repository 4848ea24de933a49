using System.Globalization;
using Planton.ProcessBenchmarks;

// Usage: --provider PATH [--go-peer PATH] [--peer PATH] [--runs N] [--counts 1,100,1000] [--engine terraform]
var arguments = args.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);
var runs = int.Parse(arguments.GetValueOrDefault("--runs", "20"), CultureInfo.InvariantCulture);
var counts = arguments.GetValueOrDefault("--counts", "1,100,1000").Split(',').Select(static count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
var engine = arguments.GetValueOrDefault("--engine", "terraform");

List<Contender> contenders = [new("this provider", arguments["--provider"])];
if (arguments.TryGetValue("--go-peer", out var goPeer)) contenders.Add(new("the Go peer", goPeer));
if (arguments.TryGetValue("--peer", out var peer)) contenders.Add(new(Path.GetFileName(peer), peer));

await Report.StartsAsync(contenders, runs);
var isWithinBudget = await Report.InstructionsAsync(arguments["--provider"]);
await Report.PlansAsync(engine, arguments["--provider"], goPeer, counts, runs);
return isWithinBudget ? 0 : 1;
