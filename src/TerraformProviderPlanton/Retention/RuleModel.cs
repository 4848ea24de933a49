using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Images;

namespace TerraformProviderPlanton.Retention;

/// <summary>A rule of the policy.</summary>
internal sealed class RuleModel
{
    public TfValue<string> Name;
    public TfValue<ImmutableArray<TfValue<string>>> Repositories;
    public TfValue<ImmutableArray<TfValue<string>>> TagPatterns;
    public TfValue<long> KeepMostRecent;
    public TfValue<string> OlderThan;

    /// <summary>The attributes of a rule.</summary>
    public static AttributeSet<RuleModel> Attributes { get; } = new()
    {
        {
            "name", static m => ref m.Name, new StringAttribute
            {
                Required = true,
                Description = "The name of the rule, shown with each candidate. Each rule has a name of its own.",
                Validators = [RetentionRules.NotBlank],
            }
        },
        {
            "repositories", static m => ref m.Repositories, new ListAttribute<string>(TfTypes.String)
            {
                Optional = true,
                DefaultValue = ImmutableArray.Create<TfValue<string>>("**"),
                Description = "The repositories that the rule applies to, as patterns: `*` matches within a path segment, `**` across segments, `?` one character. Default `[\"**\"]`, every repository.",
                Validators = [new NotEmpty<string>(), new EachElement<string>(ImageGlobs.Repository)],
            }
        },
        {
            "tag_patterns", static m => ref m.TagPatterns, new ListAttribute<string>(TfTypes.String)
            {
                Optional = true,
                DefaultValue = ImmutableArray.Create<TfValue<string>>("*"),
                Description = "The tags that the rule applies to, as patterns. Default `[\"*\"]`, every tag.",
                Validators = [new NotEmpty<string>(), new EachElement<string>(ImageGlobs.Tag)],
            }
        },
        {
            "keep_most_recent", static m => ref m.KeepMostRecent, new Int64Attribute
            {
                Optional = true,
                Description = "How many of the most recently pushed tags the rule keeps in each repository. Tags that `keep_tags` keeps do not count, tags in use do. "
                    + "Together with `older_than`, a tag is deleted only if both allow it.",
                Validators = [new AtLeast(0)],
            }
        },
        {
            "older_than", static m => ref m.OlderThan, new StringAttribute
            {
                Optional = true,
                Description = "The age, since the last push, up to which the rule keeps a tag: a duration that may begin with days, such as `30d` or `12h`.",
                Validators = [RetentionAge.Rule],
            }
        },
    };

    /// <summary>The rules as the decisions take them.</summary>
    public static RetentionTerms ToTerms(TfValue<ImmutableArray<TfValue<RuleModel>>> rules, TfValue<ImmutableArray<TfValue<string>>> keepTags) =>
        new([.. rules.Or([]).Where(static rule => rule.IsKnown).Select(static rule => rule.Value.ToRule())], RetentionRules.ParseTags(keepTags));

    /// <summary>Reports rules that share a name or have no limit.</summary>
    public static void Validate(TfValue<ImmutableArray<TfValue<RuleModel>>> rules, DiagnosticList diagnostics)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, rule) in rules.Or([]).Index().Where(static entry => entry.Item.IsKnown))
        {
            var path = CtyPath.Root.Attribute("rules").Index(i);
            if (rule.Value.Name.IsKnown && !names.Add(rule.Value.Name.Value))
            {
                diagnostics.Error(path.Attribute("name"), "Two rules of one name", $"Another rule is named {Quoted.Within(rule.Value.Name.Value)} too. Give each rule a name of its own.");
            }

            if (rule.Value is { KeepMostRecent.IsNull: true, OlderThan.IsNull: true })
            {
                diagnostics.Error(path, "A rule without a limit", "Set keep_most_recent, older_than or both: they say which tags the rule keeps.");
            }
        }
    }

    private RetentionRule ToRule() => new()
    {
        Name = Name.Or(string.Empty),
        Repositories = RetentionRules.ParseRepositories(Repositories),
        TagPatterns = RetentionRules.ParseTags(TagPatterns),
        KeepMostRecent = KeepMostRecent.IsKnown ? KeepMostRecent.Value : null,
        OlderThan = OlderThan.IsKnown ? RetentionAge.Parse(OlderThan.Value) : null,
    };
}

/// <summary>What holds for the rules of a retention policy.</summary>
internal static class RetentionRules
{
    public static Validator<string> NotBlank { get; } = new Parsed("not be empty", static text => string.IsNullOrWhiteSpace(text) ? "A rule needs a name." : null);

    /// <summary>The patterns of a state. They were checked when they were configured, unless the state was edited by hand.</summary>
    public static IReadOnlyList<NameGlob> ParseRepositories(TfValue<ImmutableArray<TfValue<string>>> patterns) => Parse(patterns, NameGlob.TryParseRepository);

    /// <inheritdoc cref="ParseRepositories"/>
    public static IReadOnlyList<NameGlob> ParseTags(TfValue<ImmutableArray<TfValue<string>>> patterns) => Parse(patterns, NameGlob.TryParseTag);

    private delegate bool Parser(string text, [NotNullWhen(true)] out NameGlob? glob, [NotNullWhen(false)] out string? error);

    private static NameGlob[] Parse(TfValue<ImmutableArray<TfValue<string>>> patterns, Parser parse) =>
    [
        .. patterns.Or([]).Where(static pattern => pattern.IsKnown)
            .Select(pattern => parse(pattern.Value, out var glob, out var error) ? glob : throw new DiagnosticException("Invalid pattern", error)),
    ];
}
