using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Planton.Acceptance.Harness;

/// <summary>A web server for the files of a folder: behind TLS if it is given a certificate.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly string _folder;
    private readonly Func<string, string?> _answer;

    private FileServer(WebApplication server, string folder, Func<string, string?> answer) => (_server, _folder, _answer) = (server, folder, answer);

    public string Url => _server.Urls.First().Replace("https://127.0.0.1", $"https://{TestAuthority.ServerName}", StringComparison.Ordinal);

    /// <summary>Starts one.</summary>
    /// <param name="answer">A JSON document by path, which goes before the files.</param>
    public static async Task<FileServer> StartAsync(string folder, TestAuthority? authority = null, Func<string, string?>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (authority is not null) listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = authority.Server });
        }));
        var server = new FileServer(builder.Build(), folder, answer ?? (static _ => null));
        server._server.Run(server.ServeAsync);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "application/json";
        if (_answer(path) is { } json) return context.Response.WriteAsync(json);
        if (Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).FirstOrDefault(one => Path.GetRelativePath(_folder, one) == path[1..]) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!file.EndsWith(".json", StringComparison.Ordinal)) context.Response.ContentType = "application/octet-stream";
        return context.Response.SendFileAsync(file);
    }
}
