using System.Globalization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>Reads one object by name, or lists the objects of one namespace or of all, page by page.</summary>
internal sealed class ObjectEndpoints(World world, SimulatedCluster cluster)
{
    private const string Expired = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the "
        + "continue parameter, or use the continue token in this response to retrieve the remainder of the results.";

    private readonly ClusterObjects _objects = world.ClusterStore.Content(cluster).Objects;

    public static string Root(ObjectKind kind) => kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";

    public void MapTo(Router router)
    {
        foreach (var kind in ObjectKind.All)
        {
            router.Map("GET", $"{Root(kind)}/{kind.Plural}", "", request => List(kind, "", request));
            if (!kind.IsNamespaced)
            {
                router.Map("GET", $"{Root(kind)}/{kind.Plural}/{{name}}", "", request => Get(kind, "", request));
                continue;
            }

            var one = $"{Root(kind)}/namespaces/{{namespace}}/{kind.Plural}";
            router.Map("GET", one, "", request => List(kind, request["namespace"], request));
            router.Map("GET", one + "/{name}", "", request => Get(kind, request["namespace"], request));
        }
    }

    private ApiReply Get(ObjectKind kind, string @namespace, ApiRequest request)
    {
        Demand("get", kind, @namespace);
        var found = _objects.Find(kind, @namespace, request["name"])
            ?? throw ApiErrorException.NotFound($"{kind.QualifiedName} \"{request["name"]}\" not found");
        return ApiReply.Raw(StatusCodes.Status200OK, Representation.Of(request, world.Now).One(found));
    }

    private ApiReply List(ObjectKind kind, string @namespace, ApiRequest request)
    {
        Demand("list", kind, @namespace);
        if (Value(request, "watch") is "true" or "1") throw ApiErrorException.BadRequest("the simulator does not support watches");
        var position = ListPosition.Read(Value(request, "continue"));
        if (position is { IsConsistent: true } && IsExpired(position))
        {
            return StatusReply.Of(StatusCodes.Status410Gone, Expired, position.Inconsistent().ToString());
        }

        var snapshot = position is { IsConsistent: true } ? _objects.At(position.Revision)! : _objects.Now;
        var page = Page(snapshot, kind, @namespace, position, request);
        return ApiReply.Raw(StatusCodes.Status200OK, Representation.Of(request, world.Now).List(kind, page));
    }

    private static ObjectPage Page(ClusterObjects.ClusterSnapshot snapshot, ObjectKind kind, string @namespace, ListPosition? position, ApiRequest request)
    {
        var selector = ObjectSelector.Of(kind, Value(request, "labelSelector"), Value(request, "fieldSelector"));
        var fitting = snapshot.All(kind).Values
            .Where(one => @namespace.Length == 0 || one.Namespace == @namespace)
            .SkipWhile(one => position is not null && string.CompareOrdinal(one.Key, position.Start) < 0)
            .Where(selector.Fits);
        if (!int.TryParse(Value(request, "limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit == 0)
        {
            return new ObjectPage([.. fitting], snapshot.Revision, Continue: null, Remaining: null);
        }

        List<ClusterObject> all = [.. fitting];
        if (all.Count <= limit) return new ObjectPage(all, snapshot.Revision, Continue: null, Remaining: null);
        var next = new ListPosition(snapshot.Revision, all[limit - 1].Key + "\0");
        return new ObjectPage(all[..limit], snapshot.Revision, next.ToString(), selector.IsEmpty ? all.Count - limit : null);
    }

    private bool IsExpired(ListPosition position)
    {
        if (cluster.Access.ExpiredContinues <= 0) return _objects.At(position.Revision) is null;
        cluster.Access = cluster.Access with { ExpiredContinues = cluster.Access.ExpiredContinues - 1 };
        return true;
    }

    private void Demand(string verb, ObjectKind kind, string @namespace)
    {
        if (!cluster.Access.Forbids(kind)) return;
        var scope = @namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{@namespace}\"";
        throw ApiErrorException.Of(
            StatusCodes.Status403Forbidden,
            $"{kind.QualifiedName} is forbidden: User \"{world.Account.Email}\" cannot {verb} resource \"{kind.Plural}\" in API group \"{kind.Group}\" {scope}");
    }

    private static string Value(ApiRequest request, string name) => request.Query.GetValueOrDefault(name).ToString();
}

/// <summary>One page of a list.</summary>
internal sealed record ObjectPage(IReadOnlyList<ClusterObject> Items, long Revision, string? Continue, long? Remaining);
