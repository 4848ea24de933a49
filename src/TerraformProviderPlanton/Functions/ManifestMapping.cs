using Planton.Registry.Schedules;
using TerraformProviderPlanton.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>
/// A mapping whose keys are known. Each may be in snake case or camel case, as in the JSON of protocol buffers, but not in both.
/// </summary>
internal sealed class ManifestMapping
{
    private const int LargestDistance = 2;
    private const int MaxKey = 64;

    private readonly Dictionary<string, (YamlScalarNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly Mark _place;
    private readonly string _path;
    private readonly ManifestErrors _errors;

    /// <summary>Reads the keys of a mapping, and reports those that are unknown or given in both spellings.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="path">Its path in messages; empty for the root.</param>
    /// <param name="known">The known keys, in their usual spelling.</param>
    public ManifestMapping(YamlMappingNode node, string path, IReadOnlyList<string> known, ManifestErrors errors)
    {
        (_place, _path, _errors) = (node.Start, path, errors);
        foreach (var (key, value) in node.Children)
        {
            // The parser rejects all other keys.
            var written = (YamlScalarNode)key;
            var name = known.FirstOrDefault(name => written.Value == SnakeCase(name) || written.Value == CamelCase(name));
            if (name is null) RefuseUnknown(written, known);
            else if (!_entries.TryAdd(name, (written, value))) RefuseBoth(written, _entries[name].Key);
        }
    }

    /// <summary>The value of a known key.</summary>
    /// <param name="key">The key, in its usual spelling.</param>
    public ManifestValue this[string key] => _entries.TryGetValue(key, out var entry)
        ? new(PathOf(entry.Key.Value!), entry.Value.Start, entry.Value, _errors)
        : new(PathOf(key), _place, null, _errors);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));

    private static string CamelCase(string name) =>
        string.Concat(name.Split('_').Select(static (word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Only the letters, by which spellings are compared.</summary>
    private static string Plain(string name) => string.Concat(name.Where(static c => c is not ('_' or '-'))).ToLowerInvariant();

    private static string? Nearest(string written, IReadOnlyList<string> known)
    {
        // Short words are only a few edits away from any other, so only longer ones can be recognized when misspelt.
        if (written.Length is <= LargestDistance or > MaxKey) return null;
        var (name, distance) = known.Select(name => (name, EditDistance.Between(Plain(written), Plain(name)))).MinBy(static near => near.Item2);
        return distance <= LargestDistance ? name : null;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private void RefuseUnknown(YamlScalarNode key, IReadOnlyList<string> known)
    {
        var meant = Nearest(key.Value!, known) is { } name ? $"Did you mean \"{name}\"? " : string.Empty;
        var owner = _path.Length == 0 ? "a manifest" : $"\"{_path}\"";
        _errors.Add(key.Start, $"{Quoted.AtStart(PathOf(key.Value!))} is not a key of {owner}. {meant}Allowed are {string.Join(", ", known)}.");
    }

    private void RefuseBoth(YamlScalarNode key, YamlScalarNode first) =>
        _errors.Add(key.Start, $"\"{PathOf(key.Value!)}\" and \"{PathOf(first.Value!)}\" in line {first.Start.Line} are two spellings of the same key. Keep one of them.");
}
