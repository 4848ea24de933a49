using System.Collections.Immutable;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Images;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>What the rules of a retention policy would find, before there is a policy.</summary>
internal sealed class RetentionPreviewDataSource() : DataSource<RetentionPreviewModel, ProviderServices>("planton_docr_retention_preview")
{
    /// <inheritdoc/>
    protected override Schema<RetentionPreviewModel> Schema { get; } = new()
    {
        Description = "Shows which tags of a container registry a retention policy with the same rules would delete. Nothing is deleted. Reads as much as a refresh of the policy.",
        Attributes =
        {
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },
            {
                "rules", static m => ref m.Rules, new ListNestedAttribute<RuleModel>(RuleModel.Attributes)
                {
                    Required = true,
                    Description = "The rules, in order, as in the policy.",
                    Validators = [new NotEmpty<RuleModel>()],
                }
            },
            {
                "keep_tags", static m => ref m.KeepTags, new SetAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Patterns of tags that are always kept, whatever the rules say.",
                    Validators = [new EachElement<string>(ImageGlobs.Tag)],
                }
            },
            {
                ProtectionModel.Name, static m => ref m.ProtectInUse, new SingleNestedAttribute<ProtectionModel>(ProtectionModel.Attributes)
                {
                    Optional = true,
                    Description = "Which users of images protect them; on by default. If something cannot be read, every tag is protected, and a warning says why.",
                }
            },
            { "candidates", static m => ref m.Candidates, RetentionSchema.CandidatesAttribute },
            { "protected", static m => ref m.Protected, RetentionSchema.ProtectedAttribute },
            { "reclaimable_bytes", static m => ref m.ReclaimableBytes, RetentionSchema.ReclaimableBytesAttribute },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(RetentionPreviewModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override void ValidateConfig(RetentionPreviewModel config, DiagnosticList diagnostics) => RuleModel.Validate(config.Rules, diagnostics);

    /// <inheritdoc/>
    protected override async Task<RetentionPreviewModel> ReadAsync(RetentionPreviewModel config, OperationContext<ProviderServices> context)
    {
        var protection = (config.ProtectInUse.IsKnown ? config.ProtectInUse.Value : new ProtectionModel()).ToScope(config.RegistryName.Value);
        var view = await new RetentionReader(RuleModel.ToTerms(config.Rules, config.KeepTags), protection, config.RegistryName.Value, context).ObserveAsync();
        UnreadMessages.Report(view.Unread, "While that is so, every tag is protected.", DiagnosticSeverity.Warning, ProtectionModel.Name, context.Diagnostics);
        return new()
        {
            RegistryName = config.RegistryName,
            Rules = config.Rules,
            KeepTags = config.KeepTags,
            ProtectInUse = config.ProtectInUse,
            Candidates = TagModel.From(view.Plan.Candidates),
            Protected = TagModel.From(view.Plan.Protected),
            ReclaimableBytes = view.Plan.ReclaimableBytes,
        };
    }
}

/// <summary>Arguments and results of <c>planton_docr_retention_preview</c>.</summary>
internal sealed class RetentionPreviewModel
{
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<RuleModel>>> Rules;
    public TfValue<ImmutableArray<TfValue<string>>> KeepTags;
    public TfValue<ProtectionModel> ProtectInUse;
    public TfValue<ImmutableArray<TfValue<TagModel>>> Candidates;
    public TfValue<ImmutableArray<TfValue<TagModel>>> Protected;
    public TfValue<long> ReclaimableBytes;
}
