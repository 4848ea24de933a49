using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TerraformProviderPlanton.Functions;

/// <summary>
/// Passes on the events of a YAML text, and rejects what no manifest needs before anything is built from it: deep nesting, which would exhaust the
/// stack; keys that are not plain strings, whose comparison would follow aliases endlessly; duplicate keys; merge keys; tags.
/// </summary>
internal sealed class ManifestParser(TextReader text) : IParser
{
    private const int Deepest = 32;

    private readonly Parser _parser = new(text);
    private readonly Stack<Collection> _open = new();
    private readonly HashSet<AnchorName> _anchors = [];

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        var moved = _parser.MoveNext();
        if (moved && _parser.Current is { } current) Check(current);
        return moved;
    }

    private void Check(ParsingEvent current)
    {
        switch (current)
        {
            case MappingEnd or SequenceEnd:
                _open.Pop();
                return;
            case AnchorAlias alias when !_anchors.Contains(alias.Value):
                throw new ManifestYamlException(alias, "The alias has no anchor: no anchor with this name precedes it.");
            case AnchorAlias:
                break;
            case NodeEvent node:
                CheckTag(node);
                if (!node.Anchor.IsEmpty) _anchors.Add(node.Anchor);
                break;
            default:
                return;
        }

        if (_open.TryPeek(out var within)) within.Add(current);
        if (current is not (MappingStart or SequenceStart)) return;
        if (_open.Count == Deepest) throw new ManifestYamlException(current, $"Collections are nested more than {Deepest} levels deep here; no manifest needs that.");
        _open.Push(new Collection(current is MappingStart));
    }

    private static void CheckTag(NodeEvent node)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific) return;
        var own = node switch { Scalar => "str", MappingStart => "map", _ => "seq" };
        if (node.Tag.Value != $"tag:yaml.org,2002:{own}") throw new ManifestYamlException(node, "A tag is not supported here. Remove it.");
    }

    /// <summary>A mapping or sequence that has not ended yet.</summary>
    private sealed class Collection(bool isMapping)
    {
        private readonly Dictionary<string, Mark> _keys = new(StringComparer.Ordinal);
        private bool _isKey;

        /// <summary>Handles the start of a node. In a mapping, keys and values alternate.</summary>
        public void Add(ParsingEvent node)
        {
            _isKey = isMapping && !_isKey;
            if (_isKey) AddKey(node);
        }

        private void AddKey(ParsingEvent node)
        {
            if (node is not Scalar key) throw new ManifestYamlException(node, "A key must be a string, not a mapping, a list or an alias.");
            if (key is { Value: "<<", Style: ScalarStyle.Plain }) throw new ManifestYamlException(key, "The merge key \"<<\" is not supported. Write the keys out.");
            if (_keys.TryAdd(key.Value, key.Start)) return;
            throw new ManifestYamlException(key, $"The key is given twice: it is already set in line {_keys[key.Value].Line}.");
        }
    }
}

/// <summary>YAML that a manifest may not use.</summary>
/// <param name="place">Where it begins.</param>
/// <param name="sentence">What is wrong.</param>
internal sealed class ManifestYamlException(ParsingEvent place, string sentence) : YamlException(place.Start, place.End, sentence);
