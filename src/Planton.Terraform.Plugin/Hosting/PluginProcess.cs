using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>A provider executable from its first argument to its exit code.</summary>
internal static class PluginProcess
{
    private const int Success = 0;
    private const int CannotStart = 1;
    private const int Crashed = 2; // As a Go program that panics, or finds a wrong argument.

    /// <summary>Runs the process until the host, a signal or the token ends it.</summary>
    /// <param name="options">Who the provider is.</param>
    /// <param name="args">Command line without the executable: none in plugin mode.</param>
    /// <param name="createService">Makes the provider's service, once, before the process listens. It should be quick: the host waits.</param>
    /// <param name="environment">The machine.</param>
    /// <param name="cancellationToken">Ends the process in an orderly way.</param>
    /// <returns>The exit code: 0 after an orderly end, 1 when the process could not start, 2 after a crash or a wrong argument.</returns>
    public static async Task<int> RunAsync(
        PluginProcessOptions options,
        string[] args,
        Func<ILoggerFactory, Provider.ProviderBase> createService,
        PluginEnvironment environment,
        CancellationToken cancellationToken)
    {
        var output = new StandardStream(environment.StandardOutput);
        var errors = new StandardStream(environment.StandardError);
        // An exception on a thread of its own reaches no caller; the runtime ends the process right after this.
        UnhandledExceptionEventHandler onUnhandled = (_, e) => errors.Write(CommandLineMessages.Panic(e.ExceptionObject));
        AppDomain.CurrentDomain.UnhandledException += onUnhandled;
        try
        {
            environment.ForbidCoreFiles();
            return await DispatchAsync(args, new PluginRun(options, createService, environment, output, errors), options, output, errors, cancellationToken);
        }
        catch (PluginStartException e)
        {
            var text = $"{options.ExecutableName}: {e.Message}\n";
            // The CLI shows a first line that is no handshake, and keeps stderr for its log: so this is how a user learns what to do.
            if (args is []) output.Write(text);
            return Say(errors, text, CannotStart);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Success;
        }
#pragma warning disable CA1031 // The edge of the process: whatever arrives here is a crash, in the form that the CLI shows as one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Say(errors, CommandLineMessages.Panic(e), Crashed);
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= onUnhandled;
        }
    }

    private static async Task<int> DispatchAsync(
        string[] args, PluginRun run, PluginProcessOptions options, StandardStream output, StandardStream errors, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case [] when !run.StartedByHost:
                return Say(errors, CommandLineMessages.NotStartedByHost(options), CannotStart);
            case []:
                await run.AsPluginAsync(cancellationToken);
                return Success;
            case ["-debug" or "--debug"] when options.FindSchemaMistakes() is { Count: > 0 } mistakes:
                return Say(errors, CommandLineMessages.SchemaMistakes(options, mistakes), CannotStart);
            case ["-debug" or "--debug"]:
                await run.AsDebugServerAsync(cancellationToken);
                return Success;
            case ["-version" or "--version"]:
                return Say(output, CommandLineMessages.Version(options), Success);
            case ["-h" or "-help" or "--help"]:
                return Say(output, CommandLineMessages.Help(options), Success);
            default:
                return Say(errors, CommandLineMessages.UnknownArguments(options, args), Crashed);
        }
    }

    private static int Say(StandardStream stream, string text, int exitCode)
    {
        stream.Write(text);
        return exitCode;
    }
}
