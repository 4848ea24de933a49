using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Control;

/// <summary>What somebody else does to apps, and to the tokens that their jobs use.</summary>
internal sealed class AppControlEndpoints(World world)
{
    private const string One = ControlPipeline.Prefix + "/apps/{app}";

    public void MapTo(Router router)
    {
        router.Map("PUT", One, "", Change);
        router.Map("POST", One + "/rollback", "", request => ApiReply.Control(DeploymentView.Of(
            world.RollBackApp(request["app"], request.RequireControlBody<Rollback>().DeploymentId))));
        router.Map("DELETE", One, "", request => Done(() => world.RemoveApp(request["app"])));
        router.Map("POST", One + "/jobs/{job}/run", "", request => ApiReply.Control(InvocationView.Of(world.RunJob(request["app"], request["job"]))));
        router.Map("POST", One + "/jobs/{job}/script", "", request =>
            Done(() => world.ScriptInvocation(request["app"], request["job"], request.RequireControlBody<InvocationScript>())));
        router.Map("POST", One + "/job-invocations", "", request =>
            Done(() => world.AddInvocation(request["app"], request.RequireControlBody<InvocationSeed>())));
        router.Map("GET", One + "/job-invocations/{invocation}/log", "", Log);
        router.Map("DELETE", ControlPipeline.Prefix + "/tokens/{token}", "", request => Done(() => world.RevokeToken(request["token"])));
    }

    private ApiReply Change(ApiRequest request) => Done(() => world.UpdateApp(request["app"], request.RequireControlBody<AppChange>().Spec));

    private ApiReply Log(ApiRequest request)
    {
        var invocation = world.FindApp(request["app"])?.Invocations.Find(one => one.Id == request["invocation"]);
        return ApiReply.Text(StatusCodes.Status200OK, "text/plain; charset=utf-8", (invocation ?? throw ApiErrorException.NotFound()).Log);
    }

    private static ApiReply Done(Action action)
    {
        action();
        return ApiReply.NoContent;
    }

    private sealed record Rollback
    {
        public required string DeploymentId { get; init; }
    }

    private sealed record AppChange
    {
        public required JsonObject Spec { get; init; }
    }
}
