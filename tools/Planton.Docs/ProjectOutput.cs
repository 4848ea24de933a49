using System.Diagnostics;

namespace Planton.Docs;

/// <summary>The executable that a project becomes.</summary>
internal static class ProjectOutput
{
    /// <summary>Builds a project. Without the name of a target, a question for a property would build nothing.</summary>
    /// <returns>The assembly.</returns>
    public static async Task<string> BuildAsync(string project)
    {
        // Processes that outlive the build would hold its output open.
        string[] arguments = ["build", project, "--nologo", "--target:Build", "--getProperty:TargetPath", "--nodeReuse:false", "--property:UseSharedCompilation=false"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = (await build.StandardOutput.ReadToEndAsync()).Trim();
        await build.WaitForExitAsync();
        return build.ExitCode == 0 && File.Exists(output) ? output : throw new DocsException($"{project} cannot be built:\n{output}");
    }
}
