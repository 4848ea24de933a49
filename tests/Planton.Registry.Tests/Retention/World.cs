using System.Collections.Immutable;
using Planton.Registry.Images;
using Planton.Registry.Retention;

namespace Planton.Registry.Tests.Retention;

/// <summary>
/// A registry in words. A tag is <c>repository:tag=digest age</c>: the digest a hexadecimal digit or <c>-</c> for none, the age in days or <c>-</c> for none;
/// the tag <c>~1.sig</c> is the signature of digest 1. A manifest is <c>repository@digest=tags=blobs</c>, blob <c>a</c> of one byte, <c>b</c> of ten,
/// <c>c</c> of a hundred. A use is <c>repository:tag</c>, <c>repository@digest</c> or both.
/// </summary>
internal static class World
{
    public static readonly DateTimeOffset Now = Given.Time("2026-06-01T00:00:00Z");

    public static readonly ImageUser User = new ImageUser.Workload("deployment", "web", "shop", "uuid-1", "prod-fra1");

    public static string Digest(char digit) => $"sha256:{new string(digit, 64)}";

    public static RetentionSituation Situation(string tags, RetentionTerms terms, string uses = "", string? manifests = "", bool isComplete = true) => new()
    {
        Terms = terms,
        Tags = Tags(tags),
        Manifests = manifests is null ? null : Manifests(manifests),
        Usage = Usage(uses, isComplete),
        Now = Now,
    };

    public static RetentionTerms Terms(string keepTags, params RetentionRule[] rules) => new(rules, [.. Words(keepTags).Select(TagGlob)]);

    public static RetentionTerms Terms(params RetentionRule[] rules) => new(rules, []);

    public static RetentionRule Rule(string name = "rule", string repositories = "**", string tags = "*", long? keep = null, double? days = null) => new()
    {
        Name = name,
        Repositories = [.. Words(repositories).Select(RepositoryGlob)],
        TagPatterns = [.. Words(tags).Select(TagGlob)],
        KeepMostRecent = keep,
        OlderThan = days is { } age ? TimeSpan.FromDays(age) : null,
    };

    public static ImmutableArray<ImageTag> Tags(string text) => [.. Lines(text).Select(Tag)];

    public static ImageTag Tag(string text)
    {
        var (name, age) = Cut(text, ' ');
        var (repository, rest) = Cut(name, ':');
        var (tag, digest) = Cut(rest, '=');
        return new(repository, TagName(tag), digest is "-" ? null : Digest(digest[0]), age is "-" ? null : Now - TimeSpan.FromDays(double.Parse(age, null)), 1);
    }

    public static string TagName(string tag) => tag.StartsWith('~') ? $"sha256-{new string(tag[1], 64)}{tag[2..]}" : tag;

    public static ImmutableArray<ImageManifest> Manifests(string text) => [.. Words(text).Select(Manifest)];

    public static ImageUsage Usage(string text, bool isComplete = true) => new(Words(text).Select(Use), isComplete);

    /// <summary>The tags as words, each with its rule, and with a star for each user.</summary>
    public static string Show(IEnumerable<ReleasedTag> tags) => string.Join(' ', tags.Select(static released =>
        $"{released.Tag.Repository}:{Short(released.Tag.Tag)}/{released.Rule}{string.Concat(Enumerable.Repeat('*', released.Users.Length))}"));

    private static string Short(string tag) => SignatureTag.TryGetSubject(tag, pointsTo: null, out var digest) ? $"~{digest[^1]}{Path.GetExtension(tag)}" : tag;

    private static ImageManifest Manifest(string text)
    {
        var parts = text.Split('=');
        var (repository, digest) = Cut(parts[0], '@');
        return new(
            repository, Digest(digest[0]), [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(TagName)],
            [.. parts[2].Select(static blob => new ImageBlob($"sha256:{blob}", (long)Math.Pow(10, blob - 'a')))]);
    }

    private static ImageUse Use(string text)
    {
        var (name, digest) = Cut(text, '@');
        var (repository, tag) = Cut(name, ':');
        return new(repository, tag.Length > 0 ? TagName(tag) : null, digest.Length > 0 ? Digest(digest[0]) : null, User);
    }

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is var index and >= 0 ? (text[..index], text[(index + 1)..]) : (text, string.Empty);

    private static NameGlob TagGlob(string text) => NameGlob.TryParseTag(text, out var glob, out var error) ? glob : throw new ArgumentException(error, nameof(text));

    private static NameGlob RepositoryGlob(string text) =>
        NameGlob.TryParseRepository(text, out var glob, out var error) ? glob : throw new ArgumentException(error, nameof(text));

    private static string[] Lines(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
