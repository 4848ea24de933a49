using TerraformProviderPlanton.Functions;

namespace TerraformProviderPlanton.Tests.Functions;

public sealed class ManifestErrorTests
{
    private const string Allowed = "Allowed are starter, basic, professional, in lower or upper case, or their numbers from 1 to 3.";

    /// <summary>Its lines are numbered: what replaces a line stands where the message says.</summary>
    private const string Manifest = """
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
          name: dev
          labels: { team: web }
          tags: [one]
        spec:
          name: acme
          subscription_tier: basic
          region: fra1
          garbage_collection_enabled: true
        """;

    [Theory]
    [InlineData(1, "apiVersion: v1", "Line 1, column 13: \"apiVersion\" cannot be \"v1\". Allowed is digital-ocean.planton.dev/v1alpha1; also v1, digitalocean, and the hosts openmcf.org and project-planton.org.")]
    [InlineData(1, "apiVersion:", "Line 1, column 12: \"apiVersion\" is required. Allowed is digital-ocean.")]
    [InlineData(1, "apiVersion: 1", "Line 1, column 13: \"apiVersion\" must be a string, not a number. Put it in quotes.")]
    [InlineData(1, "# no version", "Line 2, column 1: \"apiVersion\" is required. Allowed is digital-ocean.")]
    [InlineData(2, "kind: DigitalOceanKubernetesCluster", "Line 2, column 7: \"kind\" must be DigitalOceanContainerRegistry, not \"DigitalOceanKubernetesCluster\".")]
    [InlineData(2, "kind: digitaloceancontainerregistry", "must be DigitalOceanContainerRegistry, not \"digitaloceancontainerregistry\".")]
    [InlineData(2, "kind: null", "Line 2, column 7: \"kind\" is required. It must be DigitalOceanContainerRegistry.")]
    [InlineData(4, "  name:", "Line 4, column 8: \"metadata.name\" is required.")]
    [InlineData(4, "  name: \"\"", "Line 4, column 9: \"metadata.name\" is required.")]
    [InlineData(4, "  id: x", "Line 4, column 3: \"metadata.name\" is required.")]
    [InlineData(4, "  name: dev\n  env: true", "Line 5, column 8: \"metadata.env\" must be a string, not true or false. Put it in quotes.")]
    [InlineData(4, "  name: dev\n  org: 0x1F", "Line 5, column 8: \"metadata.org\" must be a string, not a number. Put it in quotes.")]
    [InlineData(4, "  name: dev\n  org: .inf", "Line 5, column 8: \"metadata.org\" must be a string, not a number. Put it in quotes.")]
    [InlineData(4, "  name: dev\n  id: [a]", "Line 5, column 7: \"metadata.id\" must be a string, not a list.")]
    [InlineData(4, "  name: { a: b }", "Line 4, column 9: \"metadata.name\" must be a string, not a mapping.")]
    [InlineData(4, "  name: dev\n  namespace: default", "Line 5, column 3: \"metadata.namespace\" is not a key of \"metadata\". Allowed are name, slug, id, org, env, group, labels, annotations, tags, relationships, version.")]
    [InlineData(5, "  labels: [a]", "Line 5, column 11: \"metadata.labels\" must be a mapping of strings, not a list.")]
    [InlineData(5, "  labels: team", "Line 5, column 11: \"metadata.labels\" must be a mapping of strings, not a string.")]
    [InlineData(5, "  labels: { team: 12 }", "Line 5, column 19: \"metadata.labels.team\" must be a string, not a number. Put it in quotes.")]
    [InlineData(5, "  labels: { team: ~ }", "Line 5, column 19: \"metadata.labels.team\" must be a string, not null. Remove it, or write \"\".")]
    [InlineData(5, "  labels: { team: }", "\"metadata.labels.team\" must be a string, not null.")]
    [InlineData(5, "  labels: { team: { a: b } }", "Line 5, column 19: \"metadata.labels.team\" must be a string, not a mapping.")]
    [InlineData(5, "  labels: { \"a\\tb\": 1 }", "Line 5, column 21: \"metadata.labels\" must be a string, not a number.")]
    [InlineData(6, "  tags: one", "Line 6, column 9: \"metadata.tags\" must be a list of strings, not a string.")]
    [InlineData(6, "  tags: { one: two }", "Line 6, column 9: \"metadata.tags\" must be a list of strings, not a mapping.")]
    [InlineData(6, "  tags: [one, 2]", "Line 6, column 15: \"metadata.tags[1]\" must be a string, not a number. Put it in quotes.")]
    [InlineData(6, "  tags:\n    - one\n    -", "\"metadata.tags[1]\" must be a string, not null.")]
    [InlineData(8, "  name: Acme", "Line 8, column 9: \"spec.name\" cannot be \"Acme\". A registry name has 1 to 63 lower-case letters")]
    [InlineData(8, "  name: -acme", "\"spec.name\" cannot be \"-acme\".")]
    [InlineData(8, "  name: options", "\"spec.name\" cannot be \"options\". The name \"options\" is reserved")]
    [InlineData(8, "  name: 2026", "Line 8, column 9: \"spec.name\" must be a string, not a number. Put it in quotes.")]
    [InlineData(8, "  name: ''", "Line 8, column 9: \"spec.name\" is required. It is the name of the registry.")]
    [InlineData(8, "", "Line 9, column 3: \"spec.name\" is required. It is the name of the registry.")]
    [InlineData(8, "  name: \"a\\e[31m\"", "\"spec.name\" cannot be the given text.")]
    [InlineData(9, "  subscription_tier: gold", $"Line 9, column 22: \"spec.subscription_tier\" cannot be \"gold\". {Allowed}")]
    [InlineData(9, "  subscriptionTier: Basic", $"Line 9, column 21: \"spec.subscriptionTier\" cannot be \"Basic\". {Allowed}")]
    [InlineData(9, "  subscription_tier: 4", "Line 9, column 22: \"spec.subscription_tier\" cannot be 4. Allowed are starter")]
    [InlineData(9, "  subscription_tier: 0", "Line 9, column 22: \"spec.subscription_tier\" is required, and 0 means that none is set.")]
    [InlineData(9, "  subscription_tier: 2.5", "Line 9, column 22: \"spec.subscription_tier\" must be a string, not a number.")]
    [InlineData(9, "  subscription_tier:", $"\"spec.subscription_tier\" is required. {Allowed}")]
    [InlineData(9, "", $"\"spec.subscription_tier\" is required. {Allowed}")]
    [InlineData(9, "  subscription_tier: digitalocean_container_registry_tier_unspecified", "\"spec.subscription_tier\" is required, and \"digitalocean_container_registry_tier_unspecified\" means that none is set.")]
    [InlineData(9, "  subscription_tier: basic\n  subscriptionTier: basic", "Line 10, column 3: \"spec.subscriptionTier\" and \"spec.subscription_tier\" in line 9 are two spellings of the same key. Keep one of them.")]
    [InlineData(9, "  subscription_tier: basic\n  subscription_tier: starter", "Line 10, column 3: The key is given twice: it is already set in line 9.")]
    [InlineData(9, "  subscription_tier: basic\n  \"subscription_tier\": starter", "Line 10, column 3: The key is given twice: it is already set in line 9.")]
    [InlineData(9, "  subscription_tier: basic\n  tier: basic", "Line 10, column 3: \"spec.tier\" is not a key of \"spec\". Allowed are name, subscription_tier, region, garbage_collection_enabled, docker_credentials, doks_integration.")]
    [InlineData(10, "  region: Frankfurt", "Line 10, column 11: \"spec.region\" cannot be \"Frankfurt\". It must be a region slug of three letters and a digit, such as fra1 or FRA1, or a number from 1 to 13.")]
    [InlineData(10, "  region: Fra1", "\"spec.region\" cannot be \"Fra1\".")]
    [InlineData(10, "  region: \"\"", "\"spec.region\" cannot be \"\".")]
    [InlineData(10, "  region: 14", "\"spec.region\" cannot be 14. It must be a region slug")]
    [InlineData(10, "  region: -1", "\"spec.region\" cannot be -1.")]
    [InlineData(11, "  docker_credentials: true", "\"spec.docker_credentials\" must be a mapping, not true or false.")]
    [InlineData(11, "  docker_credentials: { expiry_seconds: 1576800001 }", "\"spec.docker_credentials.expiry_seconds\" must be from 0 to 1576800000.")]
    [InlineData(11, "  docker_credentials: { expirySeconds: soon }", "\"spec.docker_credentials.expirySeconds\" must be a whole number, not a string.")]
    [InlineData(11, "  docker_credentials: { read: true }", "\"spec.docker_credentials.read\" is not a key of \"spec.docker_credentials\". Allowed are write, expiry_seconds.")]
    [InlineData(11, "  doks_integration: {}", "\"spec.doks_integration.cluster_uuids\" is required: the uuids of the clusters to integrate, at least one.")]
    [InlineData(11, "  doks_integration: { cluster_uuids: [web] }", "\"spec.doks_integration.cluster_uuids\" has \"web\", which is not the UUID of a cluster in lower case.")]
    [InlineData(10, "  regoin: fra1", "Line 10, column 3: \"spec.regoin\" is not a key of \"spec\". Did you mean \"region\"? Allowed are")]
    [InlineData(10, "  Region: fra1", "\"spec.Region\" is not a key of \"spec\". Did you mean \"region\"?")]
    [InlineData(11, "  garbage-collection-enabled: true", "\"spec.garbage-collection-enabled\" is not a key of \"spec\". Did you mean \"garbage_collection_enabled\"?")]
    [InlineData(11, "  garbage_collection_enabled: \"true\"", "Line 11, column 31: \"spec.garbage_collection_enabled\" must be true or false, not a string. Remove the quotes.")]
    [InlineData(11, "  garbage_collection_enabled: yes", "Line 11, column 31: \"spec.garbage_collection_enabled\" must be true or false, not a string.")]
    [InlineData(11, "  garbage_collection_enabled: 1", "must be true or false, not a number.")]
    [InlineData(11, "  garbage_collection_enabled: [true]", "must be true or false, not a list.")]
    [InlineData(11, "extra: 1", "Line 11, column 1: \"extra\" is not a key of a manifest. Allowed are apiVersion, kind, metadata, spec, status.")]
    [InlineData(11, "Spec: 1", "\"Spec\" is not a key of a manifest. Did you mean \"spec\"?")]
    [InlineData(11, "\"\\0\": 1", "The given text is not a key of a manifest.")]
    public void The_line_the_key_and_what_is_allowed_are_named(int line, string replacement, string error)
    {
        var lines = Manifest.Split('\n');
        lines[line - 1] = replacement;

        Assert.Contains(error, Refuse(string.Join('\n', lines)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.yaml", "Line 1, column 1: A manifest is a mapping with the keys apiVersion, kind, metadata, spec, status, not a string. Pass the text of the manifest, not the name of its file")]
    [InlineData("- a\n- b", "Line 1, column 1: A manifest is a mapping with the keys apiVersion, kind, metadata, spec, status, not a list.")]
    [InlineData("12", "not a number.")]
    [InlineData("\"\"", "not a string.")]
    [InlineData("apiVersion: v1\nkind: Secret\ndata: { a: b }", "\"kind\" must be DigitalOceanContainerRegistry, not \"Secret\".")]
    [InlineData("apiVersion: digital-ocean.project-planton.org/v1\nkind: DigitalOceanContainerRegistry", "\"metadata\" is required: a mapping with the keys name, slug, id")]
    [InlineData("apiVersion: digital-ocean.project-planton.org/v1\nkind: DigitalOceanContainerRegistry\nspec: ~\nmetadata: { name: a }", "Line 3, column 7: \"spec\" is required: a mapping with the keys name, subscription_tier, region, garbage_collection_enabled, docker_credentials, doks_integration.")]
    [InlineData("apiVersion: digital-ocean.project-planton.org/v1\nkind: DigitalOceanContainerRegistry\nspec: []\nmetadata: { name: a }", "Line 3, column 7: \"spec\" must be a mapping, not a list.")]
    public void What_is_no_manifest_of_a_registry_is_told_so(string yaml, string error) => Assert.Contains(error, Refuse(yaml), StringComparison.Ordinal);

    [Fact]
    public void One_error_stands_alone_and_several_come_together_from_top_to_bottom() => Assert.Equal(
        """
        The manifest has 4 errors.
        Line 1, column 1: "metadata" is required: a mapping with the keys name, slug, id, org, env, group, labels, annotations, tags, relationships, version.
        Line 4, column 9: "spec.name" cannot be "Acme". A registry name has 1 to 63 lower-case letters, digits and dashes, and neither begins nor ends with a dash.
        Line 5, column 3: "spec.regoin" is not a key of "spec". Did you mean "region"? Allowed are name, subscription_tier, region, garbage_collection_enabled, docker_credentials, doks_integration.
        Line 6, column 22: "spec.subscription_tier" cannot be "gold". Allowed are starter, basic, professional, in lower or upper case, or their numbers from 1 to 3.
        """,
        Refuse("""
            apiVersion: digital-ocean.project-planton.org/v1
            kind: DigitalOceanContainerRegistry
            spec:
              name: Acme
              regoin: fra1
              subscription_tier: gold
            """));

    [Fact]
    public void Of_very_many_errors_the_first_ten_are_named()
    {
        var error = Refuse($"{Manifest}\n{string.Concat(Enumerable.Range(0, 500).Select(static i => $"x{i}: {i}\n"))}");

        Assert.StartsWith("The manifest has 500 errors.\nLine 12, column 1: \"x0\" is", error, StringComparison.Ordinal);
        Assert.EndsWith("\n490 more are not shown.", error, StringComparison.Ordinal);
        Assert.Equal(12, error.Split('\n').Length);
    }

    [Fact]
    public void A_value_under_an_unknown_key_is_never_repeated() =>
        Assert.DoesNotContain("hunter2", Refuse($"{Manifest}\ntoken: hunter2\nlist: [hunter2]\n"), StringComparison.Ordinal);

    private static string Refuse(string yaml)
    {
        Assert.False(ManifestDecoder.TryDecode(yaml, out var manifest, out var error));
        Assert.Null(manifest);
        return error;
    }
}
