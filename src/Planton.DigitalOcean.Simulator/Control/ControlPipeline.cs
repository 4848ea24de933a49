using System.Text.Json;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Control;

/// <summary>Serves the control path: no token, no log, no limits, no faults.</summary>
internal sealed class ControlPipeline(ControlEndpoints endpoints, World world)
{
    public const string Prefix = "/_simulator";

    private readonly Router _router = endpoints.Routes();

    public async Task HandleAsync(HttpContext context)
    {
        var request = await ApiRequest.ReadAsync(context, requestId: "control");
        await new ReplySender(context, [new("date", world.Now.ToString("R"))]).SendAsync(Answer(request), entry: null);
    }

    private ApiReply Answer(ApiRequest request)
    {
        try
        {
            var route = _router.Match(request);
            return world.Locked(() => route.Handler(request));
        }
        catch (ApiErrorException refusal)
        {
            return ApiReply.Error(refusal.Status, refusal.Id, refusal.Message, request.RequestId);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or JsonException or FormatException)
        {
            return ApiReply.Error(StatusCodes.Status422UnprocessableEntity, "unprocessable_entity", fault.Message, request.RequestId);
        }
    }
}
