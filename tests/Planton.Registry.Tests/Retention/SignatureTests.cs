using Planton.Registry.Retention;
using static Planton.Registry.Tests.Retention.World;

namespace Planton.Registry.Tests.Retention;

public sealed class SignatureTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("sha256-" + Hex + ".sig", true)]
    [InlineData("sha256-" + Hex + ".att", true)]
    [InlineData("sha256-" + Hex + ".sbom", true)]
    [InlineData("sha256-" + Hex, true)]
    [InlineData("sha256-" + Hex + "0", false)]
    [InlineData("sha256-" + Hex + ".", false)]
    [InlineData("sha256-" + Hex + ".txt", false)]
    [InlineData("sha256-" + Hex + ".sig2", false)]
    [InlineData("xsha256-" + Hex + ".sig", false)]
    [InlineData("sha256-0123.sig", false)]
    [InlineData("sha512-" + Hex + ".sig", false)]
    [InlineData("v1", false)]
    public void A_signature_is_known_by_its_tag(string tag, bool isSignature)
    {
        Assert.Equal(isSignature, SignatureTag.TryGetSubject(tag, pointsTo: null, out var subject));
        Assert.Equal(isSignature ? $"sha256:{Hex}" : null, subject);
    }

    [Theory]
    [InlineData("kept with its image", "web:a=1 9; web:~1.sig=8 99", "*", "", "")]
    [InlineData("the list of signatures is kept with the image", "web:a=1 9; web:~1=8 99", "*", "", "")]
    [InlineData("the list of signatures goes with the image, after it", "web:a=1 9; web:~1=8 99; web:z=2 5", "*", "web:a/rule web:~1/rule", "")]
    [InlineData("the lists of signatures take no place", "web:a=1 9; web:z=2 5; web:~1=8 1; web:~2=9 1", "*", "web:a/rule web:~1/rule", "")]
    [InlineData("an image that is tagged with its own digest is an image", "web:~1=1 9; web:~1.sig=8 1; web:z=2 5", "*", "web:~1/rule web:~1.sig/rule", "")]
    [InlineData("goes with its image, after it", "web:a=1 9; web:~1.sig=8 99; web:~1.att=9 1; web:z=2 5", "*", "web:a/rule web:~1.sig/rule web:~1.att/rule", "")]
    [InlineData("takes no place", "web:a=1 9; web:z=2 5; web:~2.sig=8 1; web:~2.att=9 1; web:~2.sbom=7 1", "*", "web:a/rule", "")]
    [InlineData("kept while one tag of the image is", "web:a=1 9; web:z=1 5; web:~1.sig=8 1", "*", "web:a/rule", "")]
    [InlineData("goes whether or not the rule matches it", "web:a=1 9; web:z=2 5; web:~1.sig=8 1", "a z", "web:a/rule web:~1.sig/rule", "")]
    [InlineData("belongs to the image of its own repository", "api:a=1 9; web:z=2 5; web:~1.sig=8 1", "z", "", "")]
    [InlineData("the signature of a signature goes with it", "web:a=1 9; web:z=2 5; web:~1.sig=8 4; web:~8.sig=9 3; web:~9.sig=7 2", "*", "web:a/rule web:~1.sig/rule web:~8.sig/rule web:~9.sig/rule", "")]
    [InlineData("the signature of a kept signature stays", "web:z=2 5; web:~2.sbom=8 9; web:~8.sig=9 9", "*", "", "")]
    [InlineData("protected with its image", "web:a=1 9; web:z=2 5; web:~1.sig=8 1; web:~8.sig=9 1", "*", "", "web:a/rule* web:~1.sig/rule* web:~8.sig/rule*")]
    [InlineData("signatures in a circle are kept", "web:~1.sig=2 9; web:~2.sig=1 8; web:~3.sig=3 9; web:a=4 9; web:z=5 1", "*", "web:a/rule", "")]
    [InlineData("a signature without a time is kept", "web:a=1 9; web:z=2 5; web:~1.sig=8 -", "*", "web:a/rule", "")]
    [InlineData("a signature without a digest is kept", "web:a=1 9; web:z=2 5; web:~1.sig=- 1", "*", "web:a/rule", "")]
    public void A_signature_shares_the_fate_of_its_image(string what, string tags, string patterns, string candidates, string kept)
    {
        // In the row of the protected image it is in use.
        var plan = RetentionPlan.Make(Situation(tags, Terms(Rule(tags: patterns, keep: 1)), kept.Length > 0 ? "web:a" : ""));

        Assert.True(candidates == Show(plan.Candidates), $"{what}: {Show(plan.Candidates)}");
        Assert.True(kept == Show(plan.Protected), $"{what}: {Show(plan.Protected)}");
    }

    [Fact]
    public void A_signature_has_the_rule_of_the_last_tag_of_its_image()
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:b=1 5; web:~1.sig=8 7", Terms(Rule("first", tags: "b", keep: 0), Rule("second", keep: 0))));

        Assert.Equal("web:a/second web:b/first web:~1.sig/first", Show(plan.Candidates));
    }

    [Fact]
    public void A_signature_that_is_always_kept_is_kept_and_keeps_its_own_signature()
    {
        var terms = Terms($"{TagName("~1.sig")}", Rule(keep: 0));
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:~1.sig=8 7; web:~8.sig=9 7", terms));

        Assert.Equal("web:a/rule", Show(plan.Candidates));
    }

    [Theory]
    [InlineData("web:~1.sig")]
    [InlineData("web@8")]
    public void A_signature_in_use_is_protected_though_its_image_is_not(string use)
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:~1.sig=8 7", Terms(Rule(keep: 0)), use));

        Assert.Equal("web:a/rule", Show(plan.Candidates));
        Assert.Equal("web:~1.sig/rule*", Show(plan.Protected));
    }

    [Theory]
    [InlineData("the image is gone", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=a", "web:~1.sig/rule", "")]
    [InlineData("no rule matches its own tag", "web:~1.sig=8 9", "v*", "", "web@8=~1.sig=a", "", "")]
    [InlineData("it is not old enough", "web:~1.sig=8 1", "*", "", "web@8=~1.sig=a", "", "")]
    [InlineData("the list of manifests lacks the signature itself", "web:~1.sig=8 9", "*", "", "", "", "")]
    [InlineData("the image is there without a tag", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a", "web:~1.sig/rule", "")]
    [InlineData("the image may be a platform of an index without blobs", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a web@5=z=", "", "")]
    [InlineData("the image may be a platform of an index with its blobs", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a web@5=z=ac", "", "")]
    [InlineData("a list of signatures has no platforms", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a web@5=~2=", "web:~1.sig/rule", "")]
    [InlineData("an index that is tagged with its own digest has platforms", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a web@5=~5=", "", "")]
    [InlineData("an index without a tag holds nothing", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=b web@1==a web@5==", "web:~1.sig/rule", "")]
    [InlineData("the image is in another repository", "web:~1.sig=8 9", "*", "", "web@8=~1.sig=a api@1=x=a", "web:~1.sig/rule", "")]
    [InlineData("the digest of the image is in use", "web:~1.sig=8 9", "*", "web@1", "web@8=~1.sig=a", "", "web:~1.sig/rule*")]
    public void A_signature_whose_image_is_gone_belongs_to_the_rule_of_its_own_tag(
        string what, string tags, string patterns, string uses, string manifests, string candidates, string kept)
    {
        var plan = RetentionPlan.Make(Situation(tags, Terms(Rule(tags: patterns, keep: 5, days: 5)), uses, manifests));

        Assert.True(candidates == Show(plan.Candidates), $"{what}: {Show(plan.Candidates)}");
        Assert.True(kept == Show(plan.Protected), $"{what}: {Show(plan.Protected)}");
    }

    [Fact]
    public void A_signature_without_an_image_is_kept_while_the_manifests_are_not_read()
    {
        var plan = RetentionPlan.Make(Situation("web:~1.sig=8 9", Terms(Rule(keep: 0)), manifests: null));

        Assert.Empty(plan.Candidates);
        Assert.True(plan.NeedsManifests);
    }

    [Fact]
    public void A_chain_of_ten_thousand_signatures_is_decided()
    {
        static string Hash(int i) => $"{i:x64}";
        var tags = Tags("web:a=0 9").Concat(Enumerable.Range(0, 10_000).Select(static i => new Registry.Images.ImageTag("web", $"sha256-{Hash(i)}.sig", $"sha256:{Hash(i + 1)}", Now, 1)));
        var plan = RetentionPlan.Make(Situation("", Terms(Rule(keep: 0))) with { Tags = [.. tags.Reverse()] });

        Assert.Equal(10_001, plan.Candidates.Length);
        Assert.Equal($"sha256-{Hash(9_999)}.sig", plan.Candidates[^1].Tag.Tag);
    }
}
