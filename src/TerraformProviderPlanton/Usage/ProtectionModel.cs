using System.Collections.Immutable;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Usage;

/// <summary>The attribute <c>protect_in_use</c>: whether, and where, to look for what uses images before something is deleted.</summary>
internal sealed class ProtectionModel
{
    public const string Name = "protect_in_use";

    public TfValue<bool> Enabled;
    public TfValue<ImmutableArray<TfValue<string>>> ClusterUuids;
    public TfValue<bool> Workloads;
    public TfValue<bool> Apps;

    public static SetAttribute<string> ClusterUuidsAttribute { get; } = new(TfTypes.String)
    {
        Optional = true,
        Description = "The UUIDs of the clusters to look into. Default: every cluster that the registry is integrated with.",
        Validators = [new EachElement<string>(RegistryRules.Uuid)],
    };

    public static BoolAttribute WorkloadsAttribute { get; } = new()
    {
        Optional = true,
        DefaultValue = true,
        Description = "Whether the templates of deployments, stateful sets, daemon sets, jobs and cron jobs count too, and the revisions that a rollback goes "
            + "back to; when `false`, pods alone count. Default `true`.",
    };

    public static BoolAttribute AppsAttribute { get; } = new()
    {
        Optional = true,
        DefaultValue = true,
        Description = "Whether the apps of App Platform count: what they are to be, what is in service or on its way, and the last ten superseded deployments. "
            + "Default `true`.",
    };

    public static AttributeSet<ProtectionModel> Attributes { get; } = new()
    {
        {
            "enabled", static m => ref m.Enabled, new BoolAttribute
            {
                Optional = true,
                DefaultValue = true,
                Description = "Whether images in use are protected. Default `true`.",
            }
        },
        { "cluster_uuids", static m => ref m.ClusterUuids, ClusterUuidsAttribute },
        { "workloads", static m => ref m.Workloads, WorkloadsAttribute },
        { "apps", static m => ref m.Apps, AppsAttribute },
    };

    /// <summary>The clusters that an argument names; null when it names none.</summary>
    public static IReadOnlyList<string>? UuidsOf(TfValue<ImmutableArray<TfValue<string>>> uuids) =>
        uuids.IsKnown ? [.. uuids.Value.Where(static uuid => uuid.IsKnown).Select(static uuid => uuid.Value).Order(StringComparer.Ordinal)] : null;

    /// <summary>Where to look; null when images in use are not protected.</summary>
    public UsageScope? ToScope(string registry) => Enabled.Or(true)
        ? new(registry, UuidsOf(ClusterUuids), Workloads.Or(true), Apps.Or(true))
        : null;
}
