using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class RepositoriesClientTests
{
    [Fact]
    public async Task Repositories_are_read_over_all_pages_by_token()
    {
        var api = new StubApi()
            .Then(200, """{"repositories":[{"registry_name":"reg","name":"team/app","tag_count":57,"manifest_count":82,"latest_manifest":{"digest":"sha256:a","tags":null,"blobs":[null]}}],"links":{"pages":{"next":"https://api.digitalocean.com/v2/registry/reg/repositoriesV2?page=2&page_token=ey%3D&per_page=200"}},"meta":{"total":2}}""")
            .Then(200, """{"repositories":[{"name":"web","latest_manifest":null}],"meta":{"total":2}}""");
        using var client = TestClient.Of(api);
        var repositories = await client.Repositories.ListAsync("reg");
        Assert.Equal([("team/app", 57L, 82L), ("web", null, null)], repositories.Select(repository => (repository.Name, repository.TagCount, repository.ManifestCount)));
        Assert.Empty(repositories[0].LatestManifest!.Blobs);
        Assert.Equal(
            ["/v2/registries/reg/repositoriesV2?per_page=200", "/v2/registries/reg/repositoriesV2?page=2&page_token=ey%3D&per_page=200"],
            api.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task Tags_are_read()
    {
        var api = new StubApi().Then(200, """{"tags":[{"registry_name":"reg","repository":"team/app","tag":"latest","manifest_digest":"sha256:a","compressed_size_bytes":2803255000000,"size_bytes":5861888000000,"updated_at":"2020-04-09T23:54:25Z"}]}""");
        using var client = TestClient.Of(api);
        Assert.Equal(
            new RepositoryTag
            {
                RegistryName = "reg",
                Repository = "team/app",
                Tag = "latest",
                ManifestDigest = "sha256:a",
                CompressedSizeBytes = 2803255000000,
                SizeBytes = 5861888000000,
                UpdatedAt = "2020-04-09T23:54:25Z",
            },
            Assert.Single(await client.Repositories.ListTagsAsync("reg", "team/app")));
        Assert.Equal("/v2/registries/reg/repositories/team%2Fapp/tags?per_page=200", api.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task Manifests_are_read_with_tags_and_blobs()
    {
        var api = new StubApi().Then(200, """{"manifests":[{"digest":"sha256:a","tags":["latest",null],"blobs":[{"digest":"sha256:b","compressed_size_bytes":5368709120}]},{"digest":"sha256:c","tags":null},{}]}""");
        using var client = TestClient.Of(api);
        var manifests = await client.Repositories.ListManifestsAsync("reg", "team/app");
        Assert.Equal([("sha256:a", 1, 1), ("sha256:c", 0, 0)], manifests.Select(manifest => (manifest.Digest, manifest.Tags.Count, manifest.Blobs.Count)));
        Assert.Equal(5368709120L, manifests[0].Blobs[0].CompressedSizeBytes);
        Assert.Equal("/v2/registries/reg/repositories/team%2Fapp/digests?per_page=200", api.Requests[0].PathAndQuery);
    }
}
