using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>Apps whose components name images, and the deployments that still do.</summary>
public sealed class DeploymentTests
{
    [Fact]
    public async Task Every_deployment_shows_the_images_that_it_has()
    {
        await using var simulation = await WithApp(
            new DeploymentSeed { Spec = Spec("v1") },
            new DeploymentSeed { Spec = Spec("v2"), Age = TimeSpan.FromDays(40) },
            new DeploymentSeed { Spec = Spec("v4"), Phase = DeploymentPhase.Building, Age = TimeSpan.FromMinutes(2) },
            new DeploymentSeed { Spec = Spec("v5"), Phase = DeploymentPhase.PendingBuild });
        var app = (await simulation.Get("/v2/apps")).Json.GetProperty("apps")[0];
        Assert.Equal("v3", Tag(app));
        Assert.Equal("v3", Tag(app.GetProperty("active_deployment")));
        Assert.Equal("v4", Tag(app.GetProperty("in_progress_deployment")));
        Assert.Equal("v5", Tag(app.GetProperty("pending_deployment")));
        Assert.False(app.TryGetProperty("pinned_deployment", out _));
        Assert.Equal(["v5 PENDING_BUILD", "v4 BUILDING", "v3 ACTIVE", "v2 SUPERSEDED", "v1 SUPERSEDED"], await Deployments(simulation));
        Assert.Equal(["v5 PENDING_BUILD", "v4 BUILDING"], await Deployments(simulation, "?per_page=2"));
        Assert.Equal("web", app.GetProperty("active_deployment").GetProperty("services")[0].GetProperty("name").GetString());
        Assert.Throws<ArgumentException>(() => simulation.Host.World.AddApp(new AppSeed { Spec = Spec("v1", "other"), Deployments = [new DeploymentSeed { Spec = Spec("v1"), Phase = "ACTIVE" }] }));
    }

    [Fact]
    public async Task A_rollback_pins_the_app_until_it_is_deployed_anew()
    {
        await using var simulation = await WithApp(new DeploymentSeed { Id = "44444444-4444-4444-8444-444444444444", Spec = Spec("v2") });
        Assert.Equal(200, (await simulation.Post("/_simulator/apps/shop/rollback", new { deployment_id = "44444444-4444-4444-8444-444444444444" })).Status);
        Assert.Equal(422, (await simulation.Post("/_simulator/apps/shop/rollback", new { deployment_id = "none" })).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var app = await App(simulation);
        Assert.Equal("v3", Tag(app));
        Assert.Equal("v2", Tag(app.GetProperty("active_deployment")));
        Assert.Equal("v2", Tag(app.GetProperty("pinned_deployment")));
        Assert.Equal("44444444-4444-4444-8444-444444444444", app.GetProperty("pinned_deployment").GetProperty("cloned_from").GetString());
        Assert.Equal(["v2 ACTIVE"], await Deployments(simulation, "?deployment_types=MANUAL_ROLLBACK"));

        var path = $"/v2/apps/{simulation.Host.World.Apps[0].Id}/deployments";
        var redeployed = (await simulation.Post(path, new { force_build = true })).Json.GetProperty("deployment");
        Assert.Equal("v3", Tag(redeployed));
        Assert.Equal("PENDING_BUILD", (await simulation.Get($"{path}/{redeployed.GetProperty("id").GetString()}")).Json.GetProperty("deployment").GetProperty("phase").GetString());
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await App(simulation)).TryGetProperty("pinned_deployment", out _));
        Assert.Equal(["v3 ACTIVE", "v2 SUPERSEDED", "v3 SUPERSEDED", "v2 SUPERSEDED"], await Deployments(simulation));
        Assert.Equal(404, (await simulation.Get(path + "/none")).Status);
    }

    [Theory]
    [InlineData("services", """{"registry_type":"DOCR","registry":"main","repository":"web"}""")]
    [InlineData("workers", """{"registry_type":"DOCR"}""")]
    [InlineData("services", """{"registry_type":"DOCR","repository":"web","digest":"sha256:short"}""")]
    public async Task A_faulty_image_is_refused_in_every_component(string list, string image)
    {
        await using var simulation = await Simulation.StartAsync();
        var spec = new JsonObject { ["name"] = "shop", [list] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = JsonNode.Parse(image) }) };
        var refused = await simulation.Post("/v2/apps", new { spec });
        Assert.Equal(400, refused.Status);
        Assert.Contains($"{list}[0].image", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_without_tag_and_digest_is_the_latest()
    {
        await using var simulation = await WithApp();
        simulation.Host.World.UpdateApp("shop", Spec(tag: null));
        Assert.Equal("latest", Tag(await App(simulation)));
    }

    [Fact]
    public async Task A_push_of_its_tag_deploys_an_app_that_asks_for_it_unless_a_rollback_has_pinned_it()
    {
        await using var simulation = await WithApp(new DeploymentSeed { Id = "44444444-4444-4444-8444-444444444444", Spec = Spec("v2") });
        var (world, clock) = (simulation.Host.World, simulation.Host.Clock);
        world.AddRegistry("main", "fra1", "basic");
        Push(simulation, "web", "v3");
        Assert.Equal(["v3 ACTIVE", "v2 SUPERSEDED"], await Deployments(simulation));

        world.UpdateApp("shop", Spec("v3", deployOnPush: true));
        clock.Advance(TimeSpan.FromMinutes(1));
        Push(simulation, "web", "v4");
        Push(simulation, "api", "v3");
        Assert.Equal(3, (await Deployments(simulation)).Length);

        Push(simulation, "web", "v4", "v3");
        Assert.Equal(["v3 PENDING_BUILD", "v3 ACTIVE"], (await Deployments(simulation))[..2]);

        clock.Advance(TimeSpan.FromMinutes(1));
        world.RollBackApp("shop", "44444444-4444-4444-8444-444444444444");
        Push(simulation, "web", "v3");
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("v2 ACTIVE", (await Deployments(simulation))[0]);
    }

    private static void Push(Simulation simulation, string repository, params IReadOnlyList<string> tags) =>
        simulation.Host.World.Push("main", new ManifestSeed { Repository = repository, Tags = tags });

    private static JsonObject Spec(string? tag, string name = "shop", bool deployOnPush = false)
    {
        var image = new JsonObject { ["registry_type"] = "DOCR", ["repository"] = "web" };
        if (tag is not null)
            image["tag"] = tag;
        if (deployOnPush)
            image["deploy_on_push"] = new JsonObject { ["enabled"] = true };
        return new JsonObject { ["name"] = name, ["services"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) };
    }

    private static string? Tag(JsonElement holder) =>
        holder.GetProperty("spec").GetProperty("services")[0].GetProperty("image").GetProperty("tag").GetString();

    private static async Task<JsonElement> App(Simulation simulation) => (await simulation.Get("/v2/apps")).Json.GetProperty("apps")[0];

    private static async Task<string[]> Deployments(Simulation simulation, string query = "")
    {
        var list = (await simulation.Get($"/v2/apps/{simulation.Host.World.Apps[0].Id}/deployments{query}")).Json.GetProperty("deployments");
        return [.. list.EnumerateArray().Select(one => $"{Tag(one)} {one.GetProperty("phase").GetString()}")];
    }

    private static async Task<Simulation> WithApp(params IReadOnlyList<DeploymentSeed> deployments)
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddApp(new AppSeed { Spec = Spec("v3"), Deployments = deployments });
        return simulation;
    }
}
