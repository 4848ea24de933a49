namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>Puts answers on the wire.</summary>
internal sealed class ReplySender(HttpContext context, IEnumerable<KeyValuePair<string, string>> headers)
{
    public async Task SendAsync(ApiReply reply, LoggedRequest? entry)
    {
        entry?.Answered(reply.Status);
        WriteHead(reply);
        if (reply.Body.Length > 0) await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>Announces the whole body, sends half of it, and closes the connection.</summary>
    public async Task SendHalfAsync(ApiReply reply, LoggedRequest entry)
    {
        entry.Answered(reply.Status);
        WriteHead(reply);
        await context.Response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        Reset();
    }

    /// <summary>Closes the connection without a word.</summary>
    public void Reset() => context.Abort();

    /// <summary>Waits in real time, unless the caller goes away.</summary>
    public Task WaitAsync(TimeSpan delay) => Task.Delay(delay, TimeProvider.System, context.RequestAborted);

    private void WriteHead(ApiReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in headers.Concat(reply.Headers)) response.Headers[name] = value;
        if (reply.ContentType is not null) response.ContentType = reply.ContentType;
        // No length on answers that may not have a body.
        if (reply.Status is not StatusCodes.Status204NoContent) response.ContentLength = reply.Body.Length;
    }
}
