using System.Diagnostics;
using System.Globalization;

namespace Planton.ProcessBenchmarks;

/// <summary>Instructions that a provider executes until its handshake line, counted by valgrind: unlike milliseconds, they do not depend on what else the machine does.</summary>
internal static class StartInstructions
{
    /// <summary>
    /// Most instructions of this provider's start, in millions. It takes some 29.2, 2.5 of them since there is a retention policy; a class of options in
    /// the container takes 3 more (design/0028), and an update of .NET may bring in one.
    /// </summary>
    public const double Budget = 31;

    private static readonly TimeSpan DumpTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Counts them, in millions. Null where valgrind is not installed.</summary>
    public static async Task<double?> CountAsync(string executable)
    {
        var folder = Directory.CreateTempSubdirectory("start");
        try
        {
            var dump = Path.Combine(folder.FullName, "callgrind");
            using var process = Process.Start(ProviderStart.Plugin("valgrind", "--tool=callgrind", $"--callgrind-out-file={dump}", executable))!;
            try
            {
                process.ErrorDataReceived += static (_, _) => { };
                process.BeginErrorReadLine();
                await process.StandardOutput.ReadLineAsync();
                return await DumpAsync(process.Id, $"{dump}.1");
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> DumpAsync(int process, string file)
    {
        var control = new ProcessStartInfo("callgrind_control", ["--dump", process.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var dumping = Process.Start(control)!;
        await dumping.StandardOutput.ReadToEndAsync();
        await dumping.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(DumpTimeout);
        while (true)
        {
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file, timeout.Token)).LastOrDefault(static line => line.StartsWith("totals:", StringComparison.Ordinal)) is { } totals)
                return double.Parse(totals["totals:".Length..], CultureInfo.InvariantCulture) / 1e6;
            await Task.Delay(TimeSpan.FromMilliseconds(100), timeout.Token);
        }
    }
}
