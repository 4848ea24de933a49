using System.Text.Json.Serialization;
using Planton.DigitalOcean.Apps;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean;

/// <summary>
/// All types that are read from or written to the wire, compiled ahead of time. Numbers are also read from strings; unknown fields are skipped; a
/// missing field and a null field mean the same.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegistryEnvelope))]
[JsonSerializable(typeof(RegistriesEnvelope))]
[JsonSerializable(typeof(SubscriptionEnvelope))]
[JsonSerializable(typeof(OptionsEnvelope))]
[JsonSerializable(typeof(GarbageCollectionEnvelope))]
[JsonSerializable(typeof(GarbageCollectionPage))]
[JsonSerializable(typeof(RepositoryPage))]
[JsonSerializable(typeof(TagPage))]
[JsonSerializable(typeof(ManifestPage))]
[JsonSerializable(typeof(ClusterEnvelope))]
[JsonSerializable(typeof(ClusterPage))]
[JsonSerializable(typeof(ClusterCredentialsBody))]
[JsonSerializable(typeof(DockerConfig))]
[JsonSerializable(typeof(AppEnvelope))]
[JsonSerializable(typeof(AppPage))]
[JsonSerializable(typeof(AppDeploymentPage))]
[JsonSerializable(typeof(JobInvocationEnvelope))]
[JsonSerializable(typeof(JobInvocationPage))]
[JsonSerializable(typeof(CreateRegistryRequest))]
[JsonSerializable(typeof(ValidateNameRequest))]
[JsonSerializable(typeof(UpdateSubscriptionRequest))]
[JsonSerializable(typeof(StartGarbageCollectionRequest))]
[JsonSerializable(typeof(UpdateGarbageCollectionRequest))]
[JsonSerializable(typeof(ClusterRegistriesRequest))]
[JsonSerializable(typeof(CreateAppRequest))]
[JsonSerializable(typeof(UpdateAppRequest))]
internal sealed partial class WireContext : JsonSerializerContext;
