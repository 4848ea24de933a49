using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>The compiler that a static executable was linked with.</summary>
internal static class Compiler
{
    /// <summary>Makes a file of a source in C.</summary>
    public static void Compile(string source, string file, params string[] arguments)
    {
        var text = $"{file}.c";
        File.WriteAllText(text, source);
        Ask([text, "-o", file, .. arguments]);
        File.Delete(text);
    }

    public static string Ask(params string[] arguments)
    {
        using var gcc = Process.Start(new ProcessStartInfo("gcc", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = gcc.StandardError.ReadToEndAsync();
        var answer = gcc.StandardOutput.ReadToEnd().Trim();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, errors.Result);
        return answer;
    }
}
