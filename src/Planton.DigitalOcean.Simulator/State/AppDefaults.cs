using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// What the service fills in where a specification is silent, so that what is read differs from what was sent. Which members it really fills
/// in is not documented; clients must not take any of them for a change.
/// </summary>
internal static class AppDefaults
{
    public static void Fill(JsonObject spec)
    {
        spec.TryAdd("region", "nyc");
        spec.TryAdd("alerts", new JsonArray(new JsonObject { ["rule"] = "DEPLOYMENT_FAILED" }, new JsonObject { ["rule"] = "DOMAIN_FAILED" }));
        spec.TryAdd("features", new JsonArray("buildpack-stack=ubuntu-22"));
        spec.TryAdd("ingress", new JsonObject());
        foreach (var job in Objects(spec["jobs"])) FillJob(job);
        foreach (var component in Objects(spec["services"]).Concat(Objects(spec["workers"])).Concat(Objects(spec["jobs"])))
        {
            FillImage(component);
        }
    }

    private static void FillJob(JsonObject job)
    {
        job.TryAdd("kind", "UNSPECIFIED");
        job.TryAdd("instance_size_slug", "apps-s-1vcpu-0.5gb");
        job.TryAdd("instance_count", 1);
        if (job["schedule"] is JsonObject schedule) schedule.TryAdd("time_zone", "UTC");
        foreach (var env in Objects(job["envs"]))
        {
            env.TryAdd("scope", "RUN_AND_BUILD_TIME");
            env.TryAdd("type", "GENERAL");
        }
    }

    private static void FillImage(JsonObject component)
    {
        if (component["image"] is JsonObject image && !image.ContainsKey("digest")) image.TryAdd("tag", "latest");
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
