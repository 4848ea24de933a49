using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>A signing key as a release has one, in a folder of its own, which is removed with it.</summary>
internal sealed class ReleaseKey : IDisposable
{
    public ReleaseKey()
    {
        Home = Directory.CreateTempSubdirectory("planton-gpg-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Run("--passphrase", "", "--quick-generate-key", "The tests <tests@example.com>", "rsa2048", "sign", "never");
        Id = Run("--list-keys", "--with-colons").Split('\n').First(static line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9][^16..];
        PublicKey = Run("--armor", "--export", Id);
    }

    /// <summary>What GNUPGHOME is to name.</summary>
    public string Home { get; }

    public string Id { get; }

    /// <summary>What a registry publishes.</summary>
    public string PublicKey { get; }

    /// <summary>Signs the checksums of a release, as build/dist.sh does.</summary>
    public void Sign(string sums) => Run("--yes", "--local-user", Id, "--output", $"{sums}.sig", "--detach-sign", sums);

    public void Dispose()
    {
        // Its agent watches the folder, and ends when that is gone.
        Directory.Delete(Home, recursive: true);
    }

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("gpg", ["--batch", "--homedir", Home, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("gpg did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"gpg {string.Join(' ', arguments)} failed: {errors.Result}");
    }
}
