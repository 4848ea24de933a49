using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Planton.Acceptance.PolicyAsCode;

/// <summary>The values of names: the input, the constants of the module, and the variables of a rule.</summary>
internal sealed record RegoScope(ImmutableDictionary<string, JsonElement> Values)
{
    public RegoScope With(string name, JsonElement value) =>
        Values.ContainsKey(name) ? throw new InvalidDataException($"{name} has a value already.") : new(Values.Add(name, value));
}

/// <summary>A part of an expression that has a value, or none: Rego's <c>undefined</c>.</summary>
internal abstract partial record RegoTerm
{
    public abstract JsonElement? ValueIn(RegoScope scope);

    public static JsonElement Json(object? value) => JsonSerializer.SerializeToElement(value);

    internal sealed record Literal(JsonElement Value) : RegoTerm
    {
        public override JsonElement? ValueIn(RegoScope scope) => Value;
    }

    internal sealed record List(IReadOnlyList<RegoTerm> Elements) : RegoTerm
    {
        public override JsonElement? ValueIn(RegoScope scope)
        {
            var values = Elements.Select(element => element.ValueIn(scope)).ToList();
            return values.TrueForAll(static value => value is not null) ? Json(values) : null;
        }
    }

    /// <summary>A name and the way from it. What a value does not have is undefined.</summary>
    internal sealed record Reference(string Name, IReadOnlyList<string> Path) : RegoTerm
    {
        public override JsonElement? ValueIn(RegoScope scope)
        {
            if (!scope.Values.TryGetValue(Name, out var value)) throw new InvalidDataException($"{Name} has no value.");
            foreach (var part in Path)
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value)) return null;
            }

            return value;
        }
    }

    internal sealed partial record Call(string Function, IReadOnlyList<RegoTerm> Arguments) : RegoTerm
    {
        public override JsonElement? ValueIn(RegoScope scope)
        {
            var arguments = Arguments.Select(argument => argument.ValueIn(scope)).ToList();
            if (arguments.Exists(static argument => argument is null)) return null;
            return (Function, arguments) switch
            {
                ("count", [{ ValueKind: JsonValueKind.Array } list]) => Json(list.GetArrayLength()),
                ("sprintf", [{ ValueKind: JsonValueKind.String } format, { ValueKind: JsonValueKind.Array } values]) => Json(Format(format.GetString()!, [.. values.EnumerateArray()])),
                ("count" or "sprintf", _) => null,
                _ => throw new InvalidDataException($"There is no function {Function} in the part of Rego that the rules use."),
            };
        }

        private static string Format(string format, IReadOnlyList<JsonElement> values)
        {
            var next = 0;
            var text = Verb().Replace(format, verb => (verb.Value, values[next++]) switch
            {
                ("%s", { ValueKind: JsonValueKind.String } value) => value.GetString()!,
                ("%d", { ValueKind: JsonValueKind.Number } value) => value.GetRawText(),
                var (name, value) => throw new InvalidDataException($"{name} does not fit {value.GetRawText()}."),
            });
            return next == values.Count ? text : throw new InvalidDataException($"Not every value is used: {format}");
        }

        [GeneratedRegex("%[a-z]")]
        private static partial Regex Verb();
    }
}
