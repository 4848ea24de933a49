using Planton.DigitalOcean.Registries;
using TerraformProviderPlanton.Images;

namespace TerraformProviderPlanton.Tests.Images;

public sealed class ReclaimableStorageTests
{
    public static TheoryData<string, string[], long[], long> Registries { get; } = new()
    {
        // Each repository as "tags=blob,blob …" manifests; blob x has 10^position bytes: a = 1, b = 10, c = 100.
        { "nothing", [], [], 0 },
        { "an empty repository", [""], [0], 0 },
        { "tagged manifests only", ["v1=a,b v2=b,c"], [0], 0 },
        { "untagged manifests only", ["=a,b =c"], [111], 111 },
        { "a blob that a tagged manifest needs too", ["=a,b v1=b"], [1], 1 },
        { "a blob that two untagged manifests share", ["=a,b =b,c"], [111], 111 },
        { "a blob that a tagged manifest of another repository needs", ["=a,b", "v1=b"], [1, 0], 1 },
        { "a blob that untagged manifests of two repositories share", ["=a,b", "=b,c"], [11, 110], 111 },
    };

    [Theory]
    [MemberData(nameof(Registries))]
    public void Only_what_no_tagged_manifest_needs_can_be_reclaimed(string what, string[] repositories, long[] expected, long total)
    {
        var contents = repositories.Select(static (text, i) => new RepositoryContent(new Repository { Name = $"r{i}" }, Manifests(text))).ToList();

        var storage = new ReclaimableStorage(contents);

        Assert.True(expected.SequenceEqual(contents.Select(storage.Of)), what);
        Assert.Equal(total, storage.Total);
    }

    [Fact]
    public void A_manifest_without_listed_blobs_stands_for_what_it_holds()
    {
        RepositoryContent content = new(new Repository { Name = "app" }, [new() { Digest = "sha256:1", CompressedSizeBytes = 7 }, new() { Digest = "sha256:2", CompressedSizeBytes = 9, Tags = ["v1"] }]);

        Assert.Equal(7, new ReclaimableStorage([content]).Total);
    }

    private static RepositoryManifest[] Manifests(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (manifest, i) => new RepositoryManifest
    {
        Digest = $"sha256:{i}",
        Tags = manifest.Split('=')[0] is { Length: > 0 } tag ? [tag] : [],
        Blobs = [.. manifest.Split('=')[1].Split(',').Select(static blob => new RepositoryBlob { Digest = blob, CompressedSizeBytes = (long)Math.Pow(10, blob[0] - 'a') })],
    })];
}
