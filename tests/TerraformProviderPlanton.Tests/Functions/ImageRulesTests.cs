using CsCheck;
using TerraformProviderPlanton.Functions;

namespace TerraformProviderPlanton.Tests.Functions;

public sealed class ImageRulesTests
{
    private const string Digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly Gen<string> Words = Gen.Char["abcxyz019"].Array[1, 8].Select(static letters => new string(letters));

    private static readonly Gen<string> Parts = Gen.Select(Words, Gen.OneOf(".", "_", "__", "-", "---"), Words, static (left, separator, right) => left + separator + right);

    private static readonly Gen<string> Repositories = Gen.OneOf(Words, Parts).Array[1, 4].Select(static parts => string.Join('/', parts));

    private static readonly Gen<string> Tags = Gen.Select(
        Gen.Char["abzABZ019_"], Gen.Char["abzABZ019_.-"].Array[0, 127], static (first, rest) => first + new string(rest));

    [Theory]
    [InlineData("acme", "web", "v1.2.3", "registry.digitalocean.com/acme/web:v1.2.3")]
    [InlineData("acme", "team/web-app", "latest", "registry.digitalocean.com/acme/team/web-app:latest")]
    [InlineData("a-1", "a.b_c__d--e/f/g", "_A.-", "registry.digitalocean.com/a-1/a.b_c__d--e/f/g:_A.-")]
    [InlineData("acme", "web", Digest, $"registry.digitalocean.com/acme/web@{Digest}")]
    [InlineData("123", "456", "789", "registry.digitalocean.com/123/456:789")]
    [InlineData("acme", "web", "sha256", "registry.digitalocean.com/acme/web:sha256")]
    public void The_parts_are_joined(string registry, string repository, string tag, string address)
    {
        Assert.Null(ImageRules.ValidateRegistry(registry));
        Assert.Null(ImageRules.ValidateRepository(repository, registry));
        Assert.Null(ImageRules.ValidateTag(tag));
        Assert.Equal(address, ImageRules.Join(registry, repository, tag));
    }

    [Theory]
    [InlineData("", "1 to 63")]
    [InlineData("Acme", "lower-case")]
    [InlineData("-acme", "neither begins nor ends with a dash")]
    [InlineData("acme\n", "lower-case")]
    [InlineData("options", "reserved")]
    [InlineData("registry.digitalocean.com/acme", "Give the name alone, without \"registry.digitalocean.com/\".")]
    public void A_registry_follows_the_rules_of_its_resource(string registry, string says) =>
        Assert.Contains(says, ImageRules.ValidateRegistry(registry), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/web")]
    [InlineData("web/")]
    [InlineData("team//web")]
    [InlineData("Web")]
    [InlineData("web app")]
    [InlineData("web:v1")]
    [InlineData("web@sha256")]
    [InlineData(".web")]
    [InlineData("web.")]
    [InlineData("a..b")]
    [InlineData("a._b")]
    [InlineData("a___b")]
    [InlineData("-web")]
    [InlineData("web-")]
    [InlineData("team/-web")]
    [InlineData("web\n")]
    [InlineData("wéb")]
    [InlineData("web\0")]
    public void A_repository_of_a_wrong_form_is_told_the_form(string repository) =>
        Assert.StartsWith("A repository has one or more parts separated by \"/\".", ImageRules.ValidateRepository(repository, "acme"), StringComparison.Ordinal);

    [Fact]
    public void A_repository_may_fill_what_clients_accept_and_no_more()
    {
        var longest = new string('a', 255 - "registry.digitalocean.com/acme/".Length);

        Assert.Null(ImageRules.ValidateRepository(longest, "acme"));
        Assert.Equal(
            "The repository has 225 characters; in the registry \"acme\" it may have at most 224, since clients accept 255 characters before the tag, including host and registry.",
            ImageRules.ValidateRepository(longest + "a", "acme"));
        Assert.NotNull(ImageRules.ValidateRepository(longest, "acme2"));
    }

    [Theory]
    [InlineData("", "A tag has 1 to 128")]
    [InlineData(".v1", "neither a dot nor a dash")]
    [InlineData("-v1", "neither a dot nor a dash")]
    [InlineData("v1+build", "A tag has")]
    [InlineData("v 1", "A tag has")]
    [InlineData("v1\n", "A tag has")]
    [InlineData("vé", "A tag has")]
    [InlineData("@sha256", "A tag has")]
    [InlineData(":v1", "A digest is \"sha256:\" followed by 64")]
    [InlineData("sha256:", "A digest is")]
    [InlineData("sha256:9f86d081", "A digest is")]
    [InlineData("sha512:9f86d081", "A digest is")]
    [InlineData($"@{Digest}", "nothing before or after")]
    [InlineData($"v1@{Digest}", "nothing before or after")]
    [InlineData($"{Digest}0", "A digest is")]
    [InlineData($"{Digest}\n", "A digest is")]
    [InlineData("sha256:9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "lower-case")]
    [InlineData("SHA256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "A digest is")]
    public void A_tag_or_digest_of_a_wrong_form_is_told_the_form(string tag, string says) => Assert.Contains(says, ImageRules.ValidateTag(tag), StringComparison.Ordinal);

    [Fact]
    public void A_tag_has_at_most_128_characters()
    {
        Assert.Null(ImageRules.ValidateTag(new string('x', 128)));
        Assert.NotNull(ImageRules.ValidateTag(new string('x', 129)));
    }

    [Fact]
    public void What_follows_the_grammar_is_accepted_and_can_be_taken_apart_again() => Gen.Select(Words, Repositories, Tags).Sample((registry, repository, tag) =>
    {
        Assert.Null(ImageRules.ValidateRepository(repository, registry));
        Assert.Null(ImageRules.ValidateTag(tag));
        var address = ImageRules.Join(registry, repository, tag);
        var colon = address.LastIndexOf(':');
        Assert.Equal(tag, address[(colon + 1)..]);
        Assert.Equal(["registry.digitalocean.com", registry, repository], address[..colon].Split('/', 3));
    });

    [Fact]
    public void No_text_takes_long_to_refuse() => Gen.Char["a._-/A"].Array[0, 5000].Sample(static letters =>
    {
        var text = new string(letters);
        _ = ImageRules.ValidateRepository(text, "acme");
        _ = ImageRules.ValidateTag(text);
        _ = ImageRules.ValidateRegistry(text);
    });
}
