using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Planton.Acceptance.PolicyAsCode;

/// <summary>
/// A module in Rego, evaluated by the tests themselves, since Open Policy Agent is in no package registry that a clone of this repository relies on. It
/// understands the part of the language that the example uses, and fails on everything else.
/// </summary>
internal sealed partial class RegoModule
{
    private static readonly string[] Operators = ["==", "!=", ">", "<", "in"];

    private readonly List<(string Set, string Element, IReadOnlyList<RegoExpression> Body)> _rules = [];
    private readonly List<string> _tokens;
    private RegoScope _constants = new(ImmutableDictionary<string, JsonElement>.Empty);
    private int _at;

    private RegoModule(string text)
    {
        var code = string.Join('\n', text.Split('\n').Where(static line => !line.TrimStart().StartsWith('#')));
        _tokens = [.. Token().Matches(code).Select(static match => match.Value)];
        Assert.Equal(Blank().Replace(code, string.Empty), Blank().Replace(string.Concat(_tokens), string.Empty));
    }

    public string Package { get; private set; } = string.Empty;

    public static RegoModule Parse(string text)
    {
        var module = new RegoModule(text);
        module.Package = module.Take("package");
        if (module.Take("import") != "rego" || module.Take(".") != "v1") throw new InvalidDataException("A module imports rego.v1 and nothing else.");
        while (module._at < module._tokens.Count) module.Rule();
        return module;
    }

    /// <summary>The elements of a set.</summary>
    public IEnumerable<string> Evaluate(string set, JsonElement input) => _rules.Where(rule => rule.Set == set)
        .SelectMany(rule => rule.Body.Aggregate(
            Enumerable.Repeat(_constants.With("input", input), 1), static (scopes, line) => scopes.SelectMany(line.Solve)).Select(scope => scope.Values[rule.Element].GetString()!))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private string Peek => _at < _tokens.Count ? _tokens[_at] : throw new InvalidDataException("The module ends too early.");

    private string Next()
    {
        var token = Peek;
        _at++;
        return token;
    }

    /// <summary>Takes a word, and returns the next.</summary>
    private string Take(string word)
    {
        Expect(word);
        return Next();
    }

    private void Expect(string word)
    {
        if (Next() is var found && found != word) throw new InvalidDataException($"{word} is expected, and there is {found}.");
    }

    private bool Skip(string word)
    {
        if (Peek != word) return false;
        _at++;
        return true;
    }

    private void Rule()
    {
        var name = Next();
        if (Skip(":="))
        {
            _constants = _constants.With(name, Term().ValueIn(_constants)!.Value);
            return;
        }

        var element = Take("contains");
        Expect("if");
        Expect("{");
        var body = new List<RegoExpression>();
        while (!Skip("}")) body.Add(Expression());
        _rules.Add((name, element, body));
    }

    private RegoExpression Expression()
    {
        if (Skip("not")) return new RegoExpression.Not(Expression());
        if (Skip("some"))
        {
            var (first, second) = (Next(), Skip(",") ? Next() : null);
            Expect("in");
            return new RegoExpression.Each(second is null ? null : first, second ?? first, Term());
        }

        var left = Term();
        if (left is RegoTerm.Reference { Path.Count: 0 } variable && Skip(":=")) return new RegoExpression.Assign(variable.Name, Term());
        return Operators.Contains(Peek) ? new RegoExpression.Compare(Next(), left, Term()) : new RegoExpression.Holds(left);
    }

    private RegoTerm Term()
    {
        var token = Next();
        if (token == "[") return new RegoTerm.List(Terms("]"));
        if (token is "true" or "false" or "null" || token[0] == '"' || char.IsAsciiDigit(token[0])) return new RegoTerm.Literal(JsonDocument.Parse(token).RootElement);
        if (!char.IsAsciiLetter(token[0])) throw new InvalidDataException($"{token} is not expected here.");
        if (Skip("(")) return new RegoTerm.Call(token, Terms(")"));

        var path = new List<string>();
        while (Skip(".")) path.Add(Next());
        return new RegoTerm.Reference(token, path);
    }

    private List<RegoTerm> Terms(string end)
    {
        var terms = new List<RegoTerm>();
        while (!Skip(end))
        {
            if (terms.Count > 0) Expect(",");
            terms.Add(Term());
        }

        return terms;
    }

    [GeneratedRegex(@"""[^""\n]*""|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|:=|==|!=|[><.,\[\](){}]")]
    private static partial Regex Token();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();
}
