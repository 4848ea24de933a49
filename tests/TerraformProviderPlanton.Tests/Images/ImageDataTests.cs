using Microsoft.Extensions.Logging;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Images;

/// <summary>What <c>planton_docr_image</c>, <c>planton_docr_images</c> and <c>planton_docr_images_in_use</c> give.</summary>
public sealed class ImageDataTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string One = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Two = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    private const string Host = "registry.digitalocean.com/main";

    [Theory]
    [InlineData("\"tag\": \"v1\"", "v1", One)]
    [InlineData("\"tag_pattern\": \"v*\"", "v2", Two)]
    [InlineData("\"tag_pattern\": \"v1*\"", "v1-same", One)]
    public async Task An_image_is_found_by_its_tag_or_as_the_newest_that_matches(string which, string tag, string digest)
    {
        await using var world = await StartAsync();
        var image = await world.Core.ReadDataAsync("planton_docr_image", $$"""{ "registry_name": "main", "repository": "team/web", {{which}} }""");

        Assert.Equal((tag, digest), (Text(image["tag"]), Text(image["digest"])));
        Assert.Equal(($"{Host}/team/web:{tag}", $"{Host}/team/web@{digest}"), (Text(image["uri"]), Text(image["pinned_uri"])));
        Assert.Equal(CtyValue.Number(1000), image["size_bytes"]);
        Assert.True(image["unpacked_size_bytes"].IsKnown && image["pushed_at"].IsKnown);
    }

    [Theory]
    [InlineData("team/web", "\"tag\": \"v9\"", "The tag \"v9\" does not exist")]
    [InlineData("team/web", "\"tag_pattern\": \"x*\"", "No tag matches \"x*\"")]
    [InlineData("none", "\"tag\": \"v1\"", "The repository \"none\" has no tags")]
    public async Task No_match_is_an_error(string repository, string which, string summary)
    {
        await using var world = await StartAsync();
        var error = await Assert.ThrowsAsync<ProviderErrorException>(() =>
            world.Core.ReadDataAsync("planton_docr_image", $$"""{ "registry_name": "main", "repository": "{{repository}}", {{which}} }"""));

        Assert.Equal(summary, Assert.Single(error.Errors).Summary);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"tag\": \"v1\", \"tag_pattern\": \"v*\"")]
    public async Task Exactly_one_of_tag_and_pattern_is_required(string which)
    {
        await using var world = await StartAsync();
        var error = await Assert.ThrowsAsync<ProviderErrorException>(() =>
            world.Core.ReadDataAsync("planton_docr_image", $$"""{ "registry_name": "main", "repository": "team/web"{{which}} }"""));

        Assert.Equal("Exactly one of tag and tag_pattern is required", Assert.Single(error.Errors).Summary);
    }

    [Theory]
    [InlineData("", "team/web:v2 team/web:v1-same team/web:v1 api:v1")]
    [InlineData(", \"repositories\": [\"team/*\"]", "team/web:v2 team/web:v1-same team/web:v1")]
    [InlineData(", \"repositories\": [\"*\"], \"tag_patterns\": [\"v?\"]", "api:v1")]
    [InlineData(", \"tag_patterns\": [\"v1\", \"v2\"]", "team/web:v2 team/web:v1 api:v1")]
    [InlineData(", \"repositories\": []", "")]
    public async Task Images_are_listed_newest_first(string filter, string images)
    {
        await using var world = await StartAsync();
        var data = await world.Core.ReadDataAsync("planton_docr_images", $$"""{ "registry_name": "main"{{filter}} }""");

        Assert.Equal(images, string.Join(' ', Objects(data["images"]).Select(static image => $"{Text(image["repository"])}:{Text(image["tag"])}")));
    }

    [Fact]
    public async Task Only_repositories_that_match_are_read()
    {
        await using var world = await StartAsync();
        await world.Core.ReadDataAsync("planton_docr_images", """{ "registry_name": "main", "repositories": ["api"] }""");

        Assert.Equal(["/v2/registries/main/repositoriesV2", "/v2/registries/main/repositories/api/tags"], world.Simulator.Requests.All.Select(static request => request.Path));
    }

    [Fact]
    public async Task Images_in_use_name_their_users_and_whether_they_still_exist()
    {
        await using var world = await StartAsync(
            new() { Namespace = "shop", Name = "web", Image = $"{Host}/team/web:v2", OldImages = [$"{Host}/team/web:gone"] },
            new() { Kind = WorkloadKind.CronJob, Namespace = "shop", Name = "nightly", Image = $"{Host}/api@{Two}" });
        var data = await world.Core.ReadDataAsync("planton_docr_images_in_use", """{ "registry_name": "main" }""");

        Assert.Empty(Objects(data["unread"]));
        Assert.Equal(
            [
                $"api null {Two} False cronjob/nightly in shop of {Cluster}",
                $"team/web gone null False deployment/web in shop of {Cluster}",
                $"team/web v2 {Two} True deployment/web in shop of {Cluster}",
            ],
            Objects(data["images"]).Select(Show));
    }

    [Fact]
    public async Task What_could_not_be_read_is_listed_and_is_no_error()
    {
        await using var world = await StartAsync(new WorkloadSeed { Name = "web", Image = $"{Host}/team/web:v2" });
        world.World.SetClusterAccess(Cluster, new ClusterAccess { RequiresSso = true });
        var data = await world.Core.ReadDataAsync("planton_docr_images_in_use", $$"""{ "registry_name": "main", "cluster_uuids": ["{{Cluster}}"], "apps": false }""");
        var unread = Assert.Single(Objects(data["unread"]));

        Assert.Empty(Objects(data["images"]));
        Assert.Equal((Cluster, "credentials", "kubernetes:access_cluster"), (Text(unread["cluster_uuid"]), Text(unread["resource"]), Text(unread["scope"])));
        Assert.Equal(CtyValue.Number(403), unread["status"]);
    }

    [Fact]
    public async Task The_token_of_a_cluster_is_in_no_log()
    {
        using var log = new CapturedLog();
        await using var world = await StartLoggedAsync([new WorkloadSeed { Name = "web", Image = $"{Host}/team/web:v2" }], log);
        await world.Core.ReadDataAsync("planton_docr_images_in_use", """{ "registry_name": "main" }""");

        Assert.Contains("/api/v1/pods", log.Text, StringComparison.Ordinal);
        Assert.Single(world.World.ClusterTokens);
        Assert.DoesNotContain(ClusterToken.Prefix, log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("planton_docr_image", ", \"repository\": \"api\", \"tag\": \"v1\"")]
    [InlineData("planton_docr_images", "")]
    [InlineData("planton_docr_images_in_use", "")]
    public async Task The_registry_has_to_exist(string type, string more)
    {
        await using var world = await StartAsync();
        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync(type, $$"""{ "registry_name": "none"{{more}} }"""));

        Assert.Equal("The registry \"none\" does not exist", Assert.Single(error.Errors).Summary);
    }

    private static Task<ProviderFixture> StartAsync(params IReadOnlyList<WorkloadSeed> workloads) => StartLoggedAsync(workloads, loggers: null);

    private static Task<ProviderFixture> StartLoggedAsync(IReadOnlyList<WorkloadSeed> workloads, ILoggerFactory? loggers) => ProviderFixture.StartAsync(loggers: loggers, seed: new()
    {
        Registries =
        [
            new()
            {
                Name = "main",
                Manifests =
                [
                    new() { Repository = "team/web", Digest = One, Tags = ["v1", "v1-same"], Blobs = [new("sha256:a", 1000)], Age = TimeSpan.FromDays(2) },
                    new() { Repository = "team/web", Digest = Two, Tags = ["v2"], Blobs = [new("sha256:b", 1000)], Age = TimeSpan.FromDays(1) },
                    new() { Repository = "api", Digest = One, Tags = ["v1"], Blobs = [new("sha256:a", 1000)], Age = TimeSpan.FromDays(3) },
                ],
            },
        ],
        Clusters = [new() { Id = Cluster, Name = "prod", Registries = ["main"], Content = new() { Workloads = workloads } }],
    });

    private static string Show(CtyObject image)
    {
        var user = Assert.Single(Objects(image["used_by"]));
        return $"{Text(image["repository"])} {Text(image["tag"])} {Text(image["digest"])} {CtyValue.Bool(true).Equals(image["exists"])} "
            + $"{Text(user["kind"])}/{Text(user["name"])} in {Text(user["namespace"])} of {Text(user["cluster_uuid"])}";
    }

    private static IEnumerable<CtyObject> Objects(CtyValue list) => Assert.IsType<CtySequence>(list).Elements.Cast<CtyObject>();

    private static string Text(CtyValue value) => value.IsNull ? "null" : Assert.IsType<CtyString>(value).Value;
}
