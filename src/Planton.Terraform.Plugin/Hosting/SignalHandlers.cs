using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>What signals do to the process while it serves: SIGTERM ends it, an interrupt from the keyboard does so only where asked.</summary>
internal sealed class SignalHandlers : IDisposable
{
    private readonly List<IDisposable> _registrations = [];

    public SignalHandlers(PluginEnvironment environment, ShutdownSignal stop, bool endOnInterrupt)
    {
        On(PosixSignal.SIGTERM, end: true);
        On(PosixSignal.SIGINT, endOnInterrupt);
        if (OperatingSystem.IsWindows())
            On(PosixSignal.SIGQUIT, endOnInterrupt); // Ctrl-Break, which reaches the process group like Ctrl-C.

        void On(PosixSignal signal, bool end) => _registrations.Add(environment.OnSignal(signal, context =>
        {
            context.Cancel = true;
            if (end) stop.Raise();
        }));
    }

    public void Dispose() => _registrations.ForEach(r => r.Dispose());
}
