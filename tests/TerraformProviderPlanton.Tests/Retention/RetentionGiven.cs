using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Retention;

/// <summary>A registry with four tags of different ages, and what a retention policy makes of it.</summary>
internal static class RetentionGiven
{
    public const string TypeName = "planton_docr_retention_policy";

    /// <summary>Keeps the two newest tags of each repository, whoever uses the others.</summary>
    public const string KeepTwo = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "protect_in_use": { "enabled": false } }""";

    public static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt,
        Tier = "professional",
        Registries =
        [
            new()
            {
                Name = "main",
                Manifests = [Image("web", "v1", 40), Image("web", "v2", 30), Image("web", "v3", 20), Image("web", "v4", 10), Image("team/api", "v1", 35)],
            },
        ],
    };

    public static ManifestSeed Image(string repository, string tag, int days) => new()
    {
        Repository = repository,
        Tags = [tag],
        Age = TimeSpan.FromDays(days),
        Blobs = [new("sha256:base", 1_000), new($"sha256:{repository}-{tag}", days)],
    };

    /// <summary>The tags that the provider has asked to delete, in order, whatever became of it.</summary>
    public static IReadOnlyList<string> Deletions(this ProviderFixture world) =>
        [.. world.Simulator.Requests.Where("DELETE", null).Select(static request => Uri.UnescapeDataString(request.Path).Split("/repositories/")[1].Replace("/tags/", ":", StringComparison.Ordinal))];

    /// <summary>The tags of a list of the state, such as <c>web:v1</c>.</summary>
    public static IReadOnlyList<string> Tags(this ResourceDriver policy, string list) => Tags(policy[list]);

    public static IReadOnlyList<string> Tags(CtyValue list) =>
        [.. Assert.IsType<CtySequence>(list).Elements.Cast<CtyObject>().Select(static tag => $"{Text(tag["repository"])}:{Text(tag["tag"])}")];

    /// <summary>A member of the record of the last apply.</summary>
    public static CtyValue LastRun(this ResourceDriver policy, string member) => Assert.IsType<CtyObject>(policy["last_run"])[member];

    public static string Text(CtyValue value) => Assert.IsType<CtyString>(value).Value;

    /// <summary>Creates the policy and finds out what is due.</summary>
    public static async Task<(ResourceDriver Policy, CorePlan Plan)> CreateAsync(this ProviderFixture world, string config = KeepTwo)
    {
        var policy = world.Core.Resource(TypeName);
        await policy.ApplyAsync(await policy.PlanAsync(config));
        return (policy, await policy.PlanAsync(config));
    }
}
