using Planton.Terraform.Plugin.Server;
using ProviderOfPlugin = Planton.Terraform.Plugin.Providers.Provider;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Runs a provider as the plugin process that Terraform and OpenTofu start.</summary>
public static class PluginHost
{
    /// <summary>Serves a provider until the CLI, a signal or an error ends the process.</summary>
    /// <param name="sourceAddress">The provider's source address in full, such as <c>registry.terraform.io/example/notes</c>.</param>
    /// <param name="version">The provider's version, without a leading <c>v</c>.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="args">The command line without the executable: none when the CLI starts it, <c>--debug</c>, <c>--version</c> or <c>--help</c>.</param>
    /// <returns>The exit code: 0 after an orderly end, 1 when the process could not start, 2 after a crash or a wrong argument.</returns>
    public static Task<int> RunAsync(string sourceAddress, string version, ProviderOfPlugin provider, string[] args)
    {
        EnsureHome();
        var environment = PluginEnvironment.OfThisProcess();
        var options = new PluginProcessOptions(sourceAddress, sourceAddress[(sourceAddress.LastIndexOf('/') + 1)..], version) { FindSchemaMistakes = provider.FindSchemaMistakes };
#pragma warning disable CA2000 // The service lives as long as the process.
        return PluginProcess.RunAsync(
            options, args, loggers => new ProviderServer(provider, sourceAddress, loggers, environment.Time), environment, CancellationToken.None);
#pragma warning restore CA2000
    }

    /// <summary>
    /// .NET looks for certificates of the user under the home folder, also where none are wanted. Where neither HOME nor /etc/passwd tells it,
    /// as in an empty container, every TLS handshake would fail.
    /// </summary>
    private static void EnsureHome()
    {
        if (!OperatingSystem.IsWindows() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME"))) Environment.SetEnvironmentVariable("HOME", "/");
    }
}
