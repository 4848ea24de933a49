using System.Globalization;
using Planton.Registry.Images;
using Planton.Registry.Storage;

namespace Planton.Registry.Tests.Storage;

public sealed class StorageForecastTests
{
    private static readonly DateTimeOffset Now = Given.Time("2026-06-01T10:00:00Z");

    [Theory]
    [InlineData("each arrives on its day", "web 3 ab, web 2 c", "web 05-29:11 web 05-30:100")]
    [InlineData("a blob arrives once, with the first that needs it", "web 2 ab, api 3 a", "api 05-29:1 web 05-30:10")]
    [InlineData("and not again with an image that shares it", "web 40 a, web 2 ab", "web 05-30:10")]
    [InlineData("what arrived before the window is left out", "web 31 a, web 32 b", "web 05-01:1")]
    [InlineData("what arrived today is left out", "web 0 a", "")]
    [InlineData("what has no time is left out", "web - a, web 2 b", "web 05-30:10")]
    [InlineData("unless another image has it too", "web - a, web 2 a", "web 05-30:1")]
    [InlineData("an index does not count beside what it points to", "web 2 a, web 2 .", "web 05-30:1")]
    public void Bytes_count_for_the_day_on_which_they_arrived(string what, string manifests, string days)
    {
        var forecast = Forecast(Registry("acme", manifests));

        var found = forecast.Repositories.SelectMany(static repository =>
            repository.PushedBytes.Select(day => $"{repository.Name} {day.Key.ToString("MM-dd", CultureInfo.InvariantCulture)}:{day.Value}"));
        Assert.Equal((what, days), (what, string.Join(' ', found)));
        Assert.Equal(forecast.BytesByDay.Sum(static day => day.Value) / 31.0, forecast.Growth.BytesPerDay, 6);
    }

    [Fact]
    public void A_repository_has_what_its_manifests_need_and_the_registry_everything_once()
    {
        var forecast = Forecast(Registry("acme", "web 3 ab, api 2 ac, api 1 b"));

        Assert.Equal([("acme", "api", 111L), ("acme", "empty", 0L), ("acme", "web", 11L)], forecast.Repositories.Select(static one => (one.Registry, one.Name, one.Bytes)));
        Assert.Equal(111, forecast.BytesByDay.Sum(static day => day.Value));
    }

    [Fact]
    public void Each_registry_stores_a_blob_for_itself()
    {
        var forecast = Forecast(Registry("acme", "web 3 a"), Registry("beta", "web 3 a"));

        Assert.Equal([KeyValuePair.Create(new DateOnly(2026, 5, 29), 2L)], forecast.BytesByDay);
    }

    [Fact]
    public void What_only_untagged_manifests_need_is_gone_after_a_collection()
    {
        var forecast = Forecast(Registry("acme", "web 3 ab, !web 2 ac, !api 2 c"));

        Assert.Equal((100L, 1000L, 900L), (forecast.ReclaimableBytes, forecast.AsIs.StoredBytes, forecast.Collected.StoredBytes));
        Assert.Equal([("api", 100L), ("empty", 0L), ("web", 100L)], forecast.Repositories.Select(static one => (one.Name, one.ReclaimableBytes)));
    }

    [Fact]
    public void More_cannot_be_freed_than_is_stored() =>
        Assert.Equal(0, Evaluate([], stored: 50, Registry("acme", "!web 2 c")).Collected.StoredBytes);

    [Fact]
    public void Samples_are_preferred_if_they_cover_a_day()
    {
        var registry = Registry("acme", "web 3 c");

        Assert.Equal(("samples", 50.0), Basis(Evaluate([new(Now.AddDays(-2), 900)], 1000, registry)));
        Assert.Equal("manifests", Basis(Evaluate([new(Now.AddHours(-5), 900)], 1000, registry)).Basis);
        Assert.Equal("manifests", Basis(Evaluate([new(Now.AddDays(-90), 900)], 1000, registry)).Basis);
    }

    [Fact]
    public void A_sample_that_is_not_older_than_the_present_count_is_ignored() =>
        Assert.Equal(("samples", 50.0), Basis(Evaluate([new(Now.AddDays(-2), 900), new(Now, 5), new(Now.AddDays(3), 7)], 1000)));

    [Fact]
    public void An_account_without_images_has_a_forecast_too()
    {
        var forecast = Evaluate([], stored: 0);

        Assert.Empty(forecast.Repositories);
        Assert.Equal((0.0, null, 500L), (forecast.Growth.BytesPerDay, forecast.AsIs.DaysLeft, forecast.AsIs.NextMonthCents.Expected));
    }

    private static (string Basis, double BytesPerDay) Basis(StorageForecast forecast) => (forecast.Growth.Basis, Math.Round(forecast.Growth.BytesPerDay, 6));

    private static StorageForecast Forecast(params StoredRegistry[] registries) => Evaluate([], 1000, registries);

    private static StorageForecast Evaluate(IReadOnlyList<StorageSample> samples, long stored, params StoredRegistry[] registries) => StorageForecast.Of(new()
    {
        Now = Now,
        WindowDays = 31,
        Registries = registries,
        Stored = new(Now, stored),
        Samples = samples,
        Tier = new(5000, AllowsOverage: true, PriceCents: 500, OverageCents: 2),
    });

    /// <summary>
    /// Manifests, each <c>repository days blobs</c>: the days are those since its push, or <c>-</c>; blob <c>a</c> has one byte, <c>b</c> ten, <c>c</c> a
    /// hundred, and <c>.</c> stands for an index, whose blobs are not listed. One that begins with <c>!</c> has no tag.
    /// </summary>
    private static StoredRegistry Registry(string name, string text)
    {
        ImageManifest[] manifests = [.. text.Split(", ").Select(static (one, number) => Manifest(one.Split(' '), number))];
        return new(name, CreatedAt: null, [.. manifests.Select(static manifest => manifest.Repository).Append("empty").Distinct().Order(StringComparer.Ordinal)], manifests, []);
    }

    private static ImageManifest Manifest(string[] words, int number)
    {
        var blobs = words[2].Where(static letter => letter != '.').Select(static letter => new ImageBlob($"blob {letter}", (long)Math.Pow(10, letter - 'a')));
        var pushed = words[1] == "-" ? (DateTimeOffset?)null : Now.AddDays(-int.Parse(words[1], CultureInfo.InvariantCulture));
        return ImageManifest.Listed(words[0].TrimStart('!'), $"manifest {number}", words[0].StartsWith('!') ? [] : ["tag"], [.. blobs], sizeBytes: 7, pushed);
    }
}
