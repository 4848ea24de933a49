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
            Assert.Single(await client.Repositories.ListTagsAsync("reg", "team/app").ToListAsync()));
        Assert.Equal("/v2/registries/reg/repositories/team%2Fapp/tags?per_page=200", api.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task Manifests_are_read_with_tags_and_blobs()
    {
        var api = new StubApi().Then(200, """{"manifests":[{"digest":"sha256:a","tags":["latest",null],"blobs":[{"digest":"sha256:b","compressed_size_bytes":5368709120}]},{"digest":"sha256:c","tags":null}]}""");
        using var client = TestClient.Of(api);
        var manifests = await client.Repositories.ListManifestsAsync("reg", "team/app").ToListAsync();
        Assert.Equal([("sha256:a", 1, 1), ("sha256:c", 0, 0)], manifests.Select(manifest => (manifest.Digest, manifest.Tags.Count, manifest.Blobs.Count)));
        Assert.Equal(5368709120L, manifests[0].Blobs[0].CompressedSizeBytes);
        Assert.Equal("/v2/registries/reg/repositories/team%2Fapp/digests?per_page=200", api.Requests[0].PathAndQuery);
    }

    [Theory]
    [InlineData("""{"manifests":[{"digest":"sha256:a"},{}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:a"},null]}""")]
    public async Task Manifests_that_are_not_all_listed_are_not_taken_for_all(string page)
    {
        using var client = TestClient.Of(new StubApi().Then(200, page));
        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.Repositories.ListManifestsAsync("reg", "app").ToListAsync().AsTask())).Kind);
    }

    /// <summary>Whether the total is right, or the link is missing, only the next page can tell.</summary>
    [Theory]
    [InlineData("""{"manifests":[{"digest":"sha256:b"}],"meta":{"total":2}}""", 2)]
    [InlineData("""{"manifests":[],"meta":{"total":2}}""", 1)]
    [InlineData("""{"manifests":[{"digest":"sha256:a"}],"meta":{"total":2}}""", 1)]
    public async Task Manifests_that_end_before_their_total_are_asked_for_once_more(string second, int count)
    {
        var api = new StubApi().Then(200, """{"manifests":[{"digest":"sha256:a"}],"links":{},"meta":{"total":2}}""").Then(200, second);
        using var client = TestClient.Of(api);

        Assert.Equal(count, (await client.Repositories.ListManifestsAsync("reg", "app").ToListAsync()).Count);
        Assert.Equal("/v2/registries/reg/repositories/app/digests?page=2&per_page=200", api.Requests[1].PathAndQuery);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task A_page_is_read_only_when_the_one_before_has_been_taken()
    {
        var api = new StubApi()
            .Then(200, """{"tags":[{"tag":"a"},{"tag":"b"}],"links":{"pages":{"next":"https://api.digitalocean.com/x?page=2&per_page=200"}}}""")
            .Then(200, """{"tags":[{"tag":"b"},{"tag":"c"}]}""");
        using var client = TestClient.Of(api);
        var seen = new List<(string, int)>();
        await foreach (var tag in client.Repositories.ListTagsAsync("reg", "app")) seen.Add((tag.Tag, api.Requests.Count));

        // A tag that has moved to the next page meanwhile comes again: it may point to something else by now.
        Assert.Equal([("a", 1), ("b", 1), ("b", 2), ("c", 2)], seen);
    }

    [Fact]
    public async Task A_manifest_on_two_pages_comes_once()
    {
        var api = new StubApi()
            .Then(200, """{"manifests":[{"digest":"sha256:a"},{"digest":"sha256:b"}],"links":{"pages":{"next":"https://api.digitalocean.com/x?page=2&per_page=200"}}}""")
            .Then(200, """{"manifests":[{"digest":"sha256:b"},{"digest":"sha256:c"}]}""");
        using var client = TestClient.Of(api);
        Assert.Equal(["sha256:a", "sha256:b", "sha256:c"], (await client.Repositories.ListManifestsAsync("reg", "app").ToListAsync()).Select(manifest => manifest.Digest));
    }

    [Fact]
    public async Task A_tag_is_deleted_in_its_repository()
    {
        var api = new StubApi().Then(204, "");
        using var client = TestClient.Of(api);
        Assert.True(await client.Repositories.DeleteTagAsync("reg", "team/app", "v1.0+build"));
        Assert.Equal(("DELETE", "/v2/registries/reg/repositories/team%2Fapp/tags/v1.0%2Bbuild"), (api.Requests[0].Method, api.Requests[0].PathAndQuery));
    }

    [Fact]
    public async Task A_tag_that_is_gone_already_is_no_failure()
    {
        var api = new StubApi().Then(404, """{"id":"not_found","message":"tag not found"}""");
        using var client = TestClient.Of(api);
        Assert.False(await client.Repositories.DeleteTagAsync("reg", "app", "v1"));
    }

    [Fact]
    public async Task A_tag_that_is_gone_after_a_lost_answer_may_have_been_deleted_by_this_call()
    {
        var api = new StubApi().Then(500, """{"id":"server_error","message":"oops"}""").Then(404, """{"id":"not_found","message":"tag not found"}""");
        using var client = TestClient.Of(api);
        Assert.True(await client.Repositories.DeleteTagAsync("reg", "app", "v1"));
    }

    [Fact]
    public async Task A_read_only_registry_refuses_the_deletion()
    {
        var api = new StubApi().Then(409, """{"id":"conflict","message":"registry is read-only"}""");
        using var client = TestClient.Of(api);
        var failure = await Assert.ThrowsAsync<ApiException>(() => client.Repositories.DeleteTagAsync("reg", "app", "v1"));
        Assert.Equal((FailureKind.Refused, "registry:delete"), (failure.Kind, failure.RequiredScope));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"meta":{"total":0}}""")]
    public async Task A_response_without_the_list_does_not_pass_for_an_empty_one(string page)
    {
        using var client = TestClient.Of(new StubApi { Always = _ => StubApi.Answer(System.Net.HttpStatusCode.OK, page) });
        var tags = await Assert.ThrowsAsync<ApiException>(() => client.Repositories.ListTagsAsync("reg", "app").ToListAsync().AsTask());
        var manifests = await Assert.ThrowsAsync<ApiException>(() => client.Repositories.ListManifestsAsync("reg", "app").ToListAsync().AsTask());
        Assert.Equal((FailureKind.Malformed, FailureKind.Malformed), (tags.Kind, manifests.Kind));
    }

    [Theory]
    [InlineData("""{"tags":[]}""")]
    [InlineData("""{"tags":null,"meta":{"total":0}}""")]
    public async Task An_empty_list_of_tags_is_no_failure(string page)
    {
        using var client = TestClient.Of(new StubApi().Then(200, page));
        Assert.Empty(await client.Repositories.ListTagsAsync("reg", "app").ToListAsync());
    }
}
