using System.Text.Json;

namespace Planton.Acceptance.PolicyAsCode;

/// <summary>A line of a rule: it holds for some values of the variables, which it may add.</summary>
internal abstract record RegoExpression
{
    public abstract IEnumerable<RegoScope> Solve(RegoScope scope);

    /// <summary>A term holds if it has a value other than false.</summary>
    internal sealed record Holds(RegoTerm Term) : RegoExpression
    {
        public override IEnumerable<RegoScope> Solve(RegoScope scope) => Term.ValueIn(scope) is { ValueKind: not JsonValueKind.False } ? [scope] : [];
    }

    internal sealed record Not(RegoExpression Negated) : RegoExpression
    {
        public override IEnumerable<RegoScope> Solve(RegoScope scope) => Negated.Solve(scope).Any() ? [] : [scope];
    }

    internal sealed record Assign(string Name, RegoTerm Term) : RegoExpression
    {
        public override IEnumerable<RegoScope> Solve(RegoScope scope) => Term.ValueIn(scope) is { } value ? [scope.With(Name, value)] : [];
    }

    /// <summary>Each element of an array, or each property of an object, with its key if that has a name.</summary>
    internal sealed record Each(string? Key, string Value, RegoTerm Collection) : RegoExpression
    {
        public override IEnumerable<RegoScope> Solve(RegoScope scope) => Collection.ValueIn(scope) switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select((element, index) => Bind(scope, RegoTerm.Json(index), element)),
            { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Select(property => Bind(scope, RegoTerm.Json(property.Name), property.Value)),
            _ => [],
        };

        private RegoScope Bind(RegoScope scope, JsonElement key, JsonElement value) => (Key is null ? scope : scope.With(Key, key)).With(Value, value);
    }

    internal sealed record Compare(string Operator, RegoTerm Left, RegoTerm Right) : RegoExpression
    {
        public override IEnumerable<RegoScope> Solve(RegoScope scope) =>
            Left.ValueIn(scope) is { } left && Right.ValueIn(scope) is { } right && Compares(left, right) ? [scope] : [];

        private bool Compares(JsonElement left, JsonElement right) => Operator switch
        {
            "==" => JsonElement.DeepEquals(left, right),
            "!=" => !JsonElement.DeepEquals(left, right),
            "in" => right.ValueKind == JsonValueKind.Array && right.EnumerateArray().Any(element => JsonElement.DeepEquals(left, element)),
            ">" => left.GetDouble() > right.GetDouble(),
            "<" => left.GetDouble() < right.GetDouble(),
            _ => throw new InvalidDataException($"There is no operator {Operator} in the part of Rego that the rules use."),
        };
    }
}
