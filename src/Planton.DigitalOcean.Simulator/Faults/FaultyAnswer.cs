using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.Faults;

/// <summary>Spoils one answer as its rule says; errors have the form of the API that the request was for.</summary>
internal sealed class FaultyAnswer(FaultRule rule, ReplySender sender, Func<int, ApiReply> refusal)
{
    private const string GatewayPage = "<html>\r\n<head><title>Bad Gateway</title></head>\r\n<body>\r\n<h1>Bad Gateway</h1>\r\n</body>\r\n</html>\r\n";

    /// <param name="reply">The true answer; null when the request was not processed.</param>
    /// <param name="entry">The request's log entry.</param>
    public async Task SendAsync(ApiReply? reply, LoggedRequest entry)
    {
        if (rule.Delay > TimeSpan.Zero) await sender.WaitAsync(rule.Delay);
        switch (rule.Kind)
        {
            case FaultKind.Reset or FaultKind.LoseAnswer:
                sender.Reset();
                break;
            case FaultKind.Truncate:
                await sender.SendHalfAsync(reply!, entry);
                break;
            default:
                var spoilt = Spoil(reply);
                await sender.SendAsync(spoilt with { Headers = [.. spoilt.Headers, .. rule.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)] }, entry);
                break;
        }
    }

    private ApiReply Spoil(ApiReply? reply) => rule.Kind switch
    {
        FaultKind.Status => OwnBody(rule.Status ?? StatusCodes.Status500InternalServerError),
        FaultKind.Html => ApiReply.Text(rule.Status ?? StatusCodes.Status502BadGateway, rule.ContentType ?? "text/html", Text() ?? GatewayPage),
        FaultKind.WrongJson => reply! with
        {
            ContentType = rule.ContentType ?? ApiReply.JsonContentType,
            Body = Encoding.UTF8.GetBytes(Text() ?? "{\"unexpected\": [1, 2"),
        },
        FaultKind.WrongMember => reply! with { Body = WithoutTruth(reply.Body) },
        FaultKind.WrongContentType => reply! with { ContentType = rule.ContentType ?? "text/html" },
        _ => reply!,
    };

    private ApiReply OwnBody(int status) =>
        Text() is { } text ? ApiReply.Text(status, rule.ContentType ?? ApiReply.JsonContentType, text) : refusal(status);

    private ReadOnlyMemory<byte> WithoutTruth(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || JsonNode.Parse(body.Span) is not { } answer) return body;
        Replace(answer);
        return JsonSerializer.SerializeToUtf8Bytes(answer, SimulatorJson.Api);
    }

    private void Replace(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) Replace(item);
        }
        else if (node is JsonObject members)
        {
            if (rule.Member is { } member && members.ContainsKey(member)) members[member] = rule.Body?.DeepClone();
            foreach (var (name, value) in members)
            {
                if (name != rule.Member && value is not null) Replace(value);
            }
        }
    }

    private string? Text() => rule.Body switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var json => json.ToJsonString(SimulatorJson.Api),
    };
}
