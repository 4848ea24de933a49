using System.Runtime.InteropServices;
using Planton.Demo;

// Usage: Planton.Demo EXECUTABLE CLI, where EXECUTABLE is a published provider and CLI is terraform, tofu or the path of one. Ends with 1 at the first
// promise that does not hold. Takes no token and reaches no real account.
if (args is not [var executable, var cli])
{
    await Console.Error.WriteLineAsync("Usage: Planton.Demo EXECUTABLE CLI");
    return 2;
}

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var display = new Display();
try
{
    await using var walkthrough = await Walkthrough.StartAsync(Path.GetFullPath(executable), cli, display, interrupted.Token);
    await walkthrough.RunAsync();
    return 0;
}
catch (DemoException broken)
{
    display.Fail(broken.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
