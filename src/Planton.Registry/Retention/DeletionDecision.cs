using System.Collections.Immutable;
using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>Why an apply leaves a tag that its plan listed.</summary>
internal enum DeletionSkipReason
{
    /// <summary>The tag is gone already.</summary>
    Gone,

    /// <summary>The tag points to another manifest than the plan showed.</summary>
    Moved,

    /// <summary>The tag points to the same manifest, but was pushed again since the plan.</summary>
    PushedAgain,

    /// <summary>The image came into use.</summary>
    InUse,

    /// <summary>What uses images could not be read, so that the image may be in use.</summary>
    UsageUnknown,

    /// <summary>The rules keep the tag by now, as when newer tags were deleted since, or the image that a signature belongs to stays.</summary>
    Kept,
}

/// <summary>What an apply does about a tag that its plan listed.</summary>
/// <param name="Tag">The tag as the plan listed it.</param>
/// <param name="Skip">Why it is left; null when it is deleted.</param>
/// <param name="Users">Who uses the image, where that is why it is left.</param>
internal sealed record DeletionDecision(ImageTag Tag, DeletionSkipReason? Skip, ImmutableArray<ImageUser> Users)
{
    /// <summary>Decides, in the order of the plan, about nothing but what the plan listed.</summary>
    /// <param name="situation">What was read since, at least of the repositories of these tags.</param>
    public static ImmutableArray<DeletionDecision> Decide(IEnumerable<ImageTag> planned, RetentionSituation situation)
    {
        var review = new Review(situation);
        return [.. planned.DistinctBy(static tag => (tag.Repository, tag.Tag)).Select(review.Decide)];
    }

    /// <summary>Compares what was planned with what is now, one tag after another.</summary>
    private sealed class Review
    {
        private readonly ILookup<(string Repository, string Tag), ImageTag> _tags;
        private readonly ILookup<(string Repository, string? Digest), ImageTag> _tagsOfDigest;
        private readonly HashSet<(string Repository, string Tag)> _candidates;
        private readonly Dictionary<(string Repository, string Tag), ImmutableArray<ImageUser>> _protected;
        private readonly HashSet<(string Repository, string Tag)> _going = [];

        public Review(RetentionSituation situation)
        {
            var plan = RetentionPlan.Make(situation);
            _candidates = [.. plan.Candidates.Select(static released => (released.Tag.Repository, released.Tag.Tag))];
            _protected = plan.Protected.ToDictionary(static released => (released.Tag.Repository, released.Tag.Tag), static released => released.Users);
            _tags = situation.Tags.ToLookup(static tag => (tag.Repository, tag.Tag));
            _tagsOfDigest = situation.Tags.ToLookup(static tag => (tag.Repository, tag.Digest));
        }

        public DeletionDecision Decide(ImageTag planned)
        {
            if ((WhyNotAsPlanned(planned) ?? WhyNotByRules(planned)) is { } skip)
            {
                return new(planned, skip, skip == DeletionSkipReason.InUse ? _protected[(planned.Repository, planned.Tag)] : []);
            }

            _going.Add((planned.Repository, planned.Tag));
            return new(planned, Skip: null, []);
        }

        private DeletionSkipReason? WhyNotAsPlanned(ImageTag planned)
        {
            var current = _tags[(planned.Repository, planned.Tag)].ToList();
            if (current.Count == 0) return DeletionSkipReason.Gone;
            if (current.Exists(tag => tag.Digest != planned.Digest)) return DeletionSkipReason.Moved;
            return current.Exists(tag => tag.PushedAt != planned.PushedAt) ? DeletionSkipReason.PushedAgain : null;
        }

        private DeletionSkipReason? WhyNotByRules(ImageTag planned)
        {
            var name = (planned.Repository, planned.Tag);
            if (_protected.TryGetValue(name, out var users)) return users.IsEmpty ? DeletionSkipReason.UsageUnknown : DeletionSkipReason.InUse;
            return _candidates.Contains(name) && !IsOfImageThatStays(planned) ? null : DeletionSkipReason.Kept;
        }

        private bool IsOfImageThatStays(ImageTag planned) => SignatureTag.TryGetSubject(planned, out var subject)
            && _tagsOfDigest[(planned.Repository, subject)].Any(tag => !_going.Contains((tag.Repository, tag.Tag)));
    }
}
