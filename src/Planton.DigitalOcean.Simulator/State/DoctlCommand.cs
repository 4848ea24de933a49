using System.Collections.Frozen;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The arguments of DigitalOcean's command line, as far as they start a garbage collection.</summary>
/// <param name="Registry">The registry's name; null for "the" registry of the account.</param>
/// <param name="Type">What is to be deleted.</param>
/// <param name="Token">The token among the arguments; null for none.</param>
internal sealed record DoctlCommand(string? Registry, string Type, string? Token)
{
    private static readonly FrozenSet<string> Switches = FrozenSet.Create(
        StringComparer.Ordinal, "--force", "--include-untagged-manifests", "--exclude-unreferenced-blobs", "--no-header", "--verbose",
        "--trace", "--interactive");

    private static readonly FrozenSet<string> Options = FrozenSet.Create(
        StringComparer.Ordinal, "--access-token", "--api-url", "--config", "--context", "--output", "--format", "--http-retry-max",
        "--http-retry-wait-max", "--http-retry-wait-min");

    private static readonly FrozenDictionary<string, string> Short = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["-f"] = "--force",
        ["-t"] = "--access-token",
        ["-u"] = "--api-url",
        ["-c"] = "--config",
        ["-o"] = "--output",
        ["-v"] = "--verbose",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[][] Words = [["registry", "registries", "reg", "r"], ["garbage-collection", "gc", "g"], ["start", "s"]];

    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <returns>The command; null when the arguments stop before they name one, to which the program answers with its help, and success.</returns>
    /// <exception cref="FormatException">They are not for this, or the program would refuse them; the message is what it would write.</exception>
    public static DoctlCommand? Parse(IEnumerable<string> arguments)
    {
        var (words, flags) = Part(arguments);
        for (var index = 0; index < Words.Length; index++)
        {
            if (index == words.Count) return null;
            if (!Words[index].Contains(words[index]))
            {
                throw new FormatException($"unknown command \"{words[index]}\" for \"{string.Join(' ', words.Take(index).Prepend("doctl"))}\"");
            }
        }

        if (words.Count > Words.Length + 1)
        {
            throw new FormatException("(doctl.registry.garbage-collection.start) command contains unsupported arguments");
        }

        var (untagged, excluded) = (IsSet("--include-untagged-manifests"), IsSet("--exclude-unreferenced-blobs"));
        if (excluded && !untagged) throw new FormatException("incompatible combination of flags: nothing would be collected");
        if (!IsSet("--force")) throw new FormatException("operation aborted: there is nobody to confirm it");
        var type = (untagged, excluded) switch
        {
            (true, true) => GarbageCollectionType.UntaggedManifests,
            (true, false) => GarbageCollectionType.Both,
            _ => GarbageCollectionType.UnreferencedBlobs,
        };
        return new DoctlCommand(words.ElementAtOrDefault(Words.Length), type, flags.GetValueOrDefault("--access-token"));

        bool IsSet(string name) => flags.GetValueOrDefault(name) is "true";
    }

    private static (List<string> Words, Dictionary<string, string> Flags) Part(IEnumerable<string> arguments)
    {
        List<string> words = [];
        Dictionary<string, string> flags = new(StringComparer.Ordinal);
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            if (argument.Length < 2 || argument[0] != '-')
            {
                words.Add(argument);
                continue;
            }

            var parts = argument.Split('=', 2);
            var name = Short.GetValueOrDefault(parts[0], parts[0]);
            if (Switches.Contains(name)) flags[name] = parts.Length == 2 ? parts[1] : "true";
            else if (!Options.Contains(name)) throw new FormatException($"unknown flag: {parts[0]}");
            else if (parts.Length == 2 || rest.TryPeek(out _)) flags[name] = parts.Length == 2 ? parts[1] : rest.Dequeue();
            else throw new FormatException($"flag needs an argument: {parts[0]}");
        }

        return (words, flags);
    }
}
