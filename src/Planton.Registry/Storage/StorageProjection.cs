using System.Runtime.InteropServices;

namespace Planton.Registry.Storage;

/// <summary>What a tier includes and costs a month; null where the service does not say.</summary>
/// <param name="AllowsOverage">Whether more can be stored than is included, at a price.</param>
/// <param name="PriceCents">The price of the tier.</param>
/// <param name="OverageCents">The price of each GiB beyond what is included.</param>
internal sealed record StorageTier(long? IncludedBytes, bool? AllowsOverage, long? PriceCents, long? OverageCents);

/// <summary>What a month costs; null where the service does not say enough.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PriceRange(long? Expected, long? Low, long? High);

/// <summary>What becomes of the stored bytes if they grow as before.</summary>
/// <param name="StoredBytes">The bytes to begin with.</param>
/// <param name="DaysLeft">The days until the tier's included storage is used up, 0 if it is; null if that is not in sight.</param>
/// <param name="NextMonthBytes">The bytes at the end of the next calendar month.</param>
/// <param name="NextMonthCents">The price of the next calendar month.</param>
internal sealed record StorageProjection(long StoredBytes, long? DaysLeft, long NextMonthBytes, PriceRange NextMonthCents)
{
    private const double Gibibyte = 1L << 30;

    // Nobody plans for longer, and a date beyond the calendar could not be written.
    private const double MaxDays = 36_500;

    public static StorageProjection Of(long storedBytes, StorageGrowth growth, StorageTier tier, DateOnly today)
    {
        var month = Month.After(today);
        return new(
            storedBytes,
            DaysUntilFull(storedBytes, growth.BytesPerDay, tier.IncludedBytes),
            long.CreateSaturating(month.BytesAfter(month.Days, storedBytes, growth.BytesPerDay)),
            new(Price(growth.BytesPerDay), Price(growth.Low), Price(growth.High)));

        long? Price(double bytesPerDay) => PriceOf(month, storedBytes, bytesPerDay, tier);
    }

    private static long? DaysUntilFull(long storedBytes, double bytesPerDay, long? includedBytes)
    {
        if (includedBytes is not { } included) return null;
        if (storedBytes >= included) return 0;
        return bytesPerDay > 0 && (included - storedBytes) / bytesPerDay is < MaxDays and var days ? (long)days : null;
    }

    /// <summary>The tier's price and that of each day's storage beyond what is included, which is charged at the end of the day for its part of the month.</summary>
    private static long? PriceOf(Month month, long storedBytes, double bytesPerDay, StorageTier tier)
    {
        if (tier is not { IncludedBytes: { } included, PriceCents: { } price }) return null;
        if (tier.AllowsOverage == false) return price;

        var beyond = Enumerable.Range(1, month.Days).Sum(day => Math.Max(0, month.BytesAfter(day, storedBytes, bytesPerDay) - included)) / Gibibyte / month.Days;
        if (beyond == 0) return price;
        return tier.OverageCents is { } overage ? long.CreateSaturating(price + Math.Ceiling(beyond * overage)) : null;
    }

    /// <summary>A calendar month that lies ahead.</summary>
    /// <param name="DaysAhead">The days until it begins.</param>
    /// <param name="Days">The days that it has.</param>
    private sealed record Month(int DaysAhead, int Days)
    {
        public static Month After(DateOnly today)
        {
            var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1);
            return new(first.DayNumber - today.DayNumber, DateTime.DaysInMonth(first.Year, first.Month));
        }

        /// <summary>What is stored at the end of one of its days, the first being 1.</summary>
        public double BytesAfter(int day, long storedBytes, double bytesPerDay) => Math.Max(0, storedBytes + (bytesPerDay * (DaysAhead + day)));
    }
}
