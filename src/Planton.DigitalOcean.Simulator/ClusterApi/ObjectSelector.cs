using System.Text.Json;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The <c>labelSelector</c> and <c>fieldSelector</c> of a list. Comparisons are supported; sets such as <c>in (a, b)</c> are refused.</summary>
internal sealed class ObjectSelector
{
    private static readonly string[] EveryKind = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<ObjectKind, string[]> Selectable = new()
    {
        [ObjectKind.Pod] = ["spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "status.phase", "status.podIP"],
        [ObjectKind.Secret] = ["type"],
        [ObjectKind.Namespace] = ["status.phase"],
        [ObjectKind.ReplicaSet] = ["status.replicas"],
        [ObjectKind.Job] = ["status.successful"],
    };

    private readonly List<Requirement> _labels;
    private readonly List<Requirement> _fields;

    private ObjectSelector(List<Requirement> labels, List<Requirement> fields)
    {
        _labels = labels;
        _fields = fields;
    }

    public bool IsEmpty => _labels.Count == 0 && _fields.Count == 0;

    /// <exception cref="ApiErrorException">400: a selector is malformed, or its field does not select objects of this kind.</exception>
    public static ObjectSelector Of(ObjectKind kind, string labels, string fields)
    {
        var selector = new ObjectSelector(Parse(labels), Parse(fields));
        foreach (var field in selector._fields.Select(requirement => requirement.Name))
        {
            if (!EveryKind.Contains(field) && !Selectable.GetValueOrDefault(kind, []).Contains(field))
            {
                throw ApiErrorException.BadRequest($"field label not supported: {field}");
            }
        }

        return selector;
    }

    public bool Fits(ClusterObject one)
    {
        if (IsEmpty) return true;
        var content = one.Read();
        return _labels.TrueForAll(label => label.Fits(content.At("metadata", "labels", label.Name).Text()))
            && _fields.TrueForAll(field => field.Fits(content.At(field.Name.Split('.')).Text() ?? ""));
    }

    private static List<Requirement> Parse(string text)
    {
        if (text.AsSpan().ContainsAny('(', ')'))
        {
            throw ApiErrorException.BadRequest($"the simulator does not support selectors such as {text}");
        }

        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Requirement.Parse)];
    }

    /// <summary>One comparison; without a value it tests whether the name exists.</summary>
    private sealed record Requirement(string Name, string? Value, bool IsNegated)
    {
        public static Requirement Parse(string text)
        {
            if (text.StartsWith('!')) return new Requirement(text[1..], null, IsNegated: true);
            var sign = text.IndexOf('=', StringComparison.Ordinal);
            return sign < 0
                ? new Requirement(text, null, IsNegated: false)
                : new Requirement(text[..sign].TrimEnd('!', ' '), text[(sign + 1)..].TrimStart('=', ' '), text[..sign].EndsWith('!'));
        }

        public bool Fits(string? actual) => (Value is null ? actual is not null : actual == Value) != IsNegated;
    }
}

/// <summary>Reads parts of JSON objects.</summary>
internal static class JsonReading
{
    /// <summary>The member at the end of a path; undefined where there is none.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }

    /// <summary>A scalar as text; null where there is none.</summary>
    public static string? Text(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array ? null : element.ToString();

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    public static long Number(this JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetInt64() : 0;
}
