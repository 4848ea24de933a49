using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The scenario of two regions fails over by one variable, as its README says.</summary>
public sealed class DisasterRecoveryTests
{
    private const string Europe = "registry.digitalocean.com/acme-eu";
    private const string America = "registry.digitalocean.com/acme-us";

    private static readonly string First = $"sha256:{new string('1', 64)}";
    private static readonly string Second = $"sha256:{new string('2', 64)}";

    [Theory, EveryEngine]
    public async Task One_variable_redirects_names_and_pushes_and_changes_nothing_else(Engine engine)
    {
        await using var scenario = await ApplyAsync(engine);
        Assert.Equal([["acme-eu", "acme-us"], ["acme-eu", "acme-us"]], scenario.Simulator.World.Clusters.Select(static cluster => cluster.Registries));
        Assert.Equal(($"{Europe}/web:v1", $"{America}/web:v1", $"{Europe} {America}"), await OutputsAsync(scenario));
        var writes = Writes(scenario);

        scenario.Cli.Set("TF_VAR_out_of_service", "eu");
        (await scenario.Cli.PlanAsync()).Succeeds().Says("without changing any real infrastructure").DoesNotSay("Plan:");
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");
        Assert.Equal(($"{America}/web:v1", $"{America}/web:v1", America), await OutputsAsync(scenario));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Set("TF_VAR_out_of_service", null);
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");
        Assert.Equal(($"{Europe}/web:v1", $"{America}/web:v1", $"{Europe} {America}"), await OutputsAsync(scenario));
        Assert.Equal(writes, Writes(scenario));
    }

    [Theory, EveryEngine]
    public async Task A_registry_that_cannot_even_be_read_is_failed_over_from_the_state(Engine engine)
    {
        await using var scenario = await ApplyAsync(engine);
        scenario.Cli.Set("TF_VAR_out_of_service", "eu").Set("DIGITALOCEAN_HTTP_RETRY_MAX", "0");
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Path = "/v2/registries/acme-eu/**" });
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Path = "/v2/registries/acme-eu" });

        (await scenario.Cli.ApplyAsync()).Fails();
        (await scenario.Cli.ApplyAsync("-refresh=false")).Succeeds();

        Assert.Equal(($"{America}/web:v1", $"{America}/web:v1", America), await OutputsAsync(scenario));
    }

    [Theory, EveryEngine]
    public async Task An_image_that_reached_only_one_registry_shows_before_the_emergency(Engine engine)
    {
        await using var scenario = await ApplyAsync(engine);
        Push(scenario, "acme-eu", "v1", First);
        Push(scenario, "acme-us", "v1", First);
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("Check block assertion failed");

        Push(scenario, "acme-eu", "v2", Second);
        (await scenario.Cli.PlanAsync()).Succeeds()
            .Says("Check block assertion failed").Says($"The registry acme-us lacks web:v2@{Second}.").DoesNotSay("The registry acme-eu lacks");

        scenario.Cli.Set("TF_VAR_out_of_service", "us");
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("Check block assertion failed");
    }

    [Fact]
    public async Task The_same_tag_of_two_different_images_is_told_for_both_registries()
    {
        await using var scenario = await ApplyAsync(Engine.Terraform);
        Push(scenario, "acme-eu", "v1", First);
        Push(scenario, "acme-us", "v1", Second);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("The registry acme-eu lacks web:v1@sha256:2").Says("The registry acme-us lacks web:v1@sha256:1");
    }

    [Fact]
    public async Task A_site_that_does_not_exist_is_refused()
    {
        await using var scenario = await ApplyAsync(Engine.Terraform);
        scenario.Cli.Set("TF_VAR_out_of_service", "asia");

        (await scenario.Cli.PlanAsync()).Fails().Says("The value must be none, eu or us.");
    }

    private static async Task<Scenario> ApplyAsync(Engine engine)
    {
        var world = new ExampleWorld { Seed = new() { Clusters = [new() { Name = "eu", Region = "fra1" }, new() { Name = "us", Region = "nyc3" }] } };
        var scenario = await ExampleApplyTests.StartAsync(engine, world);
        await ExampleApplyTests.WriteAsync(scenario, "scenarios/multi-region-disaster-recovery/main.tf");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        return scenario;
    }

    /// <summary>The image of each site, and where to push to.</summary>
    private static async Task<(string Europe, string America, string PushTo)> OutputsAsync(Scenario scenario)
    {
        var outputs = JsonDocument.Parse((await scenario.Cli.RunAsync("output", "-json")).Succeeds().Output).RootElement;
        var image = outputs.GetProperty("image").GetProperty("value");
        var targets = outputs.GetProperty("push_to").GetProperty("value").EnumerateArray().Select(static target => target.GetString());
        return (image.GetProperty("eu").GetString()!, image.GetProperty("us").GetString()!, string.Join(' ', targets));
    }

    private static void Push(Scenario scenario, string registry, string tag, string digest) =>
        scenario.Simulator.World.Push(registry, new ManifestSeed { Repository = "web", Tags = [tag], Digest = digest });

    private static int Writes(Scenario scenario) => scenario.Simulator.Requests.All.Count(static request => request.Method != "GET");
}
