using System.Collections.Immutable;
using Planton.Registry.Storage;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Storage;

/// <summary>How fast the account's registries grow, when the included storage is used up, and what the next month costs.</summary>
internal sealed class StorageForecastDataSource() : DataSource<StorageForecastModel, ProviderServices>("planton_docr_storage_forecast")
{
    private const int DefaultDays = 30;

    /// <inheritdoc/>
    protected override Schema<StorageForecastModel> Schema { get; } = new()
    {
        Description = "Estimates how fast the container registries of the account grow, when the storage that the tier includes is used up, and what the next calendar month "
            + "costs, with and without what garbage collection could free. Makes one API request for each repository that is not empty and another for every 200 manifests "
            + "beyond the first 200, and for each registry one for its repositories and one for its runs of garbage collection.",
        Attributes =
        {
            {
                "window_days", static m => ref m.WindowDays, new Int64Attribute
                {
                    Optional = true,
                    DefaultValue = DefaultDays,
                    Description = $"Over how many days growth is measured, from 1 to 366. They are whole days in UTC and end with yesterday. Default `{DefaultDays}`.",
                    Validators = [new Between(1, 366)],
                }
            },
            {
                "samples", static m => ref m.Samples, new ListNestedAttribute<SampleModel>(SampleModel.Inputs)
                {
                    Optional = true,
                    Description = "Earlier values of `sample` that you kept. If those of the window cover at least a day, growth is measured by them, which includes deletions. "
                        + "Default: growth is measured by what is still stored.",
                }
            },
            { "as_of", static m => ref m.AsOf, Computed.Text("The day on which the forecast begins: today's midnight in UTC (RFC 3339).") },
            { "stored_bytes", static m => ref m.StoredBytes, Computed.Number("The number of bytes that all registries of the account store, as DigitalOcean counts them, some time after the fact.") },
            { "included_storage_bytes", static m => ref m.IncludedStorageBytes, Computed.Number("The number of bytes of storage that the tier includes, shared by all registries.") },
            { "reclaimable_bytes", static m => ref m.ReclaimableBytes, Computed.Number("The number of bytes that only untagged manifests reference.") },
            {
                "growth_basis", static m => ref m.GrowthBasis,
                Computed.Text($"What growth was measured by: `{StorageGrowth.Samples}`, or `{StorageGrowth.Manifests}`, which knows nothing of what was deleted.")
            },
            {
                "growth_bytes_per_day", static m => ref m.GrowthBytesPerDay,
                Computed.Number($"The growth on an average day of the window. With `{StorageGrowth.Manifests}` it is the highest possible; with `{StorageGrowth.Samples}` the slope of the line that fits "
                    + "them best, which can be negative.")
            },
            {
                "growth_bytes_per_day_low", static m => ref m.GrowthBytesPerDayLow,
                Computed.Number($"The lowest likely growth: with `{StorageGrowth.Manifests}` if everything that garbage collection freed in the window was stored before it, with `{StorageGrowth.Samples}` two "
                    + "standard errors less.")
            },
            {
                "growth_bytes_per_day_high", static m => ref m.GrowthBytesPerDayHigh,
                Computed.Number($"The highest likely growth: with `{StorageGrowth.Manifests}` the same as `growth_bytes_per_day`, with `{StorageGrowth.Samples}` two standard errors more.")
            },
            { "bytes_by_day", static m => ref m.BytesByDay, BytesByDay("of all repositories") },
            {
                "repositories", static m => ref m.Repositories, new ListNestedAttribute<RepositoryForecastModel>(RepositoryForecastModel.Attributes)
                {
                    Computed = true,
                    Description = "The repositories, sorted by registry and name.",
                }
            },
            {
                "as_is", static m => ref m.AsIs, new SingleNestedAttribute<ProjectionModel>(ProjectionModel.Attributes)
                {
                    Computed = true,
                    Description = "What follows if nothing changes.",
                }
            },
            {
                "after_collection", static m => ref m.AfterCollection, new SingleNestedAttribute<ProjectionModel>(ProjectionModel.Attributes)
                {
                    Computed = true,
                    Description = "What follows if garbage collection frees `reclaimable_bytes` now.",
                }
            },
            {
                "sample", static m => ref m.Sample, new SingleNestedAttribute<SampleModel>(SampleModel.Outputs)
                {
                    Computed = true,
                    Description = "The stored bytes and the time, to be kept for `samples`.",
                }
            },
        },
    };

    /// <summary>The bytes that arrived on each day.</summary>
    /// <param name="of">What had them, after a noun.</param>
    public static MapAttribute<long> BytesByDay(string of) => new(TfTypes.Int64)
    {
        Computed = true,
        Description = $"The bytes {of} that arrived on each day of the window and are still stored, by dates such as `2026-03-01`. Days without any are left out.",
    };

    /// <inheritdoc/>
    protected override async Task<StorageForecastModel> ReadAsync(StorageForecastModel config, OperationContext<ProviderServices> context)
    {
        var samples = config.Samples.Or([]).Where(static sample => sample.IsKnown).Select(static sample => sample.Value.ToSample());
        var situation = await new StorageReader(context).ReadAsync((int)config.WindowDays.Value, [.. samples]);
        return StorageForecastModel.From(config, situation, StorageForecast.Of(situation));
    }
}

/// <summary>Arguments and results of <c>planton_docr_storage_forecast</c>.</summary>
internal sealed class StorageForecastModel
{
    public TfValue<long> WindowDays;
    public TfValue<ImmutableArray<TfValue<SampleModel>>> Samples;
    public TfValue<string> AsOf;
    public TfValue<long> StoredBytes;
    public TfValue<long> IncludedStorageBytes;
    public TfValue<long> ReclaimableBytes;
    public TfValue<string> GrowthBasis;
    public TfValue<long> GrowthBytesPerDay;
    public TfValue<long> GrowthBytesPerDayLow;
    public TfValue<long> GrowthBytesPerDayHigh;
    public TfValue<ImmutableDictionary<string, TfValue<long>>> BytesByDay;
    public TfValue<ImmutableArray<TfValue<RepositoryForecastModel>>> Repositories;
    public TfValue<ProjectionModel> AsIs;
    public TfValue<ProjectionModel> AfterCollection;
    public TfValue<SampleModel> Sample;

    public static StorageForecastModel From(StorageForecastModel config, StorageSituation situation, StorageForecast forecast) => new()
    {
        WindowDays = config.WindowDays,
        Samples = config.Samples,
        AsOf = ForecastValues.Midnight(forecast.Today),
        StoredBytes = situation.Stored.Bytes,
        IncludedStorageBytes = TfValue.Of(situation.Tier.IncludedBytes),
        ReclaimableBytes = forecast.ReclaimableBytes,
        GrowthBasis = forecast.Growth.Basis,
        GrowthBytesPerDay = ForecastValues.Whole(forecast.Growth.BytesPerDay),
        GrowthBytesPerDayLow = ForecastValues.Whole(forecast.Growth.Low),
        GrowthBytesPerDayHigh = ForecastValues.Whole(forecast.Growth.High),
        BytesByDay = ForecastValues.ByDay(forecast.BytesByDay),
        Repositories = forecast.Repositories.Select(static repository => TfValue<RepositoryForecastModel>.Known(RepositoryForecastModel.From(repository))).ToImmutableArray(),
        AsIs = ProjectionModel.From(forecast.AsIs, forecast.Today),
        AfterCollection = ProjectionModel.From(forecast.Collected, forecast.Today),
        Sample = SampleModel.From(situation.Stored),
    };
}
