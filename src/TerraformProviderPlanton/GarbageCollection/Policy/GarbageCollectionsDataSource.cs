using System.Collections.Immutable;
using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The garbage-collection runs of a registry.</summary>
internal sealed class GarbageCollectionsDataSource() : DataSource<GarbageCollectionsModel, ProviderServices>("planton_docr_garbage_collections")
{
    /// <inheritdoc/>
    protected override Schema<GarbageCollectionsModel> Schema { get; } = new()
    {
        Description = "Reads the garbage collection runs of a container registry, including those that others started.",
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
                "statuses", static m => ref m.Statuses, new SetAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Return only runs with one of these statuses, such as `succeeded`. Default: all runs.",
                }
            },
            {
                "garbage_collections", static m => ref m.GarbageCollections, new ListNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The runs, newest first. `origin` is always `external`, since only a policy knows which runs it started.",
                }
            },
            {
                "total_freed_bytes", static m => ref m.TotalFreedBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The total number of bytes that the runs in `garbage_collections` freed.",
                }
            },
            {
                "active", static m => ref m.Active, new SingleNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The active run, regardless of `statuses`; null if there is none.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(GarbageCollectionsModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<GarbageCollectionsModel> ReadAsync(GarbageCollectionsModel config, OperationContext<ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        var name = config.RegistryName.Value;
        var runs = await ListAsync(name, client.GarbageCollections, context.Cancellation);
        var now = client.Clock.UtcNow();
        var wanted = config.Statuses.IsKnown ? config.Statuses.Value.Where(static s => s.IsKnown).Select(static s => s.Value).ToHashSet(StringComparer.Ordinal) : null;

        var observed = runs.Select(run => RunReader.Observed(run, now)).ToList();
        var listed = RunHistory.Merge([], observed.Where(run => wanted is null || wanted.Contains(run.Status)), int.MaxValue);
        var active = RunHistory.Merge([], observed, int.MaxValue).All.FirstOrDefault(static run => !run.HasEnded);
        return new()
        {
            RegistryName = config.RegistryName,
            Statuses = config.Statuses,
            GarbageCollections = listed.All.Select(static run => TfValue<RunModel>.Known(RunModel.From(run))).ToImmutableArray(),
            TotalFreedBytes = listed.TotalFreedBytes,
            Active = active is null ? null : RunModel.From(active),
        };
    }

    private static async Task<IReadOnlyList<GarbageCollectionRun>> ListAsync(string registry, GarbageCollectionsClient api, CancellationToken cancellation)
    {
        try
        {
            return await api.ListAsync(registry, cancellationToken: cancellation);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            throw Errors.RegistryNotFound(registry, "registry_name");
        }
    }
}

/// <summary>Arguments and results of <c>planton_docr_garbage_collections</c>.</summary>
internal sealed class GarbageCollectionsModel
{
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<string>>> Statuses;
    public TfValue<ImmutableArray<TfValue<RunModel>>> GarbageCollections;
    public TfValue<long> TotalFreedBytes;
    public TfValue<RunModel> Active;
}
