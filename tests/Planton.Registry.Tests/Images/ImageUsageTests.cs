using Planton.Registry.Images;

namespace Planton.Registry.Tests.Images;

public sealed class ImageUsageTests
{
    private static readonly ImageUser Web = new ImageUser.Workload("deployment", "web", "shop", "uuid-1", "prod-fra1");
    private static readonly ImageUser Storefront = new ImageUser.App("storefront", "app-1");

    [Fact]
    public void A_workload_is_named_with_its_namespace_and_cluster() => Assert.Equal("deployment/web in shop, cluster prod-fra1", Web.Text);

    [Fact]
    public void An_app_is_named_by_its_name() => Assert.Equal("app/storefront", Storefront.Text);

    [Theory]
    [InlineData("web", "v1", "sha256:1", "app/storefront, deployment/web in shop, cluster prod-fra1")]
    [InlineData("web", "v1", "sha256:2", "app/storefront")]
    [InlineData("web", "v2", "sha256:1", "app/storefront, deployment/web in shop, cluster prod-fra1")]
    [InlineData("web", "v1", null, "app/storefront")]
    [InlineData("web", "v2", "sha256:2", "")]
    [InlineData("web", "v2", "sha256:3", "deployment/web in shop, cluster prod-fra1")]
    [InlineData("api", "v1", "sha256:1", "")]
    public void A_tag_is_used_by_its_name_and_by_its_digest_within_its_repository(string repository, string tag, string? digest, string users)
    {
        ImageUsage usage = new(
            [new("web", "v1", Digest: null, Storefront), new("web", Tag: null, "sha256:1", Web), new("web", Tag: null, "sha256:3", Web), new("web", "v1", "sha256:1", Storefront)], isComplete: true);

        Assert.Equal(users, string.Join(", ", usage.UsersOf(new ImageTag(repository, tag, digest, null, null)).Select(static user => user.Text)));
    }

    [Fact]
    public void A_name_with_tag_and_digest_uses_both()
    {
        var use = ImageUse.Of(new ImageReference("acme", "web", "v1", "sha256:1"), Web);

        Assert.Equal(new ImageUse("web", "v1", "sha256:1", Web), use);
    }

    [Fact]
    public void Users_of_the_same_text_stay_apart_in_a_fixed_order()
    {
        ImageUser[] users = [new ImageUser.App("a", "2"), new ImageUser.App("a", "1"), new ImageUser.App("a", "2")];

        Assert.Equal([new ImageUser.App("a", "1"), new ImageUser.App("a", "2")], ImageUsage.Sort(users));
        Assert.Equal(ImageUsage.Sort(users), ImageUsage.Sort(users.Reverse()));
    }
}
