using TerraformProviderPlanton.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>What stands under a key of a manifest. A key that is not there and one that is null are the same: not set.</summary>
internal sealed class ManifestValue
{
    private readonly string _path;
    private readonly Mark _place;
    private readonly YamlNode? _node;
    private readonly ManifestErrors _errors;

    /// <summary>Names the value.</summary>
    /// <param name="path">Where it is, as messages say it.</param>
    /// <param name="place">Where it is in the text, or what it is missing in.</param>
    /// <param name="node">The value; null when the key is not there.</param>
    /// <param name="errors">Where errors go.</param>
    public ManifestValue(string path, Mark place, YamlNode? node, ManifestErrors errors) =>
        (_path, _place, _node, _errors) = (path, place, ManifestScalar.IsNull(node) ? null : node, errors);

    /// <summary>Notes that the value is wrong.</summary>
    /// <param name="sentence">The sentence after its name: what is wrong and what is allowed.</param>
    public void Refuse(string sentence) => _errors.Add(_place, $"{Quoted.AtStart(_path)} {sentence}");

    /// <summary>The text; null when it is not set or is none, which is noted.</summary>
    public string? Text()
    {
        switch (_node)
        {
            case null:
                return null;
            case YamlScalarNode scalar when ManifestScalar.IsText(scalar):
                return scalar.Value;
            default:
                Refuse($"must be a text, not {ManifestScalar.NameOf(_node)}.{(_node is YamlScalarNode ? " Put it in quotes." : string.Empty)}");
                return null;
        }
    }

    /// <summary>The text, which must be set and not be empty; null when it is not, which is noted.</summary>
    /// <param name="allowed">What it may be, as a sentence.</param>
    public string? RequiredText(string allowed)
    {
        var text = Text();
        if (text is { Length: > 0 }) return text;
        if (text is not null || _node is null) Refuse($"is required. {allowed}");
        return null;
    }

    /// <summary>Whether it is true; false when it is not set.</summary>
    public bool Flag()
    {
        if (_node is null) return false;
        if (ManifestScalar.ToBool(_node) is { } flag) return flag;
        Refuse($"must be true or false, not {ManifestScalar.NameOf(_node)}.{(_node is YamlScalarNode { Value: "true" or "false" } ? " Remove the quotes." : string.Empty)}");
        return false;
    }

    /// <summary>The mapping, which must be set; null when it is not, which is noted.</summary>
    /// <param name="known">The keys that it may have.</param>
    public ManifestMapping? RequiredMapping(params IReadOnlyList<string> known)
    {
        if (_node is YamlMappingNode mapping) return new(mapping, _path, known, _errors);
        Refuse(_node is null ? $"is required: a mapping with the keys {string.Join(", ", known)}." : $"must be a mapping, not {ManifestScalar.NameOf(_node)}.");
        return null;
    }

    /// <summary>Texts under keys of the user's own; empty when not set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TextMap()
    {
        if (_node is YamlMappingNode mapping) return [.. mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Element(child.Value, child.Key)))];
        if (_node is not null) Refuse($"must be a mapping of texts, not {ManifestScalar.NameOf(_node)}.");
        return [];
    }

    /// <summary>A list of texts; empty when not set.</summary>
    public IReadOnlyList<string> TextList()
    {
        if (_node is YamlSequenceNode list) return [.. list.Children.Select((child, index) => Element($"{_path}[{index}]", child))];
        if (_node is not null) Refuse($"must be a list of texts, not {ManifestScalar.NameOf(_node)}.");
        return [];
    }

    private string Element(YamlNode value, YamlNode key) =>
        ((YamlScalarNode)key).Value is { } name && Quoted.IsPlain($"{_path}.{name}") ? Element($"{_path}.{name}", value) : Element(_path, value);

    /// <summary>A text inside of a mapping or list, where null would mean nothing.</summary>
    private string Element(string path, YamlNode node)
    {
        var value = new ManifestValue(path, node.Start, node, _errors);
        if (value._node is null) value.Refuse("must be a text, not null. Remove it, or write \"\".");
        return value.Text() ?? string.Empty;
    }
}
