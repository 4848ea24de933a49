namespace Planton.Registry.Retention;

/// <summary>A rule of a retention policy: which tags it concerns, and which of those it keeps.</summary>
internal sealed record RetentionRule
{
    /// <summary>The name that plans show beside each candidate.</summary>
    public required string Name { get; init; }

    /// <summary>The repositories that the rule concerns.</summary>
    public required IReadOnlyList<NameGlob> Repositories { get; init; }

    /// <summary>The tags that the rule concerns.</summary>
    public required IReadOnlyList<NameGlob> TagPatterns { get; init; }

    /// <summary>How many of the newest tags of each repository are kept; null when the number does not matter.</summary>
    public long? KeepMostRecent { get; init; }

    /// <summary>The age up to which a tag is kept; null when the age does not matter.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Whether the rule concerns a repository.</summary>
    public bool ConcernsRepository(string repository) => Repositories.Any(glob => glob.Matches(repository));

    /// <summary>Whether the rule concerns a tag of a repository that it concerns.</summary>
    public bool ConcernsTag(string tag) => TagPatterns.Any(glob => glob.Matches(tag));

    /// <summary>Whether a tag may go: it is beyond the number, and old enough. A rule without number and age lets nothing go.</summary>
    /// <param name="rank">How many newer tags the rule concerns in the repository.</param>
    public bool LetsGo(int rank, DateTimeOffset pushedAt, DateTimeOffset now) => rank >= (KeepMostRecent ?? 0) && LetsGoByAge(pushedAt, now);

    /// <summary>Whether a tag that no number concerns may go.</summary>
    public bool LetsGoByAge(DateTimeOffset pushedAt, DateTimeOffset now) => OlderThan is { } age ? now - pushedAt > age : KeepMostRecent is not null;
}

/// <summary>The terms of a retention policy.</summary>
/// <param name="Rules">The rules in order: the first that matches a tag decides about it. A tag that none matches is kept.</param>
/// <param name="KeepTags">The tags that are kept whatever the rules say; they take no place among the most recent ones of a rule.</param>
internal sealed record RetentionTerms(IReadOnlyList<RetentionRule> Rules, IReadOnlyList<NameGlob> KeepTags)
{
    /// <summary>Whether any rule concerns a repository. Tags of other repositories need not be read.</summary>
    public bool ConcernRepository(string repository) => Rules.Any(rule => rule.ConcernsRepository(repository));

    /// <summary>Whether a tag is kept whatever the rules say.</summary>
    public bool AlwaysKeep(string tag) => KeepTags.Any(glob => glob.Matches(tag));
}
