using System.Collections.Immutable;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Images;

/// <summary>Patterns for repositories and tags, as arguments take them.</summary>
internal static class ImageGlobs
{
    private delegate bool Parser(string text, out NameGlob? glob, out string? error);

    /// <summary>The rule for a pattern of tags.</summary>
    public static Validator<string> Tag { get; } = new Rule("be a pattern for tags", NameGlob.TryParseTag);

    /// <summary>The rule for a pattern of repositories.</summary>
    public static Validator<string> Repository { get; } = new Rule("be a pattern for repositories", NameGlob.TryParseRepository);

    /// <summary>Whether a name of a repository matches one of the patterns, or there are none.</summary>
    public static Func<string, bool> Repositories(TfValue<ImmutableArray<TfValue<string>>> patterns) => Matcher(patterns, NameGlob.TryParseRepository);

    /// <summary>Whether a tag matches one of the patterns, or there are none.</summary>
    public static Func<string, bool> Tags(TfValue<ImmutableArray<TfValue<string>>> patterns) => Matcher(patterns, NameGlob.TryParseTag);

    private static Func<string, bool> Matcher(TfValue<ImmutableArray<TfValue<string>>> patterns, Parser parse)
    {
        if (!patterns.IsKnown) return static _ => true;

        // What does not parse has been refused before.
        var globs = patterns.Value.Where(static pattern => pattern.IsKnown).Select(pattern => parse(pattern.Value, out var glob, out _) ? glob : null).OfType<NameGlob>().ToList();
        return name => globs.Exists(glob => glob.Matches(name));
    }

    private sealed class Rule(string description, Parser parse) : Validator<string>
    {
        public override string Description => description;

        public override void Validate(ValidatorRequest<string> request)
        {
            if (!parse(request.Value, out _, out var wrong)) request.Refuse(wrong!);
        }
    }
}
