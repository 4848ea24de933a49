using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The endpoints that tell a client such as kubectl which resources exist.</summary>
internal sealed class DiscoveryEndpoints(SimulatedCluster cluster)
{
    public void MapTo(Router router)
    {
        router.Map("GET", "/version", "", _ => Reply(Version()));
        foreach (var probe in (string[])["/healthz", "/livez", "/readyz"])
        {
            router.Map("GET", probe, "", _ => ApiReply.Text(StatusCodes.Status200OK, "text/plain; charset=utf-8", "ok"));
        }

        router.Map("GET", "/api", "", _ => Reply(Json.Object(("kind", "APIVersions"), ("versions", Json.Array("v1")))));
        router.Map("GET", "/apis", "", _ => Reply(Json.Object(
            ("kind", "APIGroupList"), ("apiVersion", "v1"), ("groups", Json.Array(Groups().Select(group => Group(group.Key, group)))))));
        foreach (var group in Groups()) router.Map("GET", $"/apis/{group.Key}", "", _ => Reply(Group(group.Key, group)));
        foreach (var kinds in ObjectKind.All.GroupBy(kind => kind.ApiVersion, StringComparer.Ordinal))
        {
            router.Map("GET", ObjectEndpoints.Root(kinds.First()), "", _ => Reply(Resources(kinds.Key, kinds)));
        }
    }

    private static IEnumerable<IGrouping<string, ObjectKind>> Groups() =>
        ObjectKind.All.Where(kind => kind.Group.Length > 0).GroupBy(kind => kind.Group, StringComparer.Ordinal);

    private static JsonObject Group(string name, IEnumerable<ObjectKind> kinds)
    {
        JsonObject[] versions =
        [
            .. kinds.Select(kind => (kind.ApiVersion, kind.Version)).Distinct()
                .Select(version => Json.Object(("groupVersion", version.ApiVersion), ("version", version.Version))),
        ];
        return Json.Object(
            ("kind", "APIGroup"),
            ("apiVersion", "v1"),
            ("name", name),
            ("versions", Json.Array(versions)),
            ("preferredVersion", versions[0].DeepClone()));
    }

    private static JsonObject Resources(string groupVersion, IEnumerable<ObjectKind> kinds) => Json.Object(
        ("kind", "APIResourceList"),
        ("apiVersion", "v1"),
        ("groupVersion", groupVersion),
        ("resources", Json.Array(kinds.Select(kind => Json.Object(
            ("name", kind.Plural),
            ("singularName", kind.Name.ToLowerInvariant()),
            ("namespaced", kind.IsNamespaced),
            ("kind", kind.Name),
            ("verbs", Json.Array("get", "list")),
            ("shortNames", kind.ShortName is { } name ? Json.Array(name) : null))))));

    private JsonObject Version()
    {
        var number = cluster.Version.Split('-')[0];
        var parts = number.Split('.');
        return Json.Object(
            ("major", parts[0]),
            ("minor", parts.ElementAtOrDefault(1) ?? "0"),
            ("gitVersion", "v" + number),
            ("gitCommit", IdentitySource.Digest(number)["sha256:".Length..][..40]),
            ("gitTreeState", "clean"),
            ("buildDate", WireTime.Seconds(cluster.CreatedAt)),
            ("goVersion", "go1.24.0"),
            ("compiler", "gc"),
            ("platform", "linux/amd64"));
    }

    private static ApiReply Reply(JsonObject body) => ApiReply.Raw(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(body));
}
