using TerraformProviderPlanton.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>The value of a key in a manifest. A missing key and one that is null are the same: not set.</summary>
internal sealed class ManifestValue
{
    private readonly string _path;
    private readonly Mark _place;
    private readonly YamlNode? _node;
    private readonly ManifestErrors _errors;

    /// <summary>Creates a value.</summary>
    /// <param name="path">Its path in messages.</param>
    /// <param name="place">Its place in the text, or the place of the mapping that lacks it.</param>
    /// <param name="node">The value; null when the key is not there.</param>
    public ManifestValue(string path, Mark place, YamlNode? node, ManifestErrors errors) =>
        (_path, _place, _node, _errors) = (path, place, ManifestScalar.IsNull(node) ? null : node, errors);

    /// <summary>Reports that the value is invalid.</summary>
    /// <param name="sentence">The rest of the sentence after its path: what is wrong and what is allowed.</param>
    public void Refuse(string sentence) => _errors.Add(_place, $"{Quoted.AtStart(_path)} {sentence}");

    /// <summary>The string; null if it is not set or is not a string, which is reported.</summary>
    public string? Text()
    {
        switch (_node)
        {
            case null:
                return null;
            case YamlScalarNode scalar when ManifestScalar.IsText(scalar):
                return scalar.Value;
            default:
                Refuse($"must be a string, not {ManifestScalar.NameOf(_node)}.{(_node is YamlScalarNode ? " Put it in quotes." : string.Empty)}");
                return null;
        }
    }

    /// <summary>The string, which must be set and not be empty; otherwise null, which is reported.</summary>
    /// <param name="allowed">What it may be, as a sentence.</param>
    public string? RequiredText(string allowed)
    {
        var text = Text();
        if (text is { Length: > 0 }) return text;
        if (text is not null || _node is null) Refuse($"is required. {allowed}");
        return null;
    }

    /// <summary>
    /// The value of an enumeration: its text, or for a number the name that it stands for, as in the JSON of protocol buffers; null if it is not set
    /// or is not one, which is reported.
    /// </summary>
    /// <param name="names">The names by their numbers, beginning with one: zero stands for no value.</param>
    /// <param name="allowed">What it may be, as a sentence.</param>
    public string? Enum(IReadOnlyList<string> names, string allowed)
    {
        if (_node is null || ManifestScalar.ToInteger(_node) is not { } number) return Text();
        if (number == 0) return null;
        if (number >= 1 && number <= names.Count) return names[(int)number - 1];
        Refuse($"cannot be {number}. {allowed}");
        return null;
    }

    /// <summary>The value of an enumeration, which must be set; otherwise null, which is reported.</summary>
    /// <param name="names">The names by their numbers, beginning with one.</param>
    /// <param name="allowed">What it may be, as a sentence.</param>
    public string? RequiredEnum(IReadOnlyList<string> names, string allowed)
    {
        if (_node is null || ManifestScalar.ToInteger(_node) is not { } number) return RequiredText(allowed);
        if (number == 0) Refuse($"is required, and 0 means that none is set. {allowed}");
        return Enum(names, allowed);
    }

    /// <summary>The whole number; null if it is not set or is not one, which is reported.</summary>
    public long? Number()
    {
        if (_node is null) return null;
        if (ManifestScalar.ToInteger(_node) is { } number) return number;
        Refuse($"must be a whole number, not {ManifestScalar.NameOf(_node)}.");
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

    /// <summary>The mapping; null if it is not set or is not one, which is reported.</summary>
    /// <param name="known">The keys that it may have.</param>
    public ManifestMapping? Mapping(params IReadOnlyList<string> known) => _node is null ? null : RequiredMapping(known);

    /// <summary>The mapping, which must be set; otherwise null, which is reported.</summary>
    /// <param name="known">The keys that it may have.</param>
    public ManifestMapping? RequiredMapping(params IReadOnlyList<string> known)
    {
        if (_node is YamlMappingNode mapping) return new(mapping, _path, known, _errors);
        Refuse(_node is null ? $"is required: a mapping with the keys {string.Join(", ", known)}." : $"must be a mapping, not {ManifestScalar.NameOf(_node)}.");
        return null;
    }

    /// <summary>Strings under arbitrary keys; empty if not set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TextMap()
    {
        if (_node is YamlMappingNode mapping) return [.. mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Element(child.Value, child.Key)))];
        if (_node is not null) Refuse($"must be a mapping of strings, not {ManifestScalar.NameOf(_node)}.");
        return [];
    }

    /// <summary>A list of strings; empty if not set.</summary>
    public IReadOnlyList<string> TextList()
    {
        if (_node is YamlSequenceNode list) return [.. list.Children.Select((child, index) => Element($"{_path}[{index}]", child))];
        if (_node is not null) Refuse($"must be a list of strings, not {ManifestScalar.NameOf(_node)}.");
        return [];
    }

    private string Element(YamlNode value, YamlNode key) =>
        ((YamlScalarNode)key).Value is { } name && Quoted.IsPlain($"{_path}.{name}") ? Element($"{_path}.{name}", value) : Element(_path, value);

    /// <summary>A string in a mapping or list, where null would have no meaning.</summary>
    private string Element(string path, YamlNode node)
    {
        var value = new ManifestValue(path, node.Start, node, _errors);
        if (value._node is null) value.Refuse("must be a string, not null. Remove it, or write \"\".");
        return value.Text() ?? string.Empty;
    }
}
