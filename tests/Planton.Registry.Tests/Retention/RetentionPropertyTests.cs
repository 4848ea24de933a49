using System.Collections;
using System.Globalization;
using CsCheck;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using static Planton.Registry.Tests.Retention.World;

namespace Planton.Registry.Tests.Retention;

public sealed class RetentionPropertyTests
{
    private static readonly Gen<ImageTag> AnyTag = Gen.Select(
        Gen.OneOf("web", "team/api"),
        Gen.OneOf("v1", "v2", "v3", "v4", "v5", "pr-1", "pr-2", "latest", "~1.sig", "~2.att", "~8.sig", "~3.sbom", "~1", "~8"),
        Gen.OneOf("1", "2", "3", "8", "9", "-"),
        Gen.OneOf("0", "1", "2", "3", "5", "40", "40", "-"),
        static (repository, tag, digest, age) => Tag($"{repository}:{tag}={digest} {age}"));

    private static readonly Gen<RetentionRule> AnyRule = Gen.Select(
        Gen.OneOf("**", "web", "team/*"),
        Gen.OneOf("*", "v*", "pr-*", "v1 latest", TagName("~8.sig")),
        Gen.OneOf<long?>(null, 0, 1, 2, 3),
        Gen.OneOf<double?>(null, 0, 1.5, 30),
        static (repositories, tags, keep, days) => Rule("r", repositories, tags, keep, days));

    private static readonly Gen<RetentionTerms> AnyTerms = Gen.Select(
        AnyRule.Array[1, 3], Gen.OneOf("", "", "latest", "v3 pr-*", TagName("~1.sig")),
        static (rules, keep) => Terms(keep, [.. rules.Select(static (rule, i) => rule with { Name = $"r{i}" })]));

    private static readonly Gen<ImageUse> AnyUse = Gen.Select(
        Gen.OneOf("web", "team/api"), Gen.OneOf("v1", "v2", "pr-1", null), Gen.OneOf<string?>(Digest('1'), Digest('8'), null),
        static (repository, tag, digest) => new ImageUse(repository, tag, digest, User));

    private static readonly Gen<ImageManifest> AnyManifest = Gen.Select(
        Gen.OneOf("web", "team/api"), Gen.OneOf("1", "2", "3", "8"), Gen.OneOf("", "v1", "v1,v2", "pr-1", "~1.sig"), Gen.OneOf("a", "ab", "bc", "c"),
        static (repository, digest, tags, blobs) => Manifests($"{repository}@{digest}={tags}={blobs}")[0]);

    private static readonly Gen<(RetentionSituation Situation, ImageUse[] Uses)> World = Gen.Select(
        AnyTerms, AnyTag.Array[0, 14], AnyManifest.Array[0, 4], AnyUse.Array[0, 3], Gen.Bool, Gen.Bool,
        static (terms, tags, manifests, uses, isComplete, hasManifests) => (new RetentionSituation
        {
            Terms = terms,
            Tags = tags,
            Manifests = hasManifests ? manifests : null,
            Usage = new(uses, isComplete),
            Now = Now,
        }, uses));

    [Fact]
    public void A_candidate_is_a_tag_that_is_known_matched_not_kept_and_not_in_use() => World.Sample(static world =>
    {
        var (situation, _) = world;
        var plan = RetentionPlan.Make(situation);
        Assert.All(plan.Candidates, candidate =>
        {
            Assert.Contains(situation.Tags, tag => (tag.Repository, tag.Tag, tag.Digest) == (candidate.Tag.Repository, candidate.Tag.Tag, candidate.Tag.Digest));
            Assert.True(situation.Terms.ConcernRepository(candidate.Tag.Repository));
            Assert.False(situation.Terms.AlwaysKeep(candidate.Tag.Tag));
            Assert.Empty(situation.Usage.UsersOf(candidate.Tag));
            Assert.True(situation.Usage.IsComplete);
            if (SignatureTag.TryGetSubject(candidate.Tag, out var subject)) Assert.Empty(situation.Usage.UsersOf(candidate.Tag.Repository, subject));
            else Assert.Contains(situation.Terms.Rules, rule => rule.Name == candidate.Rule && rule.ConcernsTag(candidate.Tag.Tag));
        });
        Assert.All(plan.Protected, tag => Assert.True(!tag.Users.IsEmpty || !situation.Usage.IsComplete));
        Assert.Equal(plan.Candidates.Length + plan.Protected.Length, plan.Candidates.Concat(plan.Protected).DistinctBy(static tag => (tag.Tag.Repository, tag.Tag.Tag)).Count());
    }, iter: 2_000);

    [Fact]
    public void The_order_of_what_is_read_makes_no_difference() => World.Sample(static world =>
    {
        var (situation, uses) = world;
        var mirrored = situation with
        {
            Tags = [.. situation.Tags.Reverse()],
            Manifests = situation.Manifests is { } manifests ? [.. manifests.Reverse()] : null,
            Usage = new(uses.Reverse(), situation.Usage.IsComplete),
        };
        Assert.Equal(Text(RetentionPlan.Make(situation)), Text(RetentionPlan.Make(mirrored)));
        Assert.Equal(Text(RetentionPlan.Make(situation)), Text(RetentionPlan.Make(situation)));
    }, iter: 2_000);

    [Fact]
    public void Nothing_more_goes_when_more_is_to_be_kept() => Gen.Select(
        World, AnyUse, Gen.OneOf("v1", "v*", "latest", "pr-?", TagName("~1.sig")), Gen.Int[0, 2]).Sample(static (world, use, keep, which) =>
    {
        var (situation, uses) = world;
        var terms = situation.Terms;
        var more = which switch
        {
            0 => situation with { Terms = terms with { KeepTags = [.. terms.KeepTags, .. Terms(keep).KeepTags] } },
            1 => situation with { Terms = terms with { Rules = [.. terms.Rules.Select(static rule => rule with { KeepMostRecent = rule.KeepMostRecent + 1, OlderThan = rule.OlderThan * 2 })] } },
            _ => situation with { Usage = new([.. uses, use], situation.Usage.IsComplete) },
        };
        Assert.Subset(Names(RetentionPlan.Make(situation)), Names(RetentionPlan.Make(more)));
    }, iter: 2_000);

    [Fact]
    public void When_the_candidates_are_deleted_there_are_no_others() => World.Sample(static world =>
    {
        var (situation, _) = world;
        var plan = RetentionPlan.Make(situation);
        var gone = Names(plan);
        var rest = situation with { Tags = [.. situation.Tags.Where(tag => !gone.Contains((tag.Repository, tag.Tag)))], Manifests = WithoutTags(situation, plan) };

        // An image whose tags are gone is there without a tag until garbage collection; its signature may wait for that.
        Assert.Empty(Names(RetentionPlan.Make(rest)));
    }, iter: 2_000);

    [Fact]
    public void An_apply_of_an_unchanged_registry_deletes_the_whole_plan_and_never_more() => Gen.Select(World, World).Sample(static (before, after) =>
    {
        var situation = before.Situation with { Tags = [.. Once(before.Situation)] };
        var planned = RetentionPlan.Make(situation).Candidates.Select(static candidate => candidate.Tag).ToList();
        Assert.All(DeletionDecision.Decide(planned, situation), static decision => Assert.Null(decision.Skip));

        var deleted = DeletionDecision.Decide(planned, after.Situation).Where(static decision => decision.Skip is null).Select(static decision => decision.Tag).ToList();
        Assert.All(deleted, tag => Assert.Contains((tag.Repository, tag.Tag), Names(RetentionPlan.Make(after.Situation))));
        Assert.All(deleted, tag => Assert.Contains(tag, planned));
    }, iter: 2_000);

    [Fact]
    public void A_signature_goes_only_with_the_last_tag_of_its_image_and_after_it() => World.Sample(static world =>
    {
        var candidates = RetentionPlan.Make(world.Situation).Candidates.Select(static candidate => candidate.Tag).ToList();
        foreach (var (place, signature) in candidates.Index())
        {
            if (!SignatureTag.TryGetSubject(signature, out var subject)) continue;

            var holders = Once(world.Situation).Where(tag => (tag.Repository, tag.Digest) == (signature.Repository, subject));
            Assert.All(holders, holder => Assert.InRange(candidates.IndexOf(holder), 0, place - 1));
        }
    }, iter: 2_000);

    [Fact]
    public void Each_tag_is_looked_at_a_fixed_number_of_times_however_many_there_are()
    {
        const int Count = 10_000;
        var tags = new CountingList<ImageTag>([.. Enumerable.Range(0, Count).Select(static i =>
            new ImageTag($"r{i % 200}", $"v{i}", $"sha256:{i % 9_000:x64}", Now - TimeSpan.FromMinutes(i), 1))]);
        var patterns = new CountingList<NameGlob>(Rule(tags: "pr-* v*").TagPatterns);
        var repositories = new CountingList<NameGlob>(Rule(repositories: "x/** r*").Repositories);
        var manifests = new CountingList<ImageManifest>([.. tags.GroupBy(static tag => (tag.Repository, tag.Digest)).Select(static group =>
            new ImageManifest(group.Key.Repository, group.Key.Digest!, [.. group.Select(static tag => tag.Tag)], [new("sha256:base", 5), new($"sha256:{group.Key}", 2)]))]);
        tags.Reads = 0;
        var plan = RetentionPlan.Make(new()
        {
            Terms = new([Rule(keep: 10) with { TagPatterns = patterns, Repositories = repositories }], []),
            Tags = tags,
            Manifests = manifests,
            Usage = ImageUsage.None,
            Now = Now,
        });

        Assert.Equal(Count - (200 * 10), plan.Candidates.Length);
        Assert.Equal(Count, tags.Reads);
        Assert.Equal(2 * Count, patterns.Reads);
        Assert.Equal(2 * 200, repositories.Reads);
        Assert.Equal(2 * manifests.Count, manifests.Reads);
    }

    /// <summary>The tags that do not come twice.</summary>
    private static IEnumerable<ImageTag> Once(RetentionSituation situation) =>
        situation.Tags.GroupBy(static tag => (tag.Repository, tag.Tag)).Where(static same => same.Count() == 1).Select(static same => same.First());

    /// <summary>
    /// The manifests without the deleted tags. Where the manifests and the tags disagree about what a tag points to, as when it moves between the two
    /// readings, they still do.
    /// </summary>
    private static ImageManifest[]? WithoutTags(RetentionSituation situation, RetentionPlan plan)
    {
        var gone = plan.Candidates.Select(static candidate => (candidate.Tag.Repository, candidate.Tag.Tag, candidate.Tag.Digest)).ToHashSet();
        return situation.Manifests is { } manifests
            ? [.. manifests.Select(manifest => manifest with { Tags = [.. manifest.Tags.Where(tag => !gone.Contains((manifest.Repository, tag, manifest.Digest)))] })]
            : null;
    }

    private static HashSet<(string Repository, string Tag)> Names(RetentionPlan plan) => [.. plan.Candidates.Select(static candidate => (candidate.Tag.Repository, candidate.Tag.Tag))];

    private static string Text(RetentionPlan plan) => string.Create(CultureInfo.InvariantCulture, $"{Full(plan.Candidates)} | {Full(plan.Protected)} | {plan.ReclaimableBytes} {plan.NeedsManifests}");

    private static string Full(IEnumerable<ReleasedTag> tags) => string.Join(' ', tags.Select(static released => $"{released.Tag} {released.Rule} {released.Users.Length}"));

    private sealed class CountingList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>
    {
        public int Reads { get; set; }

        public int Count => items.Count;

        public T this[int index]
        {
            get
            {
                Reads++;
                return items[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                Reads++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
