using System.Runtime.InteropServices;
using Planton.DigitalOcean.Simulator;

#pragma warning disable RS0030 // An executable of its own: standard output and error are its interface, not a plugin's channel.
SimulatorOptions? options;
try
{
    options = CommandLine.Parse(args, TimeProvider.System.GetUtcNow());
}
catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}

if (options is null)
{
    await Console.Out.WriteLineAsync(CommandLine.Help);
    return 0;
}

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var simulator = await SimulatorHost.StartAsync(options);
    await Console.Out.WriteLineAsync(simulator.Endpoint.AbsoluteUri.TrimEnd('/'));
    await Console.Out.FlushAsync();
    await stopped.Task;
    return 0;
}
catch (Exception fault) when (fault is IOException or ArgumentException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
#pragma warning restore RS0030
