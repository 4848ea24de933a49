using Planton.Registry.Images;

namespace Planton.Registry.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("registry.digitalocean.com/acme/web", "acme", "web", "latest", null)]
    [InlineData("registry.digitalocean.com/acme/web:v1.2", "acme", "web", "v1.2", null)]
    [InlineData("registry.digitalocean.com/acme/web@" + Digest, "acme", "web", null, Digest)]
    [InlineData("registry.digitalocean.com/acme/web:v1@" + Digest, "acme", "web", "v1", Digest)]
    [InlineData("registry.digitalocean.com/acme/team/web/api:v1", "acme", "team/web/api", "v1", null)]
    [InlineData("Registry.DigitalOcean.COM/acme/web:V1", "acme", "web", "V1", null)]
    [InlineData("registry.digitalocean.com:443/acme/web", "acme", "web", "latest", null)]
    [InlineData("registry.digitalocean.com:443/acme/web:v1", "acme", "web", "v1", null)]
    [InlineData("docker-pullable://registry.digitalocean.com/acme/web@" + Digest, "acme", "web", null, Digest)]
    [InlineData("docker-pullable://REGISTRY.DIGITALOCEAN.COM/acme/web:v1@" + Digest, "acme", "web", "v1", Digest)]
    public void A_name_is_read_into_its_parts(string text, string registry, string repository, string? tag, string? digest)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal(new ImageReference(registry, repository, tag, digest), reference);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nginx")]
    [InlineData("nginx:1.27")]
    [InlineData("acme/web:v1")]
    [InlineData("docker.io/library/nginx@" + Digest)]
    [InlineData(Digest)]
    [InlineData("docker://" + Digest)]
    [InlineData("registry.digitalocean.com")]
    [InlineData("registry.digitalocean.com/")]
    [InlineData("registry.digitalocean.com/acme")]
    [InlineData("registry.digitalocean.com/acme/")]
    [InlineData("registry.digitalocean.com/acme/:v1")]
    [InlineData("registry.digitalocean.com//web:v1")]
    [InlineData("registry.digitalocean.com/acme/web:")]
    [InlineData("registry.digitalocean.com/acme/web@")]
    [InlineData("registry.digitalocean.com.example.org/acme/web:v1")]
    [InlineData("registry.digitalocean.com:5000/acme/web:v1")]
    [InlineData("notregistry.digitalocean.com/acme/web:v1")]
    public void A_name_of_another_host_or_of_no_image_is_refused(string? text) =>
        Assert.False(ImageReference.TryParse(text, out _));
}
