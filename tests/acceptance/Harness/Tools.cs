using System.Runtime.InteropServices;

namespace Planton.Acceptance.Harness;

/// <summary>A CLI that starts the provider.</summary>
public enum Engine
{
    Terraform,
    OpenTofu,
}

/// <summary>Finds what the tests drive. What is missing is an error that says how to get it, never a skip.</summary>
internal static class Tools
{
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The published provider: <c>PLANTON_PROVIDER</c>, or where <c>make publish</c> puts it.</summary>
    public static string Provider { get; } = Existing(
        Environment.GetEnvironmentVariable("PLANTON_PROVIDER")
            ?? Path.Combine(RepositoryRoot, "artifacts/publish/TerraformProviderPlanton/release/terraform-provider-planton"),
        "The published provider is missing. Run: make publish");

    /// <summary>What stands in for the official DigitalOcean provider; built with the tests.</summary>
    public static string OfficialProvider => Existing(
        AppContext.BaseDirectory.Replace("/Planton.Acceptance/", "/Planton.Acceptance.OfficialProvider/", StringComparison.Ordinal) + "terraform-provider-digitalocean",
        "The stand-in for the official provider is missing. Build the whole solution.");

    /// <summary>The sample provider of the framework, built against its package.</summary>
    public static string SampleProvider => Existing(
        Path.Combine(RepositoryRoot, "artifacts/sample/bin/terraform-provider-notes"), "The sample provider is missing. Run: build/package.sh");

    /// <summary>The CLI that <c>TERRAFORM</c> or <c>TOFU</c> names, to test with another version than the one that is installed.</summary>
    public static string PathOf(Engine engine) => engine switch
    {
        Engine.Terraform => Named("TERRAFORM") ?? OnPath("terraform", "Terraform is not on the PATH. Install it: https://developer.hashicorp.com/terraform/install"),
        Engine.OpenTofu => Named("TOFU") ?? OpenTofu(),
        _ => throw new ArgumentOutOfRangeException(nameof(engine)),
    };

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path
        ? Existing(path, $"{variable} names a CLI that is not there.")
        : null;

    private static string OpenTofu()
    {
        var installed = Path.Combine(RepositoryRoot, "artifacts/tools/tofu");
        return File.Exists(installed) ? installed : OnPath("tofu", "OpenTofu is missing. Run: make setup");
    }

    private static string OnPath(string name, string missing) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException(missing);

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
