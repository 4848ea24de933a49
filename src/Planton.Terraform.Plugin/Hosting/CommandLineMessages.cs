namespace Planton.Terraform.Plugin.Hosting;

/// <summary>What the executable says to a person who runs it.</summary>
internal static class CommandLineMessages
{
    public static string Version(PluginProcessOptions options) => $"{options.ExecutableName} {options.Version}\n{RuntimeVersions.Describe()}\n";

    public static string Help(PluginProcessOptions options) => $"""
        {options.ExecutableName} {options.Version}, the provider {options.SourceAddress}
        for Terraform and OpenTofu (plugin protocol {Handshake.ProtocolVersion}).

        Usage: {options.ExecutableName} [--debug | --version | --help]

          (none)      plugin mode: terraform or tofu starts the executable this way
          --debug     keep running and print how terraform or tofu can attach to this process
          --version   print the version
          --help      print this text

        Logs go to stderr when TF_LOG, TF_LOG_PROVIDER or {TfLogLevel.OwnVariable(options.TypeName)} names a level:
        TRACE, DEBUG, INFO, WARN, ERROR or OFF.

        """;

    public static string NotStartedByHost(PluginProcessOptions options) => $$"""
        This executable is a Terraform and OpenTofu provider, a plugin. It is started by terraform or tofu, not by hand.

        To use it, name it in a configuration and run "terraform init":

          terraform {
            required_providers {
              {{options.TypeName}} = { source = "{{ShortAddress(options.SourceAddress)}}" }
            }
          }

        To debug it, start it with --debug. All options: --help.

        """;

    public static string UnknownArguments(PluginProcessOptions options, string[] arguments)
        => $"{options.ExecutableName}: these arguments are not understood: {string.Join(' ', arguments)}\nAll options: --help.\n";

    public static string SchemaMistakes(PluginProcessOptions options, IReadOnlyList<string> mistakes)
        => $"{options.ExecutableName}: the schemas cannot be used as they are:\n{string.Concat(mistakes.Select(static mistake => $"  {mistake}\n"))}";

    /// <summary>A crash. The CLI takes a line that begins like this, and all plain lines after it, for the plugin's stack trace.</summary>
    public static string Panic(object exception)
        => exception is Exception e ? $"panic: {e.GetType()}: {e.Message}\n\n{e}\n" : $"panic: {exception}\n";

    private static string ShortAddress(string address)
        => address.Split('/') is [_, var @namespace, var type] ? $"{@namespace}/{type}" : address;
}
