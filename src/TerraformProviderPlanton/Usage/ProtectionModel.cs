using System.Collections.Immutable;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Usage;

/// <summary>The attribute <c>protect_in_use</c>: whether to check which images are in use before something is deleted, and where.</summary>
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
        Description = "The UUIDs of the clusters to check. Default: every cluster that the registry is integrated with.",
        Validators = [new EachElement<string>(RegistryRules.Uuid)],
    };

    public static BoolAttribute WorkloadsAttribute { get; } = new()
    {
        Optional = true,
        DefaultValue = true,
        Description = "Whether to include the pod templates of deployments, stateful sets, daemon sets, jobs and cron jobs, and the revisions that a rollback "
            + "would restore. If `false`, only pods are checked. Default `true`.",
    };

    public static BoolAttribute AppsAttribute { get; } = new()
    {
        Optional = true,
        DefaultValue = true,
        Description = "Whether to include App Platform apps: their spec, their current and upcoming deployments, and the last ten superseded ones. Default `true`.",
    };

    public static AttributeSet<ProtectionModel> Attributes { get; } = new()
    {
        {
            "enabled", static m => ref m.Enabled, new BoolAttribute
            {
                Optional = true,
                DefaultValue = true,
                Description = "Whether to protect images in use. Default `true`.",
            }
        },
        { "cluster_uuids", static m => ref m.ClusterUuids, ClusterUuidsAttribute },
        { "workloads", static m => ref m.Workloads, WorkloadsAttribute },
        { "apps", static m => ref m.Apps, AppsAttribute },
    };

    /// <summary>The clusters that an argument names; null when it names none.</summary>
    public static IReadOnlyList<string>? UuidsOf(TfValue<ImmutableArray<TfValue<string>>> uuids) =>
        uuids.IsKnown ? [.. uuids.Value.Where(static uuid => uuid.IsKnown).Select(static uuid => uuid.Value).Order(StringComparer.Ordinal)] : null;

    /// <summary>Where to look for users; null when images in use are not protected.</summary>
    public UsageScope? ToScope(string registry) => Enabled.Or(true)
        ? new(registry, UuidsOf(ClusterUuids), Workloads.Or(true), Apps.Or(true))
        : null;
}
