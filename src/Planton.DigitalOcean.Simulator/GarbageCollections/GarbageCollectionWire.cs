using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.GarbageCollections;

internal sealed record GarbageCollectionWire(
    string Uuid,
    string RegistryName,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    string CreatedAt,
    string UpdatedAt,
    long BlobsDeleted,
    long FreedBytes)
{
    public static GarbageCollectionWire Of(string registry, GarbageCollectionRun run, Behavior behavior) => new(
        run.Uuid.ToString(),
        registry,
        run.Status,
        behavior.OmitGarbageCollectionType ? null : run.Type,
        WireTime.Seconds(run.CreatedAt),
        WireTime.Seconds(run.UpdatedAt),
        run.BlobsDeleted,
        run.FreedBytes);
}

internal sealed record GarbageCollectionBody(GarbageCollectionWire GarbageCollection);

internal sealed record GarbageCollectionsBody(IReadOnlyList<GarbageCollectionWire> GarbageCollections, PageLinks Links, PageMeta Meta);

internal sealed record StartGarbageCollectionRequest(string? Type);

internal sealed record UpdateGarbageCollectionRequest(bool? Cancel);
