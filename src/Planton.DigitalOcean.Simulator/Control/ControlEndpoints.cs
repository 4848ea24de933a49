using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Control;

/// <summary>The control path: reads and changes the world, the clock, the faults and the request log.</summary>
internal sealed class ControlEndpoints(World world, FaultList faults, HeldRequests held, RequestLog log, RateLimiter limiter)
{
    private const string Prefix = ControlPipeline.Prefix;

    public Router Routes()
    {
        var router = new Router();
        router.Map("GET", Prefix + "/state", "", _ => ApiReply.Control(WorldView.Of(world)));
        router.Map("POST", Prefix + "/seed", "", Seed);
        router.Map("PUT", Prefix + "/seed", "", Replace);
        router.Map("POST", Prefix + "/reset", "", Reset);
        router.Map("GET", Prefix + "/clock", "", _ => Clock());
        router.Map("POST", Prefix + "/clock", "", MoveClock);
        router.Map("GET", Prefix + "/behavior", "", _ => ApiReply.Control(world.Behavior));
        router.Map("PUT", Prefix + "/behavior", "", SetBehavior);
        MapFaultsAndRequests(router);
        MapRegistries(router);
        MapClusters(router);
        new AppControlEndpoints(world).MapTo(router);
        return router;
    }

    private void MapFaultsAndRequests(Router router)
    {
        router.Map("GET", Prefix + "/faults", "", _ => ApiReply.Control(faults.All));
        router.Map("POST", Prefix + "/faults", "", AddFaults);
        router.Map("DELETE", Prefix + "/faults", "", _ => Done(faults.Clear));
        router.Map("DELETE", Prefix + "/faults/{id}", "", request => faults.Remove(request["id"]) ? ApiReply.NoContent : throw ApiErrorException.NotFound());
        router.Map("POST", Prefix + "/faults/release", "", _ => ApiReply.Control(new Released(held.Release())));
        router.Map("GET", Prefix + "/requests", "", Requests);
        router.Map("DELETE", Prefix + "/requests", "", _ => Done(log.Clear));
    }

    private void MapRegistries(Router router)
    {
        const string One = Prefix + "/registries/{registry}";
        router.Map("DELETE", One, "", request => Done(() => world.RemoveRegistry(request["registry"])));
        router.Map("POST", One + "/push", "", request => Done(() => world.Push(request["registry"], Body<ManifestSeed>(request))));
        router.Map("DELETE", One + "/repositories/{repository}/tags/{tag}", "", request =>
            Done(() => world.RemoveTag(request["registry"], request["repository"], request["tag"])));
        router.Map("POST", One + "/garbage-collection", "", StartGarbageCollection);
        router.Map("PUT", One + "/garbage-collection", "", SetGarbageCollectionStatus);
        router.Map("POST", One + "/garbage-collection/script", "", request =>
            Done(() => world.ScriptGarbageCollection(request["registry"], Body<GarbageCollectionScript>(request))));
        router.Map("POST", One + "/garbage-collections", "", request =>
            Done(() => world.AddGarbageCollection(request["registry"], Body<GarbageCollectionSeed>(request))));
    }

    private void MapClusters(Router router)
    {
        const string One = Prefix + "/clusters/{cluster}";
        router.Map("PUT", One, "", ChangeCluster);
        router.Map("DELETE", One, "", request => Done(() => world.RemoveCluster(request["cluster"])));
        router.Map("POST", One + "/content", "", request => Done(() => world.ChangeWorkloads(request["cluster"], Body<WorkloadChange>(request))));
        router.Map("PUT", One + "/access", "", request => Done(() => world.SetClusterAccess(request["cluster"], Body<ClusterAccess>(request))));
    }

    private ApiReply Seed(ApiRequest request) => Done(() => SimulatorHost.Seed(world, faults, Body<WorldSeed>(request)));

    private ApiReply Replace(ApiRequest request)
    {
        // Read before the world is emptied: a body that cannot be read must change nothing.
        var seed = Body<WorldSeed>(request);
        _ = Reset(request);
        return Done(() => SimulatorHost.Seed(world, faults, seed));
    }

    private ApiReply Reset(ApiRequest request) => Done(() =>
    {
        world.Reset();
        faults.Clear();
        held.Clear();
        log.Clear();
        limiter.Clear();
    });

    private ApiReply Clock() => ApiReply.Control(new ClockView(world.Now, world.Clock.Speed));

    private ApiReply MoveClock(ApiRequest request)
    {
        var move = Body<ClockMove>(request);
        if (move.Speed is { } speed) world.Clock.Speed = speed;
        if (move.Set is { } instant) world.Clock.Set(instant);
        if (move.Advance is { } by) world.Clock.Advance(by);
        return Clock();
    }

    private ApiReply SetBehavior(ApiRequest request)
    {
        world.Behavior = Body<Behavior>(request);
        return ApiReply.Control(world.Behavior);
    }

    private ApiReply AddFaults(ApiRequest request)
    {
        var rules = request.Body.TrimStart().StartsWith('[') ? Body<List<FaultRule>>(request) : [Body<FaultRule>(request)];
        return ApiReply.Control(rules.ConvertAll(faults.Add));
    }

    private ApiReply Requests(ApiRequest request) => ApiReply.Control(log.Where(
        request.Query.GetValueOrDefault("method").ToString() is { Length: > 0 } method ? method : null,
        request.Query.GetValueOrDefault("path").ToString() is { Length: > 0 } path ? path : null));

    private ApiReply StartGarbageCollection(ApiRequest request)
    {
        var type = request.ReadControlBody<GarbageCollectionStart>()?.Type;
        return ApiReply.Control(RunView.Of(world.StartGarbageCollection(request["registry"], type)));
    }

    private ApiReply SetGarbageCollectionStatus(ApiRequest request) => ApiReply.Control(RunView.Of(
        world.SetGarbageCollectionStatus(request["registry"], Body<GarbageCollectionState>(request).Status)));

    private ApiReply ChangeCluster(ApiRequest request) => Done(() =>
    {
        var change = Body<ClusterChange>(request);
        var id = request["cluster"];
        if (change.State is not null) world.SetClusterState(id, change.State is "running" ? null : change.State);
        if (change.Registries is not null) world.SetIntegrations(id, change.Registries);
        if (change.OmitsRegistries is { } omits) world.SetOmitsRegistries(id, omits);
    });

    private static T Body<T>(ApiRequest request) where T : class => request.RequireControlBody<T>();

    private static ApiReply Done(Action action)
    {
        action();
        return ApiReply.NoContent;
    }

    private sealed record ClockView(DateTimeOffset Now, double Speed);

    private sealed record ClockMove(TimeSpan? Advance, DateTimeOffset? Set, double? Speed);

    private sealed record Released(int Count);

    private sealed record GarbageCollectionStart(string? Type);

    private sealed record GarbageCollectionState
    {
        public required string Status { get; init; }
    }

    private sealed record ClusterChange(string? State, IReadOnlyList<string>? Registries, bool? OmitsRegistries);
}
