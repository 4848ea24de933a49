namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>A CLI that starts providers.</summary>
public enum Engine
{
    /// <summary>HashiCorp's Terraform.</summary>
    Terraform,

    /// <summary>OpenTofu.</summary>
    OpenTofu,
}

/// <summary>Finds the CLIs.</summary>
public static class Engines
{
    /// <summary>
    /// The executable that the variable <c>TERRAFORM</c> or <c>TOFU</c> names, to test with another version than the installed one, else the one on
    /// the PATH.
    /// </summary>
    /// <exception cref="CliException">There is none. A missing CLI fails a test, so that nobody takes a skipped one for a passed one.</exception>
    public static string PathOf(Engine engine) => TryFind(engine) ?? throw new CliException(engine switch
    {
        Engine.Terraform => "terraform is not on the PATH. Install it (https://developer.hashicorp.com/terraform/install), or name it in the variable TERRAFORM.",
        _ => "tofu is not on the PATH. Install it (https://opentofu.org/docs/intro/install), or name it in the variable TOFU.",
    });

    /// <summary>As <see cref="PathOf"/>; null when there is none.</summary>
    public static string? TryFind(Engine engine)
    {
        var (variable, name) = engine switch
        {
            Engine.Terraform => ("TERRAFORM", "terraform"),
            Engine.OpenTofu => ("TOFU", "tofu"),
            _ => throw new ArgumentOutOfRangeException(nameof(engine)),
        };
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } named) { return OnPath(name); }

        return File.Exists(named) ? named : throw new CliException($"{variable} names a CLI that is not there: {named}");
    }

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
        .FirstOrDefault(File.Exists);
}
