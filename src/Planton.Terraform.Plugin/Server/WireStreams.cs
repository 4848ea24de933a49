using Grpc.Core;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Writes to the streams of calls.</summary>
internal static class WireStreams
{
    /// <summary>
    /// Sends a message, unless the call has been stopped. A write itself is never cancelled: a server of gRPC may reset the whole call then, and the diagnostics
    /// at its end would be lost.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call has been stopped.</exception>
    public static Task SendAsync<T>(this IServerStreamWriter<T> stream, T message, CancellationToken stopped)
    {
        stopped.ThrowIfCancellationRequested();
        return stream.WriteAsync(message, CancellationToken.None);
    }
}
