using Planton.Registry.Images;
using Planton.Registry.Retention;
using static Planton.Registry.Tests.Retention.World;

namespace Planton.Registry.Tests.Retention;

public sealed class DeletionDecisionTests
{
    private const string Before = "web:a=1 9; web:b=2 8; web:c=3 7; web:~1.sig=8 6";

    [Theory]
    [InlineData("nothing has changed", Before, "", "", "a ~1.sig b")]
    [InlineData("a tag is gone", "web:b=2 8; web:c=3 7", "", "", "a:Gone ~1.sig:Gone b")]
    [InlineData("a tag has moved", "web:a=4 0; web:b=2 8; web:c=3 7; web:~1.sig=8 6", "", "web@8=~1.sig=a", "a:Moved ~1.sig b")]
    [InlineData("a tag has moved to an older image", "web:a=4 10; web:b=2 8; web:c=3 7; web:~1.sig=8 6", "", "web@8=~1.sig=a", "a:Moved ~1.sig b")]
    [InlineData("a tag was pushed again", "web:a=1 0; web:b=2 8; web:c=3 7; web:~1.sig=8 6", "", "", "a:PushedAgain ~1.sig:Kept b")]
    [InlineData("a tag was pushed again, and the rules let it go all the same", "web:a=1 8.5; web:b=2 8; web:c=3 7; web:~1.sig=8 6", "", "", "a:PushedAgain ~1.sig:Kept b")]
    [InlineData("the newest tag is gone and another pushed again", "web:a=1 0; web:b=2 8; web:~1.sig=8 6", "", "", "a:PushedAgain ~1.sig:Kept b")]
    [InlineData("an image came into use by its tag", Before, "web:a", "", "a:InUse ~1.sig:InUse b")]
    [InlineData("an image came into use by its digest", Before, "web@2", "", "a ~1.sig b:InUse")]
    [InlineData("an image is in use in another repository", Before, "api:a api@2", "", "a ~1.sig b")]
    [InlineData("newer tags are gone", "web:a=1 9; web:b=2 8; web:~1.sig=8 6", "", "", "a ~1.sig b:Kept")]
    [InlineData("another tag of the image was pushed", Before + "; web:new=1 0", "", "", "a ~1.sig:Kept b")]
    [InlineData("a tag comes with two digests", Before + "; web:a=5 0", "", "", "a:Moved ~1.sig:Kept b")]
    [InlineData("the image of a planned signature lost its tag before", "web:~1.sig=8 6; web:b=2 8; web:c=3 7", "", "web@8=~1.sig=b web@1==a", "a:Gone ~1.sig b")]
    [InlineData("it lost its tag and may be a platform", "web:~1.sig=8 6; web:b=2 8; web:c=3 7", "", "web@8=~1.sig=b web@1==a web@3=c=", "a:Gone ~1.sig:Kept b")]
    public void Only_what_is_still_as_planned_is_deleted(string what, string tags, string uses, string manifests, string decisions)
    {
        var planned = RetentionPlan.Make(Situation(Before, Terms(Rule(keep: 1)))).Candidates;
        Assert.Equal("web:a/rule web:b/rule web:~1.sig/rule", Show(planned));

        var decided = DeletionDecision.Decide([.. planned.Select(static tag => tag.Tag)], Situation(tags, Terms(Rule(keep: 1)), uses, manifests));

        var shown = decided.Select(static decision => $"{Name(decision.Tag)}{(decision.Skip is { } skip ? $":{skip}" : "")}");
        Assert.True(Sorted(decisions) == Sorted(string.Join(' ', shown)), $"{what}: {string.Join(' ', shown)}");
        Assert.All(decided, static decision => Assert.Equal(decision.Skip == DeletionSkipReason.InUse, !decision.Users.IsEmpty));
    }

    [Fact]
    public void Nothing_is_deleted_while_it_is_not_known_what_is_in_use()
    {
        var decided = DeletionDecision.Decide(Tags(Before), Situation(Before, Terms(Rule(keep: 1)), "web:b", isComplete: false));

        Assert.Equal(
            [DeletionSkipReason.UsageUnknown, DeletionSkipReason.InUse, DeletionSkipReason.Kept, DeletionSkipReason.UsageUnknown],
            decided.Select(static decision => decision.Skip));
    }

    [Fact]
    public void A_signature_is_left_while_its_image_was_not_planned()
    {
        var decided = DeletionDecision.Decide(Tags("web:~1.sig=8 6"), Situation(Before, Terms(Rule(keep: 1))));

        Assert.Equal(DeletionSkipReason.Kept, Assert.Single(decided).Skip);
    }

    [Fact]
    public void A_candidate_that_was_not_planned_is_left()
    {
        var decided = DeletionDecision.Decide(Tags("web:b=2 8"), Situation(Before, Terms(Rule(keep: 1))));

        Assert.Equal(["b"], decided.Select(static decision => decision.Tag.Tag));
        Assert.Null(decided[0].Skip);
    }

    private static string Name(ImageTag tag) => SignatureTag.TryGetSubject(tag, out _) ? "~1.sig" : tag.Tag;

    private static string Sorted(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));
}
