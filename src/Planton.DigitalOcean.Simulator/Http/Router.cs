namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>
/// Finds the route of a request. The framework's own routing would ignore case and trailing slashes, which the API does
/// not: <c>GET /v2/registries/</c> (an empty name) must not become the list call.
/// </summary>
internal sealed class Router
{
    private readonly List<Route> _routes = [];

    /// <summary>Adds a route; literal segments win over values when several routes fit.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="template">The path, with values in braces.</param>
    /// <param name="scopes">The scopes a token needs, separated by spaces; empty for none.</param>
    /// <param name="handler">Runs while the world is locked.</param>
    public void Map(string method, string template, string scopes, Func<ApiRequest, ApiReply> handler) =>
        _routes.Add(new Route(method, template.Split('/'), scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), handler));

    /// <summary>The route of a request, whose path values are bound to it.</summary>
    /// <exception cref="ApiErrorException">404: no such path; 405: the path exists with other methods.</exception>
    public Route Match(ApiRequest request)
    {
        var segments = request.Path.Split('/');
        var matches = _routes.Where(route => route.Fits(segments)).ToList();
        if (matches.Count == 0) throw ApiErrorException.NotFound();
        var route = matches.Where(candidate => candidate.Method == request.Method).MaxBy(candidate => candidate.Literals)
            ?? throw ApiErrorException.Of(StatusCodes.Status405MethodNotAllowed, "The method is not allowed for this resource.");
        request.BindPath(route.Values(segments));
        return route;
    }
}

/// <summary>One method of one path.</summary>
internal sealed record Route(string Method, string[] Template, string[] Scopes, Func<ApiRequest, ApiReply> Handler)
{
    public int Literals { get; } = Template.Count(segment => !IsValue(segment));

    public bool Fits(string[] segments)
    {
        if (segments.Length != Template.Length) return false;
        for (var index = 0; index < segments.Length; index++)
        {
            if (IsValue(Template[index]) ? segments[index].Length == 0 : segments[index] != Template[index]) return false;
        }

        return true;
    }

    public Dictionary<string, string> Values(string[] segments) =>
        Template.Zip(segments)
            .Where(pair => IsValue(pair.First))
            .ToDictionary(pair => pair.First[1..^1], pair => Uri.UnescapeDataString(pair.Second), StringComparer.Ordinal);

    private static bool IsValue(string segment) => segment.StartsWith('{');
}
