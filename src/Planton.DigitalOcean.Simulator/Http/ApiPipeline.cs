using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>
/// What every request passes: log, rate limit, faults, token, route, scopes, handler. The handler runs while the world is
/// locked and brought up to the present.
/// </summary>
internal sealed class ApiPipeline(World world, Router api, FaultList faults, HeldRequests held, RequestLog log, RateLimiter limiter, RateLimits? limits)
{
    private const string Anonymous = "";

    public async Task HandleAsync(HttpContext context)
    {
        var request = await ApiRequest.ReadAsync(context, RequestId());
        var entry = log.Add(request, world.Now);
        var rate = limiter.Count(request.Token ?? Anonymous, world.Now, limits);
        held.Pass();
        var fault = faults.Strike(request);
        entry.Fault = fault?.Id;
        if (fault?.EffectAfter is { } after) held.Add(after, () => Answer(request, entry, rate));
        var reply = fault is { IsAnsweredUnprocessed: true } ? null : Answer(request, entry, rate);
        if (log.KeepsAnswers && reply is not null) entry.Answer = reply.Body;
        var sender = new ReplySender(context, CommonHeaders(request, rate));
        if (fault is null) await sender.SendAsync(reply!, entry);
        else await new FaultyAnswer(fault, sender, status => Injected(status, request)).SendAsync(reply, entry);
    }

    private static ApiReply Injected(int status, ApiRequest request) => Error(
        ApiErrorException.Of(status, status == StatusCodes.Status429TooManyRequests ? "API rate limit exceeded." : "injected fault"), request);

    private static ApiReply Error(ApiErrorException error, ApiRequest request) =>
        ApiReply.Error(error.Status, error.Id, error.Message, request.RequestId);

    private string RequestId() => world.Identities.UuidText();

    private ApiReply Answer(ApiRequest request, LoggedRequest entry, RateState rate)
    {
        try
        {
            return world.Locked(() =>
            {
                entry.Authorized = request.Token is not null && world.TokenStore.IsAccepted(request.Token, world.Now);
                if (!entry.Authorized) throw ApiErrorException.Of(StatusCodes.Status401Unauthorized, "Unable to authenticate you.");
                if (rate.Refused) throw ApiErrorException.Of(StatusCodes.Status429TooManyRequests, "API rate limit exceeded.");
                var route = api.Match(request);
                if (world.TokenStore.Missing(request.Token!, route.Scopes) is { Count: > 0 } missing)
                {
                    throw ApiErrorException.Of(
                        StatusCodes.Status403Forbidden,
                        $"You are missing the required permission {string.Join(", ", missing)}.");
                }

                entry.Processed = true;
                return route.Handler(request);
            });
        }
        catch (ApiErrorException refusal)
        {
            return Error(refusal, request);
        }
#pragma warning disable CA1031 // A fault of the simulator itself must be visible to whoever works against it, not an empty answer.
        catch (Exception fault)
        {
            return Error(ApiErrorException.Of(StatusCodes.Status500InternalServerError, $"simulator fault: {fault}"), request);
        }
#pragma warning restore CA1031
    }

    private IEnumerable<KeyValuePair<string, string>> CommonHeaders(ApiRequest request, RateState rate) =>
        [.. rate.Headers(), new("x-request-id", request.RequestId), new("date", world.Now.ToString("R"))];
}
