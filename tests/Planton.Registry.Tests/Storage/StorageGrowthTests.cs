using Planton.Registry.Storage;

namespace Planton.Registry.Tests.Storage;

public sealed class StorageGrowthTests
{
    /// <summary>From 2026-05-22 to 2026-05-31.</summary>
    private static readonly StorageWindow Window = StorageWindow.Before(Given.Time("2026-06-01T10:00:00Z"), 10);

    [Theory]
    [InlineData("the whole window", "2026-01-01T00:00:00Z", 1000, 0, "2026-05-25T00:00:00Z", 100, 100)]
    [InlineData("no time of creation", null, 1000, 0, "2026-05-25T00:00:00Z", 100, 100)]
    [InlineData("a registry of four days", "2026-05-28T23:00:00Z", 1000, 0, "2026-05-25T00:00:00Z", 250, 250)]
    [InlineData("a registry of today", "2026-06-01T00:00:00Z", 1000, 0, "2026-05-25T00:00:00Z", 0, 0)]
    [InlineData("garbage collection in the window", "2026-01-01T00:00:00Z", 1000, 300, "2026-05-25T00:00:00Z", 70, 100)]
    [InlineData("garbage collection today", "2026-01-01T00:00:00Z", 1000, 300, "2026-06-01T09:00:00Z", 70, 100)]
    [InlineData("garbage collection before", "2026-01-01T00:00:00Z", 1000, 300, "2026-05-21T23:59:59Z", 100, 100)]
    [InlineData("more was freed than pushed", "2026-01-01T00:00:00Z", 1000, 3000, "2026-05-25T00:00:00Z", -200, 100)]
    public void Manifests_show_the_most_and_what_was_freed_the_least(string what, string? created, long pushed, long freed, string freedAt, double low, double high)
    {
        StoredRegistry registry = new("acme", Given.TimeOrNull(created), [], [], [new(Given.Time(freedAt), freed)]);

        var growth = StorageGrowth.ByManifests([(registry, pushed)], Window);

        Assert.True((StorageGrowth.Manifests, high, low, high) == (growth.Basis, growth.BytesPerDay, growth.Low, growth.High), $"{what}: {growth}");
    }

    [Fact]
    public void Registries_grow_each_by_its_own_days()
    {
        StoredRegistry old = new("old", CreatedAt: null, [], [], []), young = new("young", Given.Time("2026-05-30T00:00:00Z"), [], [], []);

        Assert.Equal(100 + 500, StorageGrowth.ByManifests([(old, 1000), (young, 1000)], Window).BytesPerDay);
        Assert.Equal(0, StorageGrowth.ByManifests([], Window).BytesPerDay);
    }

    [Theory]
    [InlineData("two", "22:1000 30:1800", 100, 0)]
    [InlineData("in any order", "30:1800 22:1000", 100, 0)]
    [InlineData("the same twice", "22:1000 22:1000 30:1800", 100, 0)]
    [InlineData("a line", "22:1000 24:1200 28:1600 30:1800", 100, 0)]
    [InlineData("less and less", "22:1800 30:1000", -100, 0)]
    [InlineData("those before the window do not count", "1:1000000 22:1000 30:1800", 100, 0)]
    [InlineData("pushes and collections in turn", "22:0 23:100 24:0 25:100 26:0", 0, 40)]
    public void Samples_show_the_line_that_fits_them_with_its_error(string what, string samples, double slope, double error)
    {
        var growth = StorageGrowth.BySamples(Samples(samples), Window);

        Assert.NotNull(growth);
        Assert.Equal(StorageGrowth.Samples, growth.Basis);
        Assert.True(Math.Abs(growth.BytesPerDay - slope) < 0.001, $"{what}: {growth}");
        Assert.Equal((slope - error, slope + error), (Math.Round(growth.Low, 4), Math.Round(growth.High, 4)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("22:1000")]
    [InlineData("22:1000 22:2000")]
    [InlineData("1:1000 22:1000")]
    [InlineData("22:1000 22.9:2000")]
    public void Less_than_a_day_shows_nothing(string samples) => Assert.Null(StorageGrowth.BySamples(Samples(samples), Window));

    /// <summary>Each is <c>day of May:bytes</c>.</summary>
    private static IEnumerable<StorageSample> Samples(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split(':'))
        .Select(static parts => new StorageSample(Given.Time("2026-04-30T00:00:00Z").AddDays(double.Parse(parts[0], null)), long.Parse(parts[1], null)));
}
