using System.Text.Json;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>One cell of the matrix: a fault at one request of one operation in one life.</summary>
/// <param name="Life">The life.</param>
/// <param name="Operation">What is being done.</param>
/// <param name="Endpoint">The method and the path pattern of the request.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="After">How many requests to the endpoint pass first.</param>
/// <param name="Once">Whether the fault strikes once; else it lasts until the operation is over.</param>
internal sealed record SweptCase(SweptLife Life, SweptOperation Operation, SweptEndpoint Endpoint, SweptFault Fault, int After, bool Once)
{
    /// <summary>The rule for the simulator.</summary>
    public FaultRule Rule => Fault.Rule with { Method = Endpoint.Method, Path = Endpoint.Path, Cluster = Endpoint.IsOfCluster ? "*" : null, After = After, Count = Once ? 1 : null };

    /// <summary>For a refused connection: the number of connections that are let in first. Null for the others.</summary>
    public int? LetIn { get; init; }

    public override string ToString() =>
        $"{Life} | {Operation} | {Endpoint} | {Fault} | {(LetIn is { } door ? $"from request {door + 1}" : Once ? $"at call {After + 1}" : $"from call {After + 1}")}";

    /// <summary>All cells of one operation of a life, from what the operation asks of the API when nothing goes wrong.</summary>
    public static IEnumerable<SweptCase> Of(SweptLife life, SweptOperation operation, IReadOnlyList<LoggedRequest> requests)
    {
        foreach (var calls in requests.GroupBy(SweptEndpoint.Of))
        {
            var members = calls.SelectMany(static call => Members(call.Answer)).Distinct(StringComparer.Ordinal);
            var faults = SweptFault.OfAnyAnswer.Concat(calls.Key.Method == "GET" ? [] : SweptFault.OfAnyChange).Concat(members.SelectMany(SweptFault.OfMember));
            foreach (var fault in faults)
            {
                for (var after = 0; after < calls.Count(); after++)
                {
                    if (!fault.Interrupts) yield return new(life, operation, calls.Key, fault, after, Once: false);
                    if (after < calls.Count() - 1 || IsRepeated(fault)) yield return new(life, operation, calls.Key, fault, after, Once: true);
                }
            }
        }

        for (var i = 0; i < requests.Count; i++)
        {
            yield return new(life, operation, SweptEndpoint.Of(requests[i]), new("connection refused", new() { Kind = FaultKind.Delay, Headers = Closed }), 0, Once: false) { LetIn = i };
        }
    }

    private static Dictionary<string, string> Closed { get; } = new(StringComparer.Ordinal) { ["connection"] = "close" };

    /// <summary>Whether a request that met the fault may be sent again, so that once and for ever differ even at the last request.</summary>
    private static bool IsRepeated(SweptFault fault) => fault.Rule.Kind is not (FaultKind.WrongMember or FaultKind.WrongContentType);

    private static IEnumerable<string> Members(ReadOnlyMemory<byte> answer)
    {
        if (answer.IsEmpty) return [];
        using var document = JsonDocument.Parse(answer);
        return [.. Members(document.RootElement)];
    }

    private static IEnumerable<string> Members(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static member => Members(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Members),
        _ => [],
    };
}

/// <summary>A method and a path whose variable segments are stars.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The pattern.</param>
internal sealed record SweptEndpoint(string Method, string Path)
{
    public static SweptEndpoint Of(LoggedRequest request) => new(request.Method, string.Join('/', request.Path.Split('/').Select(Segment)));

    /// <summary>Whether it belongs to a cluster's own API.</summary>
    public bool IsOfCluster => !Path.StartsWith("/v2/", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    /// <summary>What names an object: a UUID, or the one registry that all lives are about.</summary>
    private static string Segment(string segment) => segment == "main" || Guid.TryParse(segment, out _) ? "*" : segment;
}
