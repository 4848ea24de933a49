using System.Runtime.InteropServices;

namespace Planton.Acceptance.Harness;

/// <summary>Finds what the tests drive. What is missing is an error that says how to get it, never a skip.</summary>
internal static class Tools
{
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The published provider: <c>PLANTON_PROVIDER</c>, or where <c>make publish</c> puts it.</summary>
    public static string Provider => Existing(
        Environment.GetEnvironmentVariable("PLANTON_PROVIDER")
            ?? Path.Combine(RepositoryRoot, "artifacts/publish/TerraformProviderPlanton/release/terraform-provider-planton"),
        "The published provider is missing. Run: make publish");

    /// <summary>What stands in for the official DigitalOcean provider; built with the tests.</summary>
    public static string OfficialProvider => Existing(
        AppContext.BaseDirectory.Replace("/Planton.Acceptance/", "/Planton.Acceptance.OfficialProvider/", StringComparison.Ordinal) + "terraform-provider-digitalocean",
        "The stand-in for the official provider is missing. Build the whole solution.");

    /// <summary>A provider with what this repository's own does not need; built with the tests.</summary>
    public static string AuthorsProvider => Existing(
        AppContext.BaseDirectory.Replace("/Planton.Acceptance/", "/Planton.Acceptance.AuthorsProvider/", StringComparison.Ordinal) + "terraform-provider-post",
        "The author's provider is missing. Build the whole solution.");

    /// <summary>The sample provider of the framework, built against its package.</summary>
    public static string SampleProvider => Existing(
        Path.Combine(RepositoryRoot, "artifacts/sample/bin/terraform-provider-notes"), "The sample provider is missing. Run: build/package.sh");

    /// <summary>The folder of the packed packages.</summary>
    public static string Packages => Path.GetDirectoryName(Existing(Path.Combine(RepositoryRoot, "artifacts/packages/NuGet.config"), "The packages are missing. Run: build/package.sh"))!;

    /// <summary>The CLI that <see cref="Engines"/> finds; an OpenTofu that nobody names is the one that <c>make setup</c> installs.</summary>
    public static string PathOf(Engine engine)
    {
        var installed = Path.Combine(RepositoryRoot, "artifacts/tools/tofu");
        var isNamed = Environment.GetEnvironmentVariable("TOFU") is { Length: > 0 };
        return engine == Engine.OpenTofu && !isNamed && File.Exists(installed) ? installed : Engines.PathOf(engine);
    }

    private static string Existing(string path, string missing) => File.Exists(path) ? path : throw new InvalidOperationException($"{missing} (looked for {path})");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Provider.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Provider.sln was not found above the test's folder.");
    }

    public static string Platform => $"linux_{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";
}
