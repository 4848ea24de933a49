using System.Text.Json;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>One method of one path in the description.</summary>
internal sealed class ApiOperation(ApiDescription description, string method, string template, JsonElement element)
{
    private readonly string[] _segments = template.Split('/');

    public string Method => method;

    public string Template => template;

    /// <summary>Method and path, for texts and comparisons.</summary>
    public string Name => $"{method} {template}";

    public IReadOnlyList<string> Scopes =>
    [
        .. from alternative in element.GetProperty("security").EnumerateArray()
           from scope in alternative.GetProperty("bearer_auth").EnumerateArray()
           select scope.GetString()!,
    ];

    /// <summary>The schema of the request's body; null when it has none.</summary>
    public JsonElement? RequestSchema => element.TryGetProperty("requestBody", out var body) ? Schema(description.Resolve(body)) : null;

    public bool Fits(string[] segments) =>
        segments.Length == _segments.Length && segments.Zip(_segments).All(pair => pair.Second.StartsWith('{') ? pair.First.Length > 0 : pair.First == pair.Second);

    /// <summary>The schema of a parameter; null when the operation has no such parameter.</summary>
    public JsonElement? Parameter(string place, string name) => element.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray()
            .Select(description.Resolve)
            .Where(parameter => parameter.GetProperty("in").ValueEquals(place) && parameter.GetProperty("name").ValueEquals(name))
            .Select(parameter => (JsonElement?)parameter.GetProperty("schema"))
            .FirstOrDefault()
        : null;

    /// <summary>The answer with a status that the description names; null when it does not.</summary>
    public JsonElement? Response(int status) =>
        element.GetProperty("responses").TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response) ? description.Resolve(response) : null;

    /// <summary>The schema of an answer's body; null when it has none.</summary>
    public static JsonElement? Schema(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : null;

    /// <summary>An answer with success as the description would have it: its example, or one made from the examples of its parts.</summary>
    public (int Status, string Body) ExampleAnswer()
    {
        var (status, response) = element.GetProperty("responses").EnumerateObject()
            .Where(candidate => candidate.Name.StartsWith('2'))
            .Select(candidate => (int.Parse(candidate.Name, System.Globalization.CultureInfo.InvariantCulture), description.Resolve(candidate.Value)))
            .First();
        if (!response.TryGetProperty("content", out var content))
        {
            return (status, "");
        }

        var json = content.GetProperty("application/json");
        return (status, (json.TryGetProperty("example", out var example) ? example
            : json.TryGetProperty("examples", out var examples) ? description.Resolve(examples.EnumerateObject().First().Value).GetProperty("value")
            : new SchemaExample(description).Of(json.GetProperty("schema"))).GetRawText());
    }
}
