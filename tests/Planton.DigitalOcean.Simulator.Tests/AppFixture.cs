using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>The app that a garbage-collection policy would own, and what tests look at in it.</summary>
internal static class AppFixture
{
    public const string Secret = "dop_v1_token_of_the_job";

    public const string Command = "doctl registry garbage-collection start main --include-untagged-manifests --force";

    /// <summary>Sundays at three in Berlin.</summary>
    public static JsonObject Spec(
        string name = "docr-gc", string cron = "0 3 * * 0", string? zone = "Europe/Berlin", string command = Command, string token = Secret) => new()
        {
            ["name"] = name,
            ["region"] = "fra",
            ["jobs"] = new JsonArray(new JsonObject
            {
                ["name"] = "collect",
                ["kind"] = "SCHEDULED",
                ["schedule"] = zone is null ? new JsonObject { ["cron"] = cron } : new JsonObject { ["cron"] = cron, ["time_zone"] = zone },
                ["timeout"] = "15m",
                ["image"] = new JsonObject
                {
                    ["registry_type"] = "DOCKER_HUB",
                    ["registry"] = "digitalocean",
                    ["repository"] = "doctl",
                    ["tag"] = "latest",
                },
                ["run_command"] = command,
                ["envs"] = new JsonArray(new JsonObject
                {
                    ["key"] = "DIGITALOCEAN_ACCESS_TOKEN",
                    ["value"] = token,
                    ["scope"] = "RUN_TIME",
                    ["type"] = "SECRET",
                }),
                ["instance_size_slug"] = "apps-s-1vcpu-0.5gb",
                ["instance_count"] = 1,
            }),
        };

    public static JsonObject Job(JsonObject spec) => spec["jobs"]![0]!.AsObject();

    /// <summary>A specification with one member changed; the path is made of names and numbers.</summary>
    public static JsonObject With(string path, string? json)
    {
        var spec = Spec();
        JsonNode at = spec;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        if (json is null)
            at.AsObject().Remove(steps[^1]);
        else
            at[steps[^1]] = JsonNode.Parse(json);
        return spec;
    }

    public static async Task<string> CreateAppAsync(this Simulation simulation, JsonObject? spec = null)
    {
        var created = await simulation.Post("/v2/apps", new { spec = spec ?? Spec() });
        Assert.Equal(200, created.Status);
        return created.Json.GetProperty("app").GetProperty("id").GetString()!;
    }

    public static async Task<JsonElement> AppAsync(this Simulation simulation, string id) =>
        (await simulation.Get($"/v2/apps/{id}")).Json.GetProperty("app");

    public static async Task<JsonElement[]> InvocationsAsync(this Simulation simulation, string id, string query = "") =>
        [.. (await simulation.Get($"/v2/apps/{id}/job-invocations{query}")).Json.GetProperty("job_invocations").EnumerateArray()];

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static JsonElement Env(JsonElement app) => app.GetProperty("spec").GetProperty("jobs")[0].GetProperty("envs")[0];
}
