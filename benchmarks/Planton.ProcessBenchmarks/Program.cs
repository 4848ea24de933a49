using System.Globalization;
using Planton.ProcessBenchmarks;

// Usage: --provider PATH [--peer PATH] [--runs N] [--counts 1,100,1000] [--engine terraform]
var arguments = args.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);
var runs = int.Parse(arguments.GetValueOrDefault("--runs", "20"), CultureInfo.InvariantCulture);
var counts = arguments.GetValueOrDefault("--counts", "1,100,1000").Split(',').Select(static count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
var engine = arguments.GetValueOrDefault("--engine", "terraform");
var provider = arguments["--provider"];
var peer = arguments.GetValueOrDefault("--peer");

await Report.StartsAsync([("this provider", provider), .. peer is null ? Array.Empty<(string, string)>() : [("the peer", peer)]], runs);
await Report.PlansAsync(engine, provider, peer, counts, runs);
