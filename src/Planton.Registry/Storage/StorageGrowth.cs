namespace Planton.Registry.Storage;

/// <summary>How fast the storage of an account grows, in bytes a day.</summary>
/// <param name="Basis">What it was measured by, <see cref="Manifests"/> or <see cref="Samples"/>.</param>
/// <param name="Low">The least that the basis allows.</param>
/// <param name="High">The most that the basis allows.</param>
internal sealed record StorageGrowth(string Basis, double BytesPerDay, double Low, double High)
{
    /// <summary>By the times of the manifests that are still stored.</summary>
    public const string Manifests = "manifests";

    /// <summary>By earlier measurements of the stored bytes.</summary>
    public const string Samples = "samples";

    // About 95 percent of what chance allows.
    private const double StandardErrors = 2;

    /// <summary>
    /// The growth that the manifests show. What was deleted is not among them, so the estimate is the highest that is possible: all that was freed in the
    /// window may have been stored before it, and is then lost from the growth. That is the least.
    /// </summary>
    public static StorageGrowth ByManifests(IEnumerable<(StoredRegistry Registry, long PushedBytes)> registries, StorageWindow window)
    {
        var (low, high) = (0.0, 0.0);
        foreach (var (registry, pushed) in registries)
        {
            var days = window.DaysSince(registry.CreatedAt);
            if (days == 0) continue;

            var freed = registry.Freed.Where(run => StorageWindow.DayOf(run.At) >= window.Start).Sum(static run => (double)run.Bytes);
            high += pushed / (double)days;
            low += (pushed - freed) / days;
        }

        return new(Manifests, high, low, high);
    }

    /// <summary>The growth that measurements show: the line that fits them best. Null if those in the window are less than a day apart.</summary>
    public static StorageGrowth? BySamples(IEnumerable<StorageSample> samples, StorageWindow window)
    {
        var points = samples.Where(sample => StorageWindow.DayOf(sample.At) >= window.Start)
            .DistinctBy(static sample => sample.At).OrderBy(static sample => sample.At)
            .Select(sample => (X: (sample.At - StorageWindow.StartOf(window.Start)).TotalDays, Y: (double)sample.Bytes)).ToList();
        if (points.Count < 2 || points[^1].X - points[0].X < 1) return null;

        var (centerX, centerY) = (points.Average(static point => point.X), points.Average(static point => point.Y));
        var spread = points.Sum(point => Square(point.X - centerX));
        var slope = points.Sum(point => (point.X - centerX) * (point.Y - centerY)) / spread;
        var residue = points.Sum(point => Square(point.Y - centerY - (slope * (point.X - centerX))));
        var error = points.Count == 2 ? 0 : StandardErrors * Math.Sqrt(residue / (points.Count - 2) / spread);
        return new(Samples, slope, slope - error, slope + error);
    }

    private static double Square(double value) => value * value;
}
