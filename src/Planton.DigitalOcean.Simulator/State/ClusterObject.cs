using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// An object of a cluster, stored as the JSON of a list item, without <c>kind</c> and <c>apiVersion</c>: a page of a large cluster is written by copying bytes.
/// </summary>
internal sealed record ClusterObject(ObjectKind Kind, string Namespace, string Name, string Uid, string? OwnerUid, ReadOnlyMemory<byte> Json)
{
    /// <summary>The key by which lists are sorted, as in etcd.</summary>
    public string Key => KeyOf(Namespace, Name);

    public static string KeyOf(string @namespace, string name) => @namespace.Length == 0 ? name : $"{@namespace}/{name}";

    /// <summary>Creates an object from a manifest and adds the metadata that the API adds to every object.</summary>
    /// <exception cref="ArgumentException">The manifest has no name.</exception>
    public static ClusterObject Of(ObjectKind kind, JsonObject manifest, string clusterId, long revision, DateTimeOffset createdAt)
    {
        var metadata = manifest["metadata"] as JsonObject ?? throw new ArgumentException("An object needs metadata.", nameof(manifest));
        var name = (string?)metadata["name"] ?? throw new ArgumentException("An object needs metadata.name.", nameof(manifest));
        if (kind.IsNamespaced) metadata.TryAdd("namespace", "default");
        else metadata.Remove("namespace");
        var place = (string?)metadata["namespace"] ?? "";
        metadata.TryAdd("uid", IdentitySource.UuidOf($"{clusterId} {kind.QualifiedName} {place}/{name}"));
        metadata.TryAdd("creationTimestamp", Http.WireTime.Seconds(createdAt));
        metadata["resourceVersion"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        manifest.Remove("kind");
        manifest.Remove("apiVersion");
        return new ClusterObject(
            kind,
            place,
            name,
            (string)metadata["uid"]!,
            (string?)(metadata["ownerReferences"] as JsonArray)?[0]?["uid"],
            JsonSerializer.SerializeToUtf8Bytes(manifest, Http.SimulatorJson.Api));
    }

    public JsonElement Read() => JsonSerializer.Deserialize<JsonElement>(Json.Span);

    public JsonObject Copy() => JsonSerializer.Deserialize<JsonObject>(Json.Span)!;
}
