using System.Diagnostics;

namespace Planton.Docs;

/// <summary>The executable that a project becomes.</summary>
internal static class ProjectOutput
{
    /// <summary>Builds a project. Without the name of a target, a question for a property would build nothing.</summary>
    /// <returns>The assembly.</returns>
    public static async Task<string> BuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "--nologo", "--target:Build", "--getProperty:TargetPath"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = (await build.StandardOutput.ReadToEndAsync()).Trim();
        await build.WaitForExitAsync();
        return build.ExitCode == 0 && File.Exists(output) ? output : throw new DocsException($"{project} cannot be built:\n{output}");
    }
}
