using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Apps;

/// <summary>The deployments of an app: list, read, create.</summary>
internal sealed class DeploymentEndpoints(World world)
{
    public void MapTo(Router router)
    {
        const string All = "/v2/apps/{app}/deployments";
        router.Map("GET", All, Scopes.AppRead, List);
        router.Map("POST", All, Scopes.AppUpdate, request => Reply(world.AppStore.Redeploy(App(request))));
        router.Map("GET", All + "/{deployment}", Scopes.AppRead, request => Reply(App(request).Deployment(request["deployment"])));
    }

    private ApiReply List(ApiRequest request)
    {
        var types = request.Query.GetValueOrDefault("deployment_types");
        List<SimulatedDeployment> all = [.. App(request).Deployments.Where(deployment => types.Count == 0 || types.Contains(deployment.Type)).Reverse()];
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        return ApiReply.Ok(new DeploymentsBody(
            page.Cut(all).ConvertAll(deployment => DeploymentWire.Of(deployment)),
            page.Links(all.Count),
            new PageMeta(all.Count)));
    }

    private SimulatedApp App(ApiRequest request) => world.AppStore.Get(request["app"]);

    private static ApiReply Reply(SimulatedDeployment deployment) => ApiReply.Ok(new DeploymentBody(DeploymentWire.Of(deployment)));

    private sealed record DeploymentBody(DeploymentWire Deployment);

    private sealed record DeploymentsBody(IReadOnlyList<DeploymentWire> Deployments, PageLinks Links, PageMeta Meta);
}
