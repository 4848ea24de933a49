using System.Globalization;
using System.Text;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>Parses the literal part of Terraform's language, of which JSON is a part too.</summary>
internal sealed class ValueSyntax
{
    private readonly string _text;
    private int _at;

    private ValueSyntax(string text) => _text = text;

    /// <summary>Parses attributes and blocks, with braces around them or without.</summary>
    public static ValueNode.Body ParseBody(string text)
    {
        var syntax = new ValueSyntax(text);
        syntax.SkipSpace();
        var body = syntax.Accept('{') ? syntax.Body('}') : syntax.Body('\0');
        syntax.End();
        return body;
    }

    public static ValueNode ParseValue(string text)
    {
        var syntax = new ValueSyntax(text);
        syntax.SkipSpace();
        var value = syntax.Value();
        syntax.End();
        return value;
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private ValueNode.Body Body(char end)
    {
        List<ValueItem> items = [];
        for (SkipSpace(); Next != end; SkipSpace())
        {
            items.Add(Item());
            SkipSpace();
            Accept(',');
        }

        if (end != '\0') { _at++; }
        return new(items);
    }

    private ValueItem Item()
    {
        var name = Next == '"' ? Quoted() : Word();
        SkipSpace();
        if (Accept('{')) { return new(name, Body('}'), IsBlock: true); }
        if (!Accept('=') && !Accept(':')) { throw Error($"\"{name}\" is followed by neither = nor a block"); }

        SkipSpace();
        return new(name, Value(), IsBlock: false);
    }

    private ValueNode Value()
    {
        if (Next == '"') { return Quoted() is var text && text == ValueText.Unknown ? new ValueNode.Unknown() : new ValueNode.Text(text); }
        if (Accept('{')) { return Body('}'); }
        if (Accept('[')) { return List(); }
        if (Accept(ValueText.Unknown)) { return new ValueNode.Unknown(); }
        if (Next == '-' || char.IsAsciiDigit(Next)) { return Number(); }

        return Word() switch
        {
            "null" => new ValueNode.Null(),
            "true" => new ValueNode.Bool(true),
            "false" => new ValueNode.Bool(false),
            var word => throw Error($"\"{word}\" is no literal value"),
        };
    }

    private ValueNode.List List()
    {
        List<ValueNode> items = [];
        for (SkipSpace(); !Accept(']'); SkipSpace())
        {
            if (items.Count > 0 && !Accept(',')) { throw Error("the elements of a list are separated by commas"); }

            SkipSpace();
            if (Next != ']') { items.Add(Value()); }
        }

        return new(items);
    }

    private ValueNode.Number Number()
    {
        var start = _at++;
        while (char.IsAsciiDigit(Next) || Next is '.' or 'e' or 'E' || (Next is '+' or '-' && _text[_at - 1] is 'e' or 'E')) { _at++; }

        return new(_text[start.._at]);
    }

    private string Word()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-') { _at++; }

        return _at > start ? _text[start.._at] : throw Error("a name or a value is missing");
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; Next != '"'; _at++)
        {
            if (Next is '\0' or '\n') { throw Error("a string has no end"); }

            if (Next == '\\') { Escape(value); }
            else { value.Append(Next); }
        }

        _at++;
        return value.ToString();
    }

    private void Escape(StringBuilder value)
    {
        _at++;
        switch (Next)
        {
            case 'n': value.Append('\n'); break;
            case 'r': value.Append('\r'); break;
            case 't': value.Append('\t'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'u': value.Append((char)CodePoint(4)); break;
            case 'U': value.Append(char.ConvertFromUtf32(CodePoint(8))); break;
            case '"' or '\\' or '/': value.Append(Next); break;
            default: throw Error($"\\{Next} is no escape");
        }
    }

    private int CodePoint(int digits)
    {
        var start = _at + 1;
        if (start + digits > _text.Length || !int.TryParse(_text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point))
        {
            throw Error($"{digits} hexadecimal digits follow \\{Next}");
        }

        _at += digits;
        return point;
    }

    private void SkipSpace()
    {
        while (true)
        {
            while (char.IsWhiteSpace(Next)) { _at++; }

            if (Next != '#' && !_text.AsSpan(_at).StartsWith("//", StringComparison.Ordinal)) { return; }
            while (Next is not ('\n' or '\0')) { _at++; }
        }
    }

    private bool Accept(char expected)
    {
        if (Next != expected) { return false; }

        _at++;
        return true;
    }

    private bool Accept(string expected)
    {
        if (!_text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal)) { return false; }

        _at += expected.Length;
        return true;
    }

    private void End()
    {
        SkipSpace();
        if (_at < _text.Length) { throw Error($"\"{_text[_at..]}\" comes after the end"); }
    }

    private FormatException Error(string message) => new($"{message} (line {_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1} of the value's text).");
}
