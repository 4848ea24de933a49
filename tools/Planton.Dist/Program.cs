using System.Globalization;
using Planton.Dist;

// Usage: Planton.Dist archive VERSION PLATFORM EXECUTABLE, or Planton.Dist seal VERSION; in the repository's root. SOURCE_DATE_EPOCH is the time of
// the commit in seconds: the only time that goes into a release.
try
{
    switch (args)
    {
        case ["archive", var version, var platform, var executable]:
            var time = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH")
                ?? throw new ReleaseException("SOURCE_DATE_EPOCH is not set, so the archive would have no time. Use build/dist.sh, which sets it.");
            var release = new Release(Directory.GetCurrentDirectory(), version, DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, CultureInfo.InvariantCulture)));
            Console.WriteLine(release.Pack(platform, executable));
            return 0;
        case ["seal", var version]:
            Console.WriteLine(new Release(Directory.GetCurrentDirectory(), version, DateTimeOffset.UnixEpoch).Seal());
            return 0;
        default:
            await Console.Error.WriteLineAsync("Usage: Planton.Dist archive VERSION PLATFORM EXECUTABLE | Planton.Dist seal VERSION");
            return 2;
    }
}
catch (ReleaseException problem)
{
    await Console.Error.WriteLineAsync($"dist: {problem.Message}");
    return 1;
}
