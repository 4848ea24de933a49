using Planton.Registry.Images;
using Planton.Registry.Retention;

namespace Planton.Registry.Tests.Retention;

public sealed class ReclaimableStorageTests
{
    [Theory]
    [InlineData("nothing", "", "", 0)]
    [InlineData("nothing goes", "", "web@1=v1=ab", 0)]
    [InlineData("nothing stays", "web@1==ac web@2==b", "", 111)]
    [InlineData("a blob that what stays needs too", "web@1==ab", "web@2=v1=b", 1)]
    [InlineData("a blob that two manifests share", "web@1==ab web@2==bc", "", 111)]
    [InlineData("a blob that another repository needs", "web@1==ab", "api@2=v1=b", 1)]
    [InlineData("a blob that two repositories share", "web@1==ab api@1==bc", "", 111)]
    public void A_blob_is_free_once_nothing_needs_it(string what, string goes, string stays, long bytes)
    {
        var storage = Storage(goes, stays);

        Assert.True(bytes == storage.TotalBytes, what);
        Assert.Equal(bytes, storage.BytesOf(World.Manifests(goes)));
    }

    [Fact]
    public void Some_of_the_manifests_may_share_blobs_with_others()
    {
        var storage = Storage("web@1==ab web@2==bc api@3==ac", "api@4=v1=a");

        Assert.Equal(110, storage.TotalBytes);
        Assert.Equal(110, storage.BytesOf(World.Manifests("web@1==ab web@2==bc")));
        Assert.Equal(100, storage.BytesOf(World.Manifests("api@3==ac")));
    }

    [Fact]
    public void Of_two_sizes_of_a_blob_the_greater_counts_whatever_the_order()
    {
        ImageManifest[] manifests = [new("web", "sha256:1", [], [new("sha256:a", 5)]), new("web", "sha256:2", [], [new("sha256:a", 7)])];
        foreach (var order in new[] { manifests, [.. manifests.Reverse()] })
        {
            Assert.Equal(7, new ReclaimableStorage(order, []).TotalBytes);
        }
    }

    [Fact]
    public void Sizes_beyond_all_numbers_are_no_failure()
    {
        ImageManifest manifest = new("web", "sha256:1", [], [new("sha256:a", long.MaxValue), new("sha256:b", long.MaxValue)]);
        Assert.Equal(long.MaxValue, new ReclaimableStorage([manifest], []).TotalBytes);
    }

    private static ReclaimableStorage Storage(string goes, string stays) => new(World.Manifests(goes), World.Manifests(stays));
}
