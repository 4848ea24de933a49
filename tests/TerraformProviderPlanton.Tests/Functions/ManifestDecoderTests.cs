using TerraformProviderPlanton.Functions;

namespace TerraformProviderPlanton.Tests.Functions;

public sealed class ManifestDecoderTests
{
    private const string Whole = """
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
          name: prod-registry
          id: docr-01
          org: acme
          env: prod
          labels:
            team: platform
            planton.org/cost-center: "1234"
          tags:
            - one
            - two
        spec:
          name: acme-prod
          subscription_tier: professional
          region: fra1
          garbage_collection_enabled: true
        """;

    private const string Minimal = """
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
          name: dev
        spec:
          name: acme
          subscription_tier: basic
        """;

    private static readonly ManifestSpec MinimalSpec = new("acme", "basic", null, false);

    [Fact]
    public void A_whole_manifest_is_decoded()
    {
        var manifest = Decode(Whole);

        Assert.Equal(new ManifestSpec("acme-prod", "professional", "fra1", true), manifest.Spec);
        var metadata = manifest.Metadata;
        Assert.Equal(("prod-registry", "docr-01", "acme", "prod"), (metadata.Name, metadata.Id, metadata.Org, metadata.Env));
        Assert.Equal([new("team", "platform"), new("planton.org/cost-center", "1234")], metadata.Labels);
        Assert.Equal(["one", "two"], metadata.Tags);
    }

    /// <summary>What the parent project publishes since its second renaming.</summary>
    [Fact]
    public void The_manifest_of_today_is_decoded()
    {
        var manifest = Decode("""
            apiVersion: digital-ocean.planton.dev/v1alpha1
            kind: DigitalOceanContainerRegistry
            metadata:
              name: ci
              group: acme/platform
            spec:
              name: acme
              subscriptionTier: professional
              dockerCredentials:
                write: true
                expirySeconds: 3600
            """);

        Assert.Equal(("acme", "professional", null, false), (manifest.Spec.Name, manifest.Spec.SubscriptionTierSlug, manifest.Spec.Region, manifest.Spec.GarbageCollectionEnabled));
        Assert.Equal(new ManifestCredentials(true, 3600), manifest.Spec.DockerCredentials);
        Assert.Equal("acme/platform", manifest.Metadata.Group);
    }

    [Fact]
    public void The_clusters_of_an_integration_are_decoded() => Assert.Equal(
        ["bd5f5959-5e1e-4205-a714-a914373942af"],
        Decode(Minimal + "\n  doksIntegration: { clusterUuids: [bd5f5959-5e1e-4205-a714-a914373942af] }").Spec.ClusterUuids!);

    [Theory]
    [InlineData(1, "nyc3")]
    [InlineData(3, "fra1")]
    [InlineData(8, "ams3")]
    [InlineData(13, "atl1")]
    public void A_region_may_be_its_number(int number, string region) =>
        Assert.Equal(region, Decode($"{Minimal}\n  region: {number}").Spec.Region);

    [Fact]
    public void Credentials_that_say_nothing_are_for_pulls_and_have_no_end_of_their_own() =>
        Assert.Equal(new ManifestCredentials(false, null), Decode(Minimal + "\n  docker_credentials: {}").Spec.DockerCredentials);

    [Fact]
    public void Of_several_documents_the_registries_are_decoded_in_their_order()
    {
        var other = "apiVersion: v1\nkind: ConfigMap\ndata: { a: b }";
        var text = string.Join("\n---\n", Minimal, other, Whole, string.Empty);

        Assert.True(ManifestDecoder.TryDecodeAll(text, out var manifests, out var error), error);
        Assert.Equal(["acme", "acme-prod"], manifests.Select(static manifest => manifest.Spec.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n---\n# nothing\n")]
    [InlineData("kind: Secret")]
    public void A_text_without_registries_is_an_empty_list(string text)
    {
        Assert.True(ManifestDecoder.TryDecodeAll(text, out var manifests, out var error), error);
        Assert.Empty(manifests);
    }

    [Fact]
    public void Of_several_documents_every_error_is_reported_with_its_line()
    {
        var text = Minimal.Replace("basic", "gold", StringComparison.Ordinal) + "\n---\n" + Minimal.Replace("kind: DigitalOceanContainerRegistry\n", string.Empty, StringComparison.Ordinal);

        Assert.False(ManifestDecoder.TryDecodeAll(text, out _, out var error));
        Assert.Contains("Line 7, column 22: \"spec.subscription_tier\" cannot be \"gold\".", error, StringComparison.Ordinal);
        Assert.Contains("Line 9, column 1: \"kind\" is required. It must be DigitalOceanContainerRegistry.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_set_is_null_false_or_empty()
    {
        var manifest = Decode(Minimal);

        Assert.Equal(MinimalSpec, manifest.Spec);
        Assert.True(manifest.Metadata is { Name: "dev", Id: null, Org: null, Env: null, Labels: [], Tags: [] });
    }

    [Theory]
    [InlineData("digital-ocean.project-planton.org/v1", "digitalocean.project-planton.org/v1")]
    [InlineData("digital-ocean.project-planton.org/v1", "digital-ocean.openmcf.org/v1")]
    [InlineData("digital-ocean.project-planton.org/v1", "digital-ocean.planton.dev/v1")]
    [InlineData("digital-ocean.project-planton.org/v1", "digital-ocean.planton.dev/v1alpha1")]
    [InlineData("digital-ocean.project-planton.org/v1", "digitalocean.planton.dev/v1alpha1")]
    [InlineData("subscription_tier: basic", "subscription_tier: 2")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  region: 0")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  docker_credentials:")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  doks_integration: ~")]
    [InlineData("name: dev", "name: dev\n  group: \"\"")]
    [InlineData("apiVersion", "api_version")]
    [InlineData("apiVersion", "\"apiVersion\"")]
    [InlineData("subscription_tier", "subscriptionTier")]
    [InlineData("subscription_tier: basic", "subscription_tier: BASIC")]
    [InlineData("subscription_tier: basic", "subscription_tier: 'basic'")]
    [InlineData("subscription_tier: basic", "subscription_tier: !!str basic")]
    [InlineData("subscription_tier: basic", "subscription_tier: &tier basic")]
    [InlineData("subscription_tier: basic", "subscription_tier: >-\n    basic")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  region:")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  region: ~")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  region: digital_ocean_region_unspecified")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  region: DIGITAL_OCEAN_REGION_UNSPECIFIED")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  garbage_collection_enabled: false")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  garbageCollectionEnabled: null")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n  garbageCollectionEnabled: FALSE")]
    [InlineData("name: dev", "name: dev\n  id: \"\"\n  org:\n  env: null")]
    [InlineData("name: dev", "name: dev\n  labels: {}\n  tags: []")]
    [InlineData("name: dev", "name: dev\n  labels:\n  tags: null")]
    [InlineData("name: dev", "name: dev\n  slug: dev\n  version: { id: a, message: b }\n  annotations: { a: 1 }\n  relationships: [{ kind: x }]")]
    [InlineData("metadata:", "status: { outputs: { registry_name: acme, anything: [1, 2] } }\nmetadata:")]
    [InlineData("metadata:", "status:\nmetadata:")]
    [InlineData("metadata:", "# a comment\n\nmetadata: # another")]
    [InlineData("metadata:", "metadata: !!map")]
    [InlineData("apiVersion", "---\napiVersion")]
    [InlineData("apiVersion", "%YAML 1.2\n---\napiVersion")]
    [InlineData("apiVersion", "# nothing\n---\n---\napiVersion")]
    [InlineData("apiVersion", "\uFEFFapiVersion")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n---\n")]
    [InlineData("subscription_tier: basic", "subscription_tier: basic\n...\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("\n", "\r")]
    public void Spellings_of_one_manifest_mean_the_same(string part, string otherwise)
    {
        var manifest = Decode(Minimal.Replace(part, otherwise, StringComparison.Ordinal));

        Assert.Equal(MinimalSpec, manifest.Spec);
        Assert.True(manifest.Metadata is { Name: "dev", Id: null, Org: null, Env: null, Labels: [], Tags: [] });
    }

    [Fact]
    public void Json_is_yaml_too() => Assert.Equal(MinimalSpec, Decode("""
        { "apiVersion": "digital-ocean.project-planton.org/v1", "kind": "DigitalOceanContainerRegistry",
          "metadata": { "name": "dev" },
          "spec": { "name": "acme", "subscriptionTier": "basic", "garbageCollectionEnabled": false } }
        """).Spec);

    [Theory]
    [InlineData("nyc3", "nyc3")]
    [InlineData("SFO3", "sfo3")]
    [InlineData("lon1", "lon1")]
    [InlineData("TOR1", "tor1")]
    [InlineData("syd1", "syd1")]
    [InlineData("xyz9", "xyz9")]
    public void Any_region_slug_passes_since_the_api_decides(string written, string region) =>
        Assert.Equal(region, Decode($"{Minimal}\n  region: {written}").Spec.Region);

    [Theory]
    [InlineData("starter", "starter")]
    [InlineData("STARTER", "starter")]
    [InlineData("BASIC", "basic")]
    [InlineData("PROFESSIONAL", "professional")]
    public void A_tier_is_in_lower_or_upper_case(string written, string tier) => Assert.Equal(tier, Decode(Minimal.Replace("basic", written, StringComparison.Ordinal)).Spec.SubscriptionTierSlug);

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("on")]
    [InlineData("y")]
    [InlineData("2026-03-01")]
    [InlineData("1.2.3")]
    [InlineData("0b1")]
    [InlineData("1_000")]
    [InlineData("nil")]
    [InlineData("zürich 東京")]
    public void What_yaml_1_2_calls_a_text_is_a_text(string text) => Assert.Equal(text, Decode(Minimal.Replace("name: dev", $"name: dev\n  env: {text}", StringComparison.Ordinal)).Metadata.Env);

    [Theory]
    [InlineData("\"true\"", "true")]
    [InlineData("'123'", "123")]
    [InlineData("!!str 123", "123")]
    [InlineData("! null", "null")]
    [InlineData("\"~\"", "~")]
    [InlineData("\"\\u00e9\"", "é")]
    [InlineData("|-\n      two\n      lines", "two\nlines")]
    public void Quotes_and_the_tag_of_texts_make_a_text_of_anything(string written, string text)
    {
        var manifest = Decode(Minimal.Replace("name: dev", $"name: dev\n  labels:\n    a: {written}\n  tags: [\"x\"]", StringComparison.Ordinal));

        Assert.Equal([new("a", text)], manifest.Metadata.Labels);
    }

    [Fact]
    public void An_alias_stands_for_what_it_names()
    {
        var manifest = Decode("""
            apiVersion: digital-ocean.project-planton.org/v1
            kind: DigitalOceanContainerRegistry
            metadata:
              name: &name acme
              labels: &labels { team: web, name: *name }
              annotations: *labels
              tags: [*name, *name]
            spec: { name: *name, subscription_tier: basic }
            """);

        Assert.Equal(MinimalSpec, manifest.Spec);
        Assert.Equal([new("team", "web"), new("name", "acme")], manifest.Metadata.Labels);
        Assert.Equal(["acme", "acme"], manifest.Metadata.Tags);
    }

    [Fact]
    public void Keys_of_labels_are_texts_whatever_they_look_like() => Assert.Equal(
        [new("1", "a"), new("true", "b"), new("null", "c"), new(string.Empty, "d")],
        Decode(Minimal.Replace("name: dev", "name: dev\n  labels: { 1: a, true: b, null: c, \"\": d }", StringComparison.Ordinal)).Metadata.Labels);

    private static RegistryManifest Decode(string yaml)
    {
        Assert.True(ManifestDecoder.TryDecode(yaml, out var manifest, out var error), error);
        Assert.Null(error);
        return manifest;
    }
}
