using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>
/// The C library of another release of this machine's distribution, with the modules for names that its packages bring: taken from where this machine
/// takes its packages, and kept under <c>artifacts/</c>.
/// </summary>
internal static class Distribution
{
    private const string Keys = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private static readonly string[] Packages =
        ["libc6", "libcap2", "libgcc-s1", "libnss-mdns", "libnss-myhostname", "libnss-mymachines", "libnss-resolve", "libnss-sss", "libnss-systemd"];

    /// <summary>The folder that a release is unpacked in, or why there is none.</summary>
    public static (string? Folder, string Reason) Of(string release)
    {
        if (!File.Exists(Keys)) return (null, "This machine is no Debian, whose releases these are.");
        var folder = Path.Combine(Tools.RepositoryRoot, "artifacts/distributions", release);
        if (Directory.Exists(folder)) return (folder, string.Empty);
        if (Source() is not { } source) return (null, "No source of apt names the release of this machine.");

        // Beside it until it is whole, so that what was interrupted is not taken for it.
        var made = Directory.CreateDirectory($"{folder}.part-{Environment.ProcessId}").FullName;
        var problem = Fetch(made, $"deb [signed-by={Keys}] {source} {release} main\n", release) ?? Unpack(made);
        if (problem is null) Directory.Move(Path.Combine(made, "root"), folder);
        Directory.Delete(made, recursive: true);
        return problem is null ? (folder, string.Empty) : (null, $"The packages of {release} cannot be had: {problem}");
    }

    /// <summary>Where the packages of this machine's own release come from.</summary>
    private static string? Source()
    {
        var name = File.ReadLines("/etc/os-release").FirstOrDefault(static line => line.StartsWith("VERSION_CODENAME=", StringComparison.Ordinal))?.Split('=')[1].Trim('"');
        return Run("/", "apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)", "Created-By: Packages").Output
            .Split('\n').Select(static line => line.Split(' ')).FirstOrDefault(words => words[0] == name)?[1];
    }

    private static string? Fetch(string folder, string source, string release)
    {
        foreach (var needed in (string[])["state/lists/partial", "cache/archives/partial", "packages"]) Directory.CreateDirectory(Path.Combine(folder, needed));
        File.WriteAllText(Path.Combine(folder, "sources.list"), source);
        string[] options =
        [
            "-o", $"Dir::Etc::sourcelist={folder}/sources.list", "-o", "Dir::Etc::sourceparts=/dev/null", "-o", $"Dir::State={folder}/state", "-o", $"Dir::Cache={folder}/cache",
            "-o", "APT::Sandbox::User=root", "-o", "Acquire::Languages=none", "-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false", "-o", "Acquire::http::Timeout=20",
        ];
        var listed = Run(folder, "apt-get", [.. options, "-o", "APT::Update::Error-Mode=any", "update"]);
        if (listed.ExitCode != 0) return listed.Error;
        var fetched = Run(Path.Combine(folder, "packages"), "apt-get", [.. options, "download", .. Packages.Select(package => $"{package}/{release}")]);
        return fetched.ExitCode == 0 ? null : fetched.Error;
    }

    private static string? Unpack(string folder)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        foreach (var package in Directory.EnumerateFiles(Path.Combine(folder, "packages"), "*.deb"))
        {
            if (Run(folder, "dpkg-deb", "-x", package, root) is { ExitCode: not 0 } failed) return failed.Error;
        }

        // Newer releases have these as links, which come with no package of a library.
        foreach (var merged in (string[])["lib", "lib64"])
        {
            if (!Path.Exists(Path.Combine(root, merged))) File.CreateSymbolicLink(Path.Combine(root, merged), $"usr/{merged}");
        }

        return null;
    }

    private static (int ExitCode, string Output, string Error) Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
