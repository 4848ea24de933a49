using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Planton.Acceptance.Harness;

/// <summary>Which version a CLI has, for the tests of what only newer ones can do.</summary>
internal static class CliVersion
{
    private static readonly ConcurrentDictionary<Engine, Version> Known = new();

    /// <summary>Skips a test whose CLI is too old. <c>make test-newest</c>, which is there for these tests, takes a skipped one for a failure.</summary>
    public static void Require(Engine engine, int major, int minor)
    {
        var version = Known.GetOrAdd(engine, Read);
        Assert.SkipUnless(version >= new Version(major, minor), $"This needs {engine} {major}.{minor}, and {Tools.PathOf(engine)} is {version}. Name a newer one: {(engine == Engine.Terraform ? "TERRAFORM" : "TOFU")}=/path make test-newest");
    }

    /// <summary>Without what follows a hyphen, as in 1.16.0-rc2.</summary>
    private static Version Read(Engine engine)
    {
        var start = new ProcessStartInfo(Tools.PathOf(engine), ["version", "-json"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{start.FileName} does not say its version: {errors.Result}");
        return Version.Parse(JsonDocument.Parse(output).RootElement.GetProperty("terraform_version").GetString()!.Split('-')[0]);
    }
}
