using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.ClusterApi;

/// <summary>Everything that is read from a cluster's own API, compiled ahead of time. Unknown fields are skipped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ObjectPage<Pod>))]
[JsonSerializable(typeof(ObjectPage<Workload>))]
[JsonSerializable(typeof(ObjectPage<ServiceAccount>))]
[JsonSerializable(typeof(ObjectPage<PartialObject>))]
internal sealed partial class ClusterContext : JsonSerializerContext;
