using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>Images and who uses them, read by the published provider over the TLS of each cluster.</summary>
public sealed class ImageDataTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Image = "registry.digitalocean.com/acme/team/web";

    [Theory, EveryEngine]
    public async Task The_newest_image_is_looked_up_and_its_users_are_named(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write("""
            data "planton_docr_image" "web" {
              registry_name = "acme"
              repository    = "team/web"
              tag_pattern   = "v*"
            }

            data "planton_docr_images" "all" {
              registry_name = "acme"
            }

            data "planton_docr_images_in_use" "acme" {
              registry_name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var newest = await scenario.Cli.StateOfAsync("data.planton_docr_image.web");
        Assert.Equal($"{Image}:v2", newest.GetProperty("uri").GetString());
        var all = await scenario.Cli.StateOfAsync("data.planton_docr_images.all");
        Assert.Equal(["v2", "v1"], all.GetProperty("images").EnumerateArray().Select(static image => image.GetProperty("tag").GetString()));
        var used = await scenario.Cli.StateOfAsync("data.planton_docr_images_in_use.acme");
        Assert.Empty(used.GetProperty("unread").EnumerateArray());
        var image = Assert.Single(used.GetProperty("images").EnumerateArray());
        Assert.Equal(("v1", true), (image.GetProperty("tag").GetString(), image.GetProperty("exists").GetBoolean()));
        Assert.Equal("deployment/web", Assert.Single(image.GetProperty("used_by").EnumerateArray().Select(static user => $"{user.GetProperty("kind")}/{user.GetProperty("name")}")));
    }

    [Theory, EveryEngine]
    public async Task A_cluster_that_cannot_pull_says_why(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddWorkload(Cluster, new()
        {
            Kind = WorkloadKind.Pod,
            Namespace = "shop",
            Name = "stuck",
            Image = $"{Image}:v9",
            WaitingReason = "ImagePullBackOff",
            WaitingMessage = "not found",
        });
        scenario.Cli.Write($$"""
            data "planton_doks_pull_health" "prod" {
              cluster_uuid  = "{{Cluster}}"
              registry_name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var health = await scenario.Cli.StateOfAsync("data.planton_doks_pull_health.prod");
        Assert.False(health.GetProperty("healthy").GetBoolean());
        Assert.Equal(
            $"The pod \"stuck\" in the namespace \"shop\" cannot pull {Image}:v9: ImagePullBackOff, not found",
            Assert.Single(health.GetProperty("problems").EnumerateArray()).GetString());
    }

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Seed(new()
        {
            Tier = "basic",
            Registries = [new() { Name = "acme", Manifests = [Release("v1", 2), Release("v2", 1)] }],
            Clusters = [new() { Id = Cluster, Name = "prod", Registries = ["acme"], Content = new() { Workloads = [new() { Namespace = "shop", Name = "web", Image = $"{Image}:v1" }] } }],
        });
        return scenario;
    }

    private static ManifestSeed Release(string tag, int days) => new() { Repository = "team/web", Tags = [tag], Age = TimeSpan.FromDays(days) };
}
