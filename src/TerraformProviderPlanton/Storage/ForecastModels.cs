using System.Collections.Immutable;
using System.Globalization;
using Planton.Registry.Storage;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Storage;

/// <summary>A repository in the forecast.</summary>
internal sealed class RepositoryForecastModel
{
    public TfValue<string> RegistryName;
    public TfValue<string> Name;
    public TfValue<long> StoredBytes;
    public TfValue<long> ReclaimableBytes;
    public TfValue<long> GrowthBytesPerDay;
    public TfValue<ImmutableDictionary<string, TfValue<long>>> BytesByDay;

    public static AttributeSet<RepositoryForecastModel> Attributes { get; } = new()
    {
        { "registry_name", static m => ref m.RegistryName, Computed.Text("The name of the registry.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the repository, including any slashes.") },
        {
            "stored_bytes", static m => ref m.StoredBytes,
            Computed.Number("The number of bytes that the manifests of the repository need. Layers that other repositories need too count for each of them.")
        },
        { "reclaimable_bytes", static m => ref m.ReclaimableBytes, Computed.Number("The part of `stored_bytes` that only untagged manifests of the registry reference.") },
        {
            "growth_bytes_per_day", static m => ref m.GrowthBytesPerDay,
            Computed.Number("The bytes that arrived on an average day of the window and are still stored. A shared layer counts for the repository that had it first.")
        },
        { "bytes_by_day", static m => ref m.BytesByDay, StorageForecastDataSource.BytesByDay("of the repository") },
    };

    public static RepositoryForecastModel From(RepositoryStorage repository) => new()
    {
        RegistryName = repository.Registry,
        Name = repository.Name,
        StoredBytes = repository.Bytes,
        ReclaimableBytes = repository.ReclaimableBytes,
        GrowthBytesPerDay = ForecastValues.Whole(repository.BytesPerDay),
        BytesByDay = ForecastValues.ByDay(repository.PushedBytes),
    };
}

/// <summary>What becomes of the stored bytes.</summary>
internal sealed class ProjectionModel
{
    public TfValue<long> StoredBytes;
    public TfValue<string> AllowanceEndsAt;
    public TfValue<long> AllowanceDaysLeft;
    public TfValue<long> NextMonthBytes;
    public TfValue<long> NextMonthPriceInCents;
    public TfValue<long> NextMonthPriceInCentsLow;
    public TfValue<long> NextMonthPriceInCentsHigh;

    public static AttributeSet<ProjectionModel> Attributes { get; } = new()
    {
        { "stored_bytes", static m => ref m.StoredBytes, Computed.Number("The number of bytes to begin with.") },
        {
            "allowance_ends_at", static m => ref m.AllowanceEndsAt,
            Computed.Text("The day on which the included storage is used up (RFC 3339, midnight in UTC); `as_of` if it is already. Null if storage does not grow, or not that much within a hundred years.")
        },
        { "allowance_days_left", static m => ref m.AllowanceDaysLeft, Computed.Number("The number of days until then; `0` if the included storage is used up already.") },
        { "next_month_bytes", static m => ref m.NextMonthBytes, Computed.Number("The number of bytes stored at the end of the next calendar month.") },
        {
            "next_month_price_in_cents", static m => ref m.NextMonthPriceInCents,
            Computed.Number("The price of the next calendar month in US cents, rounded up: that of the tier, and for each day its part of the price of what is stored beyond the included storage. "
                + "A tier without overage always has its own price. Null if the API does not report enough.")
        },
        { "next_month_price_in_cents_low", static m => ref m.NextMonthPriceInCentsLow, Computed.Number("The same for the lowest likely growth.") },
        { "next_month_price_in_cents_high", static m => ref m.NextMonthPriceInCentsHigh, Computed.Number("The same for the highest likely growth.") },
    };

    public static ProjectionModel From(StorageProjection projection, DateOnly today) => new()
    {
        StoredBytes = projection.StoredBytes,
        AllowanceEndsAt = projection.DaysLeft is { } days ? ForecastValues.Midnight(today.AddDays((int)days)) : null,
        AllowanceDaysLeft = TfValue.Of(projection.DaysLeft),
        NextMonthBytes = projection.NextMonthBytes,
        NextMonthPriceInCents = TfValue.Of(projection.NextMonthCents.Expected),
        NextMonthPriceInCentsLow = TfValue.Of(projection.NextMonthCents.Low),
        NextMonthPriceInCentsHigh = TfValue.Of(projection.NextMonthCents.High),
    };
}

/// <summary>A count of the account's stored bytes.</summary>
internal sealed class SampleModel
{
    public TfValue<string> At;
    public TfValue<long> StoredBytes;

    /// <summary>The attributes of a sample that the configuration gives.</summary>
    public static AttributeSet<SampleModel> Inputs { get; } = new()
    {
        {
            "at", static m => ref m.At, new StringAttribute
            {
                Required = true,
                Description = "When the bytes were counted (RFC 3339).",
                Validators = [new Time()],
            }
        },
        {
            "stored_bytes", static m => ref m.StoredBytes, new Int64Attribute
            {
                Required = true,
                Description = "The number of bytes that all registries of the account stored.",
                Validators = [new AtLeast(0)],
            }
        },
    };

    /// <summary>The attributes of the sample that is read.</summary>
    public static AttributeSet<SampleModel> Outputs { get; } = new()
    {
        { "at", static m => ref m.At, Computed.Text("The hour in which the bytes were read (RFC 3339, UTC).") },
        { "stored_bytes", static m => ref m.StoredBytes, Computed.Number("The number of bytes that all registries of the account stored.") },
    };

    public static SampleModel From(StorageSample sample) => new() { At = Rfc3339.Format(sample.At), StoredBytes = sample.Bytes };

    public StorageSample ToSample() => new(Rfc3339.Parse(At.Value)!.Value, StoredBytes.Value);

    private sealed class Time : Validator<string>
    {
        public override string Description => "be a time such as 2026-03-01T00:00:00Z (RFC 3339)";

        public override void Validate(ValidatorRequest<string> request)
        {
            if (Rfc3339.Parse(request.Value) is null) request.Refuse("It is not a time in the format of RFC 3339, such as 2026-03-01T00:00:00Z.");
        }
    }
}

/// <summary>Values of the forecast as attributes show them.</summary>
internal static class ForecastValues
{
    public static string Midnight(DateOnly day) => Rfc3339.FormatSeconds(StorageWindow.StartOf(day));

    public static long Whole(double bytesPerDay) => long.CreateSaturating(Math.Round(bytesPerDay));

    public static ImmutableDictionary<string, TfValue<long>> ByDay(IEnumerable<KeyValuePair<DateOnly, long>> days) => days.ToImmutableDictionary(
        static day => day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), static day => TfValue<long>.Known(day.Value), StringComparer.Ordinal);
}
