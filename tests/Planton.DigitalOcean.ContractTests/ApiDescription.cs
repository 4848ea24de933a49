using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>
/// The OpenAPI description of the API. It is kept beside the repository and not in it, so a test that needs it is skipped, and says so,
/// where it is missing.
/// </summary>
internal sealed class ApiDescription
{
    /// <summary>As DigitalOcean publishes it.</summary>
    private const string PublishedFile = "digitalocean-openapi.json";

    /// <summary>With what real answers and official clients show beyond it, each addition marked <c>x-planton-added</c>.</summary>
    private const string PatchedFile = "digitalocean-openapi.patched.json";

    /// <summary>The part that concerns apps and the access to clusters, as published.</summary>
    private const string AppsFile = "digitalocean-openapi-apps.json";

    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch"];

    private readonly JsonElement _root;

    private ApiDescription(JsonElement root)
    {
        _root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               where Methods.Contains(method.Name)
               select new ApiOperation(this, method.Name.ToUpperInvariant(), path.Name, method.Value),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static ApiDescription Published() => Read(PublishedFile, beyond: false);

    public static ApiDescription Patched() => Read(PatchedFile, beyond: true);

    /// <summary>The operation of a request; literal segments win over placeholders.</summary>
    public ApiOperation? Find(string method, string path)
    {
        var segments = path.Split('/');
        return Operations
            .Where(operation => operation.Method == method && operation.Fits(segments))
            .MinBy(operation => operation.Template.Count(character => character == '{'));
    }

    public ApiOperation At(string method, string template) =>
        Operations.Single(operation => operation.Method == method && operation.Template == template);

    /// <summary>Follows references until there is something else.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(_root, (at, name) => at.GetProperty(name));
        }

        return element;
    }

    private static ApiDescription Read(string name, bool beyond)
    {
        var description = Parse(name);
        AppsDescription.AddTo(description, Parse(AppsFile), beyond);
        return new ApiDescription(JsonSerializer.SerializeToElement(description));
    }

    private static JsonObject Parse(string name)
    {
        var folder = Folder();
        var file = folder is null ? null : Path.Combine(folder, name);
        Assert.SkipUnless(file is not null && File.Exists(file), $"shared/facts/{name} is not beside this repository, so nothing was compared with the API's description.");
        return JsonNode.Parse(File.ReadAllText(file!))!.AsObject();
    }

    /// <summary>The folder <c>shared</c> is a sibling of the repository's root, which is where the solution lies.</summary>
    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Provider.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared", "facts");
            }
        }

        return null;
    }
}
