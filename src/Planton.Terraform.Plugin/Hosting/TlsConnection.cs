using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Puts TLS between the socket and the server, which then sees only what a client said that was let in.</summary>
/// <remarks>
/// The web server's own TLS takes its parts from a container of services, whose making takes as long as all else at the start of a plugin.
/// </remarks>
internal sealed partial class TlsConnection(MutualTls tls, ILogger logger, TimeProvider time)
{
    // As long as web servers grant; a client that has connected and says nothing must not hold a place for ever.
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 16 * 1024, leaveOpen: true);
    private static readonly StreamPipeWriterOptions Writing = new(leaveOpen: true);

    /// <summary>Serves one connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">Serves what is inside.</param>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var outside = connection.Transport;
        await using var stream = new SslStream(new DuplexPipeStream(outside), leaveInnerStreamOpen: false);
        if (!await LetInAsync(stream)) return;

        var inside = new DuplexPipe(PipeReader.Create(stream, Reading), PipeWriter.Create(stream, Writing));
        connection.Transport = inside;
        try
        {
            await next(connection);
        }
        finally
        {
            await inside.Input.CompleteAsync();
            await inside.Output.CompleteAsync();
            connection.Transport = outside;
        }
    }

    private async Task<bool> LetInAsync(SslStream stream)
    {
        using var timeout = new CancellationTokenSource(HandshakeTimeout, time);
        try
        {
            await stream.AuthenticateAsServerAsync(await tls.ServerOptionsAsync(), timeout.Token);
            return true;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // Who and why, the judge of certificates has said; a client that speaks no TLS is of no interest to the user.
            HandshakeFailed(logger, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "A connection ended before it was secure: {error}")]
    private static partial void HandshakeFailed(ILogger logger, string error);

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
