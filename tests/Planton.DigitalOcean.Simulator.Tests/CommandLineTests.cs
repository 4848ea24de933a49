using System.Diagnostics;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class CommandLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 5, 5, 5, 5, TimeSpan.Zero);

    [Fact]
    public void The_defaults_are_those_of_a_real_service()
    {
        var options = CommandLine.Parse([], Now)!;
        Assert.Equal((0, 1.0, Now, RateLimits.Documented), (options.Port, options.Speed, options.StartTime, options.RateLimits));
    }

    [Fact]
    public void All_options_are_read()
    {
        var options = CommandLine.Parse(["--port", "4010", "--speed", "60", "--start", "2026-01-01T00:00:00Z", "--random-seed", "9", "--no-rate-limit"], Now)!;
        Assert.Equal((4010, 60.0, 9), (options.Port, options.Speed, options.RandomSeed));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), options.StartTime);
        Assert.Null(options.RateLimits);
    }

    [Theory]
    [InlineData(3.0, "--minute", "3")]
    [InlineData(0.5, "--minute", "0.5", "--speed", "60")]
    [InlineData(null, "--minute", "3", "--no-rate-limit")]
    [InlineData(null, "--no-rate-limit", "--minute", "3")]
    public void The_minute_of_the_rate_limits_can_be_shorter(double? seconds, params string[] arguments) =>
        Assert.Equal(seconds is { } known ? RateLimits.Documented with { Minute = TimeSpan.FromSeconds(known) } : null, CommandLine.Parse(arguments, Now)!.RateLimits);

    [Theory]
    [InlineData("--minute", "0")]
    [InlineData("--port")]
    [InlineData("--port", "70000")]
    [InlineData("--speed", "-1")]
    [InlineData("--speed", "fast")]
    [InlineData("--start", "yesterday")]
    [InlineData("--nonsense", "1")]
    public void What_is_wrong_is_named(params string[] arguments) =>
        Assert.StartsWith(arguments[0], Assert.Throws<FormatException>(() => CommandLine.Parse(arguments, Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Help_wins() => Assert.Null(CommandLine.Parse(["--port", "1", "--help"], Now));

    [Fact]
    public async Task The_executable_prints_its_URL_and_heeds_nothing_around_it()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), """{"Urls":"http://0.0.0.0:1","Kestrel":{"Endpoints":{"A":{"Url":"http://0.0.0.0:1"}}}}""", TestContext.Current.CancellationToken);
        var seed = Path.Combine(folder.FullName, "seed.json");
        await File.WriteAllTextAsync(seed, """{"registries":[{"name":"seeded"}]}""", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", [typeof(SimulatorHost).Assembly.Location, "--speed", "0", "--seed", seed])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://0.0.0.0:1";
        start.Environment["ASPNETCORE_HTTP_PORTS"] = "1";
        start.Environment["DOTNET_URLS"] = "http://0.0.0.0:1";
        using var process = Process.Start(start)!;
        try
        {
            var url = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches(@"^http://127\.0\.0\.1:\d+$", url);
            using var client = new HttpClient();
            Assert.Contains("seeded", await client.GetStringAsync(url + "/_simulator/state", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            folder.Delete(recursive: true);
        }
    }
}
