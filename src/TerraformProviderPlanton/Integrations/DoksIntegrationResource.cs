using System.Collections.Immutable;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>The control panel's one-click integration of a registry with Kubernetes clusters, as state that is read back.</summary>
internal sealed class DoksIntegrationResource() : Resource<IntegrationModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_doks_integration";

    /// <inheritdoc/>
    protected override Schema<IntegrationModel> Schema { get; } = new()
    {
        Description = "Integrates a container registry with Kubernetes clusters, so that pods can pull its images without credentials of their own. Only the listed "
            + "clusters are managed. DigitalOcean adds the pull secret to every namespace and to its `default` service account; other service accounts must "
            + "reference it themselves.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, which need not be managed by Terraform. Changing it replaces the integration.",
                    Validators = [RegistryRules.Name],
                    PlanModifiers = [new RequiresReplace<string>()],
                }
            },
            {
                "cluster_uuids", static m => ref m.ClusterUuids, new SetAttribute<string>(TfTypes.String)
                {
                    Required = true,
                    Description = "The UUIDs of one or more clusters. Changed in place.",
                    Validators = [new NotEmpty<string>(), new EachElement<string>(RegistryRules.Uuid)],
                }
            },

            // Optional
            {
                "require_same_region", static m => ref m.RequireSameRegion, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether the plan fails if a cluster outside the registry's region is to be integrated; for one that is integrated already, it warns. Default "
                        + "`false`. Unless `false` is set explicitly, the plan also warns: pulls between regions are slower and their traffic is billed.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(10), update: TimeSpan.FromMinutes(10), delete: TimeSpan.FromMinutes(10)) },

            // Read-only
            {
                "id", static m => ref m.Id, new StringAttribute
                {
                    Computed = true,
                    Description = "The name of the registry.",
                    PlanModifiers = [new UseStateForUnknown<string>()],
                }
            },
            {
                "registry_region", static m => ref m.RegistryRegion, new StringAttribute
                {
                    Computed = true,
                    Description = "The region of the registry.",
                    PlanModifiers = [new UseStateForUnknown<string>()],
                }
            },
            {
                "clusters", static m => ref m.Clusters, new MapNestedAttribute<IntegratedClusterModel>(ClusterAttributes)
                {
                    Computed = true,
                    Description = "The current state of the managed clusters, by UUID.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("registry_name", "The name of the registry."));

    private static AttributeSet<IntegratedClusterModel> ClusterAttributes { get; } = new()
    {
        { "name", static m => ref m.Name, Computed.Text("The name of the cluster.") },
        { "region", static m => ref m.Region, Computed.Text("The slug of the cluster's region.") },
        { "version", static m => ref m.Version, Computed.Text("The Kubernetes version of the cluster.") },
        { "state", static m => ref m.State, Computed.Text("The state of the cluster, such as `running`. DigitalOcean may add values.") },
        { "same_region", static m => ref m.SameRegion, Computed.Flag("Whether the cluster is in the registry's region.") },
        { "integrated", static m => ref m.Integrated, Computed.Flag("Whether the registry is integrated with the cluster; null if the API does not say which registry is.") },
        {
            "registries", static m => ref m.Registries, new ListAttribute<string>(TfTypes.String)
            {
                Computed = true,
                Description = "The names of all registries that are integrated with the cluster.",
            }
        },
        { "integrated_at", static m => ref m.IntegratedAt, Computed.Text("When this resource added the integration (RFC 3339, UTC); null if it existed before.") },
    };

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<IntegrationModel> plan)
    {
        plan.Planned.Id = plan.Planned.RegistryName;
        if (plan is { HasChanges: true, WillReplace: false, Prior: { } prior }) plan.Planned.ExpectChanges(prior);
    }

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(PlannedChange<IntegrationModel> change, OperationContext<ProviderServices> context) =>
        change.Planned is not null && context.HasProviderData ? new IntegrationPlanChecks(context).RunAsync(change) : Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<IntegrationModel> CreateAsync(IntegrationModel plan, ResourceContext<IntegrationModel, ProviderServices> context) =>
        ChangeAsync(plan, new IntegrationModel(), context);

    /// <inheritdoc/>
    protected override async Task<IntegrationModel?> ReadAsync(IntegrationModel state, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        context.ProviderData.InState.AddRefreshed(state.RegistryName.Value);
        var managed = state.ManagedUuids;
        foreach (var uuid in managed.Concat(new IntegrationPrivateState(context.Private).Gone)) context.ProviderData.InState.AddCluster(state.RegistryName.Value, uuid);
        var view = await IntegrationView.ReadAsync(context.ProviderData.Client, state.RegistryName.Value, managed, context.Cancellation);
        if (view.Registry is null) return null;

        NoteGone(state.RegistryName.Value, managed, view, context);
        return view.ToState(state, managed, state.IntegratedAt, context.Diagnostics);
    }

    /// <inheritdoc/>
    protected override async Task<IntegrationModel> UpdateAsync(
        IntegrationModel plan, IntegrationModel state, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        IntegrationPlanChecks.Release(state, context.ProviderData);
        return (await ChangeAsync(plan, state, context)).AsPlanned(plan);
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(IntegrationModel state, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        IntegrationPlanChecks.Release(state, context.ProviderData);
        var view = await IntegrationView.ReadAsync(context.ProviderData.Client, state.RegistryName.Value, state.KnownUuids, context.Cancellation);
        var change = new IntegrationChange(state.RegistryName.Value, view, context);
        var left = new List<string>();
        foreach (var uuid in state.KnownUuids)
        {
            if (!await change.RemoveAsync(uuid)) left.Add(uuid);
        }

        if (left.Count == 0) return;
        context.Save(view.With(change.Seen).ToState(state, left, state.IntegratedAt, context.Diagnostics));
        throw new DiagnosticException(context.Diagnostics);
    }

    /// <inheritdoc/>
    protected override async Task<IntegrationModel> ImportAsync(string id, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        var (registry, uuids) = IntegrationImport.Parse(id);
        var view = await IntegrationView.ReadAllAsync(context.ProviderData.Client, registry, context.Cancellation);
        var integrated = view.IntegratedWith(registry).ToHashSet(StringComparer.Ordinal);
        IntegrationImport.Check(registry, uuids, integrated, view.Registry is not null);
        return new()
        {
            Id = registry,
            RegistryName = registry,
            ClusterUuids = (uuids.Count > 0 ? uuids : [.. integrated]).Select(static uuid => TfValue<string>.Known(uuid)).ToImmutableArray(),
            RequireSameRegion = false,
        };
    }

    /// <summary>Remembers the clusters that a refresh found gone, so that the plan neither reports them again nor takes them for ones that never existed.</summary>
    private static void NoteGone(string registry, IReadOnlyList<string> managed, IntegrationView view, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        var gone = managed.Where(uuid => view.StatusOf(uuid, registry) == IntegrationStatus.ClusterGone).Distinct(StringComparer.Ordinal).ToList();
        new IntegrationPrivateState(context.Private).Refresh(managed, managed.Except(gone, StringComparer.Ordinal));
        foreach (var uuid in gone) context.ProviderData.InState.TryAddGone(registry, uuid);
    }

    /// <summary>Changes the integrations to the planned set: adds before it removes, and keeps what succeeded in state if a part fails.</summary>
    private static async Task<IntegrationModel> ChangeAsync(
        IntegrationModel plan, IntegrationModel before, ResourceContext<IntegrationModel, ProviderServices> context)
    {
        IntegrationPlanChecks.Release(plan, context.ProviderData);
        var (client, registry) = (context.ProviderData.Client, plan.RegistryName.Value);
        var view = await IntegrationView.ReadAsync(client, registry, before.KnownUuids.Concat(plan.KnownUuids), context.Cancellation);
        if (view.Registry is null) throw Errors.RegistryRequired(registry, "An integration");

        var change = new IntegrationChange(registry, view, context);
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var managed = new HashSet<string>(before.KnownUuids, StringComparer.Ordinal);
        TfValue<string> IntegratedAt(string uuid) => made.TryGetValue(uuid, out var at) ? at : before.IntegratedAt(uuid);
        IntegrationView Now() => view.With(change.Seen) with { Accepted = change.Unconfirmed };
        void Save() => context.Save(Now().ToState(plan, managed, IntegratedAt, new DiagnosticList()));
        void Accept(string uuid)
        {
            made[uuid] = Rfc3339.FormatSeconds(client.Clock.UtcNow());
            managed.Add(uuid);
            Save();
        }

        foreach (var uuid in plan.KnownUuids)
        {
            var isKept = managed.Contains(uuid) && view.StatusOf(uuid, registry) is IntegrationStatus.Present or IntegrationStatus.Ambiguous;
            if (!isKept && !await change.AddAsync(uuid, () => Accept(uuid))) continue;

            managed.Add(uuid);
            Save();
        }

        foreach (var uuid in before.KnownUuids.Except(plan.KnownUuids, StringComparer.Ordinal))
        {
            if (!await change.RemoveAsync(uuid)) continue;
            managed.Remove(uuid);
            Save();
        }

        if (context.Diagnostics.HasErrors) throw new DiagnosticException(context.Diagnostics);
        new IntegrationPrivateState(context.Private).Keep(plan.KnownUuids);
        return Now().ToState(plan, plan.KnownUuids, IntegratedAt, context.Diagnostics);
    }
}
