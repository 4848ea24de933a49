using Planton.Registry.Storage;

namespace Planton.Registry.Tests.Storage;

public sealed class StorageProjectionTests
{
    private const long Gibibyte = 1L << 30;

    /// <summary>Ten days before a month of thirty days.</summary>
    private static readonly DateOnly Today = new(2026, 5, 22);

    private static readonly StorageTier Basic = new(5 * Gibibyte, AllowsOverage: true, PriceCents: 500, OverageCents: 2);

    [Theory]
    [InlineData("nothing grows", 1, 0, null)]
    [InlineData("it shrinks", 1, -1, null)]
    [InlineData("it grows", 1, 1, 4L)]
    [InlineData("a day has begun", 1, 0.9, 4L)]
    [InlineData("it is full", 5, 0, 0L)]
    [InlineData("it is more than full and shrinks", 7, -1, 0L)]
    [InlineData("far away", 1, 0.0002, 20000L)]
    [InlineData("out of sight", 1, 0.0001, null)]
    public void The_allowance_ends_when_growth_has_used_it_up(string what, double stored, double growth, long? days) =>
        Assert.True(days == Project(stored, growth).DaysLeft, what);

    // 2 cents for a gibibyte; in June, the first day ends eleven days from now and the last forty.
    [Theory]
    [InlineData("within the allowance", 1, 0, 500)]
    [InlineData("just full", 5, 0, 500)]
    [InlineData("ten more all month", 15, 0, 520)]
    [InlineData("a part of a cent counts as one", 5.1, 0, 501)]
    [InlineData("growing past it: 7 + 8 + ... + 36 gibibytes, each for a day of thirty", 1, 1, 543)]
    [InlineData("shrinking below it: 4 + 3 + 2 + 1 gibibytes, each for a day of thirty", 20, -1, 501)]
    [InlineData("shrinking to nothing", 7, -1, 500)]
    public void Each_day_beyond_the_allowance_costs_its_part_of_the_month(string what, double stored, double growth, long cents) =>
        Assert.Equal((what, cents), (what, Project(stored, growth).NextMonthCents.Expected));

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0.5, 21)]
    [InlineData(7, -1, 0)]
    public void The_next_month_ends_with_what_has_grown_until_then(double stored, double growth, double bytes) =>
        Assert.Equal((long)(bytes * Gibibyte), Project(stored, growth).NextMonthBytes);

    [Theory]
    [InlineData(2026, 1, 31, 29)]
    [InlineData(2028, 1, 1, 60)]
    [InlineData(2026, 12, 15, 48)]
    public void The_next_month_is_that_of_the_calendar(int year, int month, int day, int days) =>
        Assert.Equal(days, StorageProjection.Of(0, Growth(1, 1, 1), Basic, new(year, month, day)).NextMonthBytes);

    [Fact]
    public void The_error_of_the_growth_is_that_of_the_price()
    {
        var price = StorageProjection.Of(15 * Gibibyte, Growth(0, -Gibibyte, Gibibyte), Basic, Today).NextMonthCents;

        Assert.Equal(new PriceRange(520, 500, 571), price);
    }

    [Theory]
    [InlineData(5L, true, 500L, 2L, 520L)]
    [InlineData(5L, null, 500L, 2L, 520L)]
    [InlineData(5L, false, 0L, null, 0L)]
    [InlineData(5L, true, 500L, null, null)]
    [InlineData(20L, true, 500L, null, 500L)]
    [InlineData(5L, true, null, 2L, null)]
    [InlineData(null, true, 500L, 2L, null)]
    public void What_the_service_does_not_say_is_not_made_up(long? included, bool? overage, long? price, long? overagePrice, long? cents)
    {
        var projection = StorageProjection.Of(15 * Gibibyte, Growth(0, 0, 0), new(included * Gibibyte, overage, price, overagePrice), Today);

        Assert.Equal(cents, projection.NextMonthCents.Expected);
        Assert.Equal(included is null or 20L ? null : 0L, projection.DaysLeft);
    }

    [Fact]
    public void Sizes_beyond_all_numbers_are_no_failure()
    {
        var projection = StorageProjection.Of(long.MaxValue, Growth(1e30, 0, 1e30), Basic, Today);

        Assert.Equal((long.MaxValue, long.MaxValue), (projection.NextMonthBytes, projection.NextMonthCents.High));
    }

    private static StorageProjection Project(double stored, double growth) =>
        StorageProjection.Of((long)(stored * Gibibyte), Growth(growth * Gibibyte, growth * Gibibyte, growth * Gibibyte), Basic, Today);

    private static StorageGrowth Growth(double expected, double low, double high) => new(StorageGrowth.Manifests, expected, low, high);
}
