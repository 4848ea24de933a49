using System.Text;
using Planton.DigitalOcean.Simulator.Control;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Apps;

/// <summary>The runs of the jobs of an app: list, read, cancel, and where their logs are.</summary>
internal sealed class JobInvocationEndpoints(World world)
{
    public void MapTo(Router router)
    {
        const string All = "/v2/apps/{app}/job-invocations";
        router.Map("GET", All, Scopes.AppRead, List);
        router.Map("GET", All + "/{invocation}", Scopes.AppRead, request => ApiReply.Ok(Body(Find(request))));
        router.Map("POST", All + "/{invocation}/cancel", Scopes.AppUpdate, Cancel);
        router.Map("GET", "/v2/apps/{app}/jobs/{job}/invocations/{invocation}/logs", Scopes.AppRead, Logs);
    }

    private ApiReply List(ApiRequest request)
    {
        var app = world.AppStore.Get(request["app"]);
        var jobs = request.Query.GetValueOrDefault("job_names");
        var deployment = request.Query.GetValueOrDefault("deployment_id").ToString();
        var all = app.Invocations
            .Where(invocation => jobs.Count == 0 || jobs.Contains(invocation.JobName))
            .Where(invocation => deployment.Length == 0 || deployment == invocation.DeploymentId)
            .ToList();
        if (!world.Behavior.OldestInvocationsFirst) all.Reverse();
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        return ApiReply.Ok(new JobInvocationsBody([.. page.Cut(all).Select(JobInvocationWire.Of)], page.Links(all.Count), new PageMeta(all.Count)));
    }

    private ApiReply Cancel(ApiRequest request)
    {
        var invocation = Find(request);
        if (!invocation.IsActive) throw ApiErrorException.Of(world.Behavior.EndedInvocationStatus, "job invocation has already completed");
        world.AppStore.Get(request["app"]).Cancel(invocation, world.Now);
        return ApiReply.Ok(Body(invocation));
    }

    /// <summary>As with the real service, the text is elsewhere; here it is on the control path, which asks for no token either.</summary>
    private ApiReply Logs(ApiRequest request)
    {
        var invocation = Find(request);
        if (invocation.JobName != request["job"]) throw ApiErrorException.NotFound("job invocation not found");
        var path = new StringBuilder(request.BaseUrl).Append(ControlPipeline.Prefix).Append("/apps/").Append(request["app"])
            .Append("/job-invocations/").Append(invocation.Id).Append("/log");
        return ApiReply.Ok(new LogsBody([path.ToString()]));
    }

    private SimulatedInvocation Find(ApiRequest request) =>
        world.AppStore.Get(request["app"]).Invocations.Find(invocation => invocation.Id == request["invocation"])
        ?? throw ApiErrorException.NotFound("job invocation not found");

    private object Body(SimulatedInvocation invocation) =>
        world.Behavior.BareJobInvocation ? JobInvocationWire.Of(invocation) : new JobInvocationBody(JobInvocationWire.Of(invocation));

    private sealed record JobInvocationBody(JobInvocationWire JobInvocation);

    private sealed record JobInvocationsBody(IReadOnlyList<JobInvocationWire> JobInvocations, PageLinks Links, PageMeta Meta);

    private sealed record LogsBody(IReadOnlyList<string> HistoricUrls);
}
