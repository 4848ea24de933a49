using Planton.Registry.Retention;
using static Planton.Registry.Tests.Retention.World;

namespace Planton.Registry.Tests.Retention;

public sealed class RetentionPlanTests
{
    [Theory]
    [InlineData("nothing", "", "")]
    [InlineData("fewer than are kept", "web:a=1 9; web:b=2 8", "")]
    [InlineData("the oldest go, the oldest first", "web:a=1 6; web:b=2 9; web:c=3 7; web:d=4 8", "web:b/rule web:d/rule")]
    [InlineData("each repository has its own number", "web:a=1 9; web:b=2 8; web:c=3 7; api:a=1 9; api:b=2 8", "web:a/rule")]
    [InlineData("of equal times the name that sorts last is the newer", "web:v1=1 9; web:v3=3 9; web:v2=2 9", "web:v1/rule")]
    [InlineData("names sort by their characters", "web:v10=1 9; web:v9=3 9; web:V9=2 9", "web:V9/rule")]
    [InlineData("a digest has as many places as tags", "web:a=1 9; web:b=1 8; web:c=1 7", "web:a/rule")]
    [InlineData("a tag without a time is kept and takes no place", "web:a=1 9; web:b=2 8; web:c=3 7; web:d=4 -", "web:a/rule")]
    [InlineData("a tag without a digest is kept and takes no place", "web:a=1 9; web:b=2 8; web:c=3 7; web:d=- 1", "web:a/rule")]
    [InlineData("a tag of the future is the newest", "web:a=1 9; web:b=2 8; web:c=3 -1", "web:a/rule")]
    [InlineData("the same tag on two pages counts once", "web:a=1 9; web:b=2 8; web:b=2 8", "")]
    [InlineData("of a tag that moved while it was read the later push holds", "web:a=1 9; web:a=2 1; web:b=2 8; web:c=3 7", "web:b/rule")]
    [InlineData("a tag that comes with two digests and one time is kept", "web:a=1 9; web:a=2 9; web:b=2 8; web:c=3 7", "")]
    [InlineData("a tag that comes with two digests, one of no time, is kept", "web:a=1 9; web:a=2 -; web:b=2 8; web:c=3 7", "")]
    public void The_most_recent_of_each_repository_are_kept(string what, string tags, string candidates)
    {
        var plan = RetentionPlan.Make(Situation(tags, Terms(Rule(keep: 2))));

        Assert.True(candidates == Show(plan.Candidates), $"{what}: {Show(plan.Candidates)}");
        Assert.Empty(plan.Protected);
    }

    [Theory]
    [InlineData(null, 30.0, "web:a/rule web:b/rule")]
    [InlineData(null, 60.0, "")]
    [InlineData(null, 59.9, "web:a/rule")]
    [InlineData(3L, null, "web:a/rule")]
    [InlineData(0L, null, "web:a/rule web:b/rule web:c/rule web:d/rule")]
    [InlineData(4L, null, "")]
    [InlineData(1L, 30.0, "web:a/rule web:b/rule")]
    [InlineData(3L, 30.0, "web:a/rule")]
    [InlineData(3L, 70.0, "")]
    [InlineData(long.MaxValue, 30.0, "")]
    [InlineData(0L, 0.0, "web:a/rule web:b/rule web:c/rule")]
    [InlineData(null, null, "")]
    public void A_tag_goes_only_beyond_the_number_and_when_it_is_older(long? keep, double? days, string candidates)
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 60; web:b=2 40; web:c=3 20; web:d=4 0", Terms(Rule(keep: keep, days: days))));

        Assert.Equal(candidates, Show(plan.Candidates));
    }

    [Theory]
    [InlineData("the first rule that matches decides", "pr-* 0;* 9", "web:pr-1/0 web:pr-2/0")]
    [InlineData("a later rule does not overrule it", "* 9;pr-* 0", "")]
    [InlineData("a tag of an earlier rule takes no place in a later one", "pr-* 0;* 2", "web:pr-1/0 web:pr-2/0 web:v1/1")]
    [InlineData("what no rule matches is kept", "v1 0", "web:v1/0")]
    [InlineData("several patterns of one rule share its number", "pr-*,v* 4", "web:pr-1/0")]
    public void A_tag_belongs_to_the_first_rule_that_matches_it(string what, string rules, string candidates)
    {
        var terms = Terms([.. rules.Split(';').Select(static (text, i) => Rule($"{i}", tags: text.Split(' ')[0].Replace(',', ' '), keep: long.Parse(text.Split(' ')[1], null)))]);
        var plan = RetentionPlan.Make(Situation("web:pr-1=1 9; web:pr-2=2 8; web:v1=3 7; web:v2=4 6; web:v3=5 5", terms));

        Assert.True(candidates == Show(plan.Candidates), $"{what}: {Show(plan.Candidates)}");
    }

    [Fact]
    public void A_rule_concerns_the_repositories_that_it_names()
    {
        var terms = Terms(Rule("team", "team/**", keep: 0), Rule("pr", "web", "pr-*", keep: 0));
        var plan = RetentionPlan.Make(Situation("team/web:a=1 9; web:a=1 8; web:pr-1=1 7; other:pr-1=1 6", terms));

        Assert.Equal("team/web:a/team web:pr-1/pr", Show(plan.Candidates));
        Assert.True(terms.ConcernRepository("team/web") && terms.ConcernRepository("web"));
        Assert.False(terms.ConcernRepository("other"));
    }

    [Theory]
    [InlineData("latest", "web:v1/rule")]
    [InlineData("latest v1", "")]
    [InlineData("v*", "")]
    [InlineData("*", "")]
    [InlineData("none", "web:v1/rule web:v2/rule")]
    public void A_tag_that_is_always_kept_takes_no_place(string keepTags, string candidates)
    {
        var plan = RetentionPlan.Make(Situation("web:v1=1 9; web:v2=2 8; web:v3=3 7; web:latest=4 6", Terms(keepTags, Rule(keep: 2))));

        Assert.Equal(candidates, Show(plan.Candidates));
    }

    [Theory]
    [InlineData("", "web:a/rule web:b/rule api:a/rule", "")]
    [InlineData("web:a", "web:b/rule api:a/rule", "web:a/rule*")]
    [InlineData("web@1", "web:b/rule api:a/rule", "web:a/rule*")]
    [InlineData("web:b@1", "api:a/rule", "web:a/rule* web:b/rule*")]
    [InlineData("web:c", "web:a/rule web:b/rule api:a/rule", "")]
    [InlineData("api:a web@2", "web:a/rule", "web:b/rule* api:a/rule*")]
    [InlineData("other@1 other:a", "web:a/rule web:b/rule api:a/rule", "")]
    public void What_is_in_use_is_protected_in_its_own_repository(string uses, string candidates, string kept)
    {
        // The digest 1 is in both repositories. What is in use takes its place among the most recent ones.
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:b=2 8; web:c=3 7; api:a=1 6; api:b=3 5", Terms(Rule(keep: 1)), uses));

        Assert.Equal(candidates, Show(plan.Candidates));
        Assert.Equal(kept, Show(plan.Protected));
    }

    [Fact]
    public void A_digest_in_use_protects_every_tag_that_points_to_it()
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:b=1 8; web:c=2 7", Terms(Rule(keep: 0)), "web@1"));

        Assert.Equal("web:c/rule", Show(plan.Candidates));
        Assert.Equal("web:a/rule* web:b/rule*", Show(plan.Protected));
    }

    [Fact]
    public void What_cannot_be_read_protects_everything()
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:b=2 8; api:a=1 7; web:~1.sig=3 6", Terms(Rule(keep: 0)), "web:b", isComplete: false));

        Assert.Empty(plan.Candidates);
        Assert.Equal("web:a/rule web:b/rule* api:a/rule web:~1.sig/rule", Show(plan.Protected));
        Assert.Equal(0, plan.ReclaimableBytes);
    }

    [Theory]
    [InlineData("a blob that only the candidate needs", "web@1=a=ab web@2=b=c", 11)]
    [InlineData("a blob that a kept image needs too", "web@1=a=ab web@2=b=bc", 1)]
    [InlineData("a blob that an image of another repository needs too", "web@1=a=ab web@2=b=c api@3=x=b", 1)]
    [InlineData("a blob that two candidates share counts once", "web@1=a=ab web@2=b=c web@3=old=bc", 11)]
    [InlineData("a candidate whose image another tag holds", "web@1=a,latest=ab web@2=b=c", 0)]
    [InlineData("a candidate whose tag has moved meanwhile", "web@1==ab web@4=a=ab web@2=b=c", 0)]
    [InlineData("what untagged images hold already", "web@1==ab web@2=b=c", 0)]
    [InlineData("a blob that an untagged image holds too is freed as well", "web@1=a=ab web@2=b=c web@4==b", 11)]
    [InlineData("the same image under another repository's tag", "web@1=a=ab api@1=a=ab", 0)]
    public void Reclaimable_is_what_only_the_candidates_need(string what, string manifests, long bytes)
    {
        var plan = RetentionPlan.Make(Situation("web:a=1 9; web:old=3 8; web:b=2 7", Terms(Rule(keep: 1)), manifests: manifests));

        Assert.Equal("web:a/rule web:old/rule", Show(plan.Candidates));
        Assert.True(bytes == plan.ReclaimableBytes, $"{what}: {plan.ReclaimableBytes}");
    }

    [Theory]
    [InlineData("", "web:a=1 9; web:b=2 8; web:c=3 7", true)]
    [InlineData("web:a", "web:a=1 9; web:b=2 8; web:c=3 7", false)]
    [InlineData("", "web:b=2 8; web:c=3 7", false)]
    [InlineData("", "web:~1.sig=2 8; web:c=3 7", true)]
    [InlineData("", "web:~3.sig=2 8; web:c=3 7", false)]
    public void Manifests_are_needed_only_for_candidates_and_signatures_without_image(string uses, string tags, bool needed)
    {
        Assert.Equal(needed, RetentionPlan.Make(Situation(tags, Terms(Rule(keep: 2)), uses, manifests: null)).NeedsManifests);
        Assert.False(RetentionPlan.Make(Situation(tags, Terms(Rule(keep: 2)), uses)).NeedsManifests);
    }
}
