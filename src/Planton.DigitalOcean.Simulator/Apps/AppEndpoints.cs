using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Apps;

/// <summary>Apps: create, read, list, update and delete.</summary>
internal sealed class AppEndpoints(World world)
{
    public void MapTo(Router router)
    {
        const string One = "/v2/apps/{app}";
        router.Map("GET", "/v2/apps", Scopes.AppRead, List);
        router.Map("POST", "/v2/apps", Scopes.AppCreate, Create);
        router.Map("GET", One, Scopes.AppRead, Get);
        router.Map("PUT", One, Scopes.AppUpdate, Update);
        router.Map("DELETE", One, Scopes.AppDelete, Delete);
    }

    private ApiReply List(ApiRequest request)
    {
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var all = world.AppStore.All;
        var withProjects = request.Query.GetValueOrDefault("with_projects") == "true";
        return ApiReply.Ok(new AppsBody(
            [.. page.Cut(all).Select(app => AppWire.Of(app, world.Account, withProjects))],
            page.Links(all.Count),
            new PageMeta(all.Count)));
    }

    private ApiReply Get(ApiRequest request) => ApiReply.Ok(Body(App(request)));

    private ApiReply Create(ApiRequest request)
    {
        var wanted = request.ReadBody<CreateAppRequest>();
        return ApiReply.Ok(Body(world.AppStore.Create(Spec(wanted.Spec), wanted.ProjectId)));
    }

    private ApiReply Update(ApiRequest request)
    {
        var app = App(request);
        world.AppStore.Update(app, Spec(request.ReadBody<UpdateAppRequest>().Spec));
        return ApiReply.Ok(Body(app));
    }

    private ApiReply Delete(ApiRequest request)
    {
        var app = App(request);
        world.AppStore.Delete(app);
        return ApiReply.Ok(new DeletedBody(app.Id));
    }

    private SimulatedApp App(ApiRequest request) => world.AppStore.Get(request["app"]);

    private AppBody Body(SimulatedApp app) => new(AppWire.Of(app, world.Account, withProject: true));

    private static JsonObject Spec(JsonObject? spec) => spec ?? throw ApiErrorException.BadRequest("spec is required");

    private sealed record CreateAppRequest(JsonObject? Spec, string? ProjectId);

    private sealed record UpdateAppRequest(JsonObject? Spec);

    private sealed record AppBody(AppWire App);

    private sealed record AppsBody(IReadOnlyList<AppWire> Apps, PageLinks Links, PageMeta Meta);

    private sealed record DeletedBody(string Id);
}
