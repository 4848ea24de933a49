using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>
/// Handles a request to a cluster's API: network, log, faults, token, route, handler. It uses the simulator's log and faults; log entries and fault rules carry
/// the cluster's id.
/// </summary>
internal sealed class ClusterApiPipeline(World world, FaultList faults, RequestLog log)
{
    public async Task HandleAsync(HttpContext context, ClusterGate gate)
    {
        var network = world.FindCluster(gate.ClusterId)?.Access.Network ?? ClusterNetwork.Refused;
        if (network is ClusterNetwork.Silent) await WaitForClientToGiveUpAsync(context);
        if (network is not ClusterNetwork.Open)
        {
            context.Abort();
            return;
        }

        var request = await ApiRequest.ReadAsync(context, world.Identities.UuidText());
        var entry = log.Add(request, world.Now, gate.ClusterId);
        var fault = faults.Strike(request, gate.ClusterId);
        entry.Fault = fault?.Id;
        var reply = fault is { IsAnsweredUnprocessed: true } ? null : Answer(request, entry, gate.ClusterId);
        if (log.KeepsAnswers && reply is not null) entry.Answer = reply.Body;
        var sender = new ReplySender(context, [new("audit-id", request.RequestId), new("date", world.Now.ToString("R"))]);
        if (fault is null) await sender.SendAsync(reply!, entry);
        else await new FaultyAnswer(fault, sender, status => StatusReply.Of(status, "injected fault")).SendAsync(reply, entry);
    }

    private static async Task WaitForClientToGiveUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private ApiReply Answer(ApiRequest request, LoggedRequest entry, string clusterId)
    {
        try
        {
            return world.Locked(() => Answer(request, entry, world.ClusterStore.Get(clusterId)));
        }
        catch (ApiErrorException refusal)
        {
            return StatusReply.Of(refusal.Status, refusal.Message);
        }
#pragma warning disable CA1031 // A fault of the simulator itself must be visible to whoever works against it, not an empty answer.
        catch (Exception fault)
        {
            return StatusReply.Of(StatusCodes.Status500InternalServerError, $"simulator fault: {fault}");
        }
#pragma warning restore CA1031
    }

    private ApiReply Answer(ApiRequest request, LoggedRequest entry, SimulatedCluster cluster)
    {
        if (cluster.Access.Unavailable)
        {
            throw ApiErrorException.Of(StatusCodes.Status503ServiceUnavailable, "the server is currently unable to handle the request");
        }

        entry.Authorized = world.ClusterStore.Tokens.IsAccepted(request.Token, cluster.Id, world.Now);
        if (!entry.Authorized) throw ApiErrorException.Of(StatusCodes.Status401Unauthorized, "Unauthorized");
        var router = new Router();
        new DiscoveryEndpoints(cluster).MapTo(router);
        new ObjectEndpoints(world, cluster).MapTo(router);
        var route = router.Match(request);
        entry.Processed = true;
        return route.Handler(request);
    }
}
