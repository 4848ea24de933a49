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
        foreach (var job in Objects(spec["jobs"]))
            FillJob(job);
    }

    private static void FillJob(JsonObject job)
    {
        job.TryAdd("kind", "UNSPECIFIED");
        job.TryAdd("instance_size_slug", "apps-s-1vcpu-0.5gb");
        job.TryAdd("instance_count", 1);
        if (job["schedule"] is JsonObject schedule)
            schedule.TryAdd("time_zone", "UTC");
        if (job["image"] is JsonObject image && !image.ContainsKey("digest"))
            image.TryAdd("tag", "latest");
        foreach (var env in Objects(job["envs"]))
        {
            env.TryAdd("scope", "RUN_AND_BUILD_TIME");
            env.TryAdd("type", "GENERAL");
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
