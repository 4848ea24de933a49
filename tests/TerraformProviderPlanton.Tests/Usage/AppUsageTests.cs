using System.Net;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Registry.Images;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Tests.Usage;

/// <summary>What the apps of a simulated App Platform use.</summary>
public sealed class AppUsageTests
{
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    [Fact]
    public async Task Every_deployment_that_serves_will_serve_or_can_be_gone_back_to_uses_its_image()
    {
        await using var world = await StartAsync(
            new() { Spec = Spec("v1") },
            new() { Spec = Spec("failed"), Phase = DeploymentPhase.Error },
            new() { Spec = Spec("v4"), Phase = DeploymentPhase.Building },
            new() { Spec = Spec("v5"), Phase = DeploymentPhase.PendingBuild });
        var reading = await ReadAsync(world);

        Assert.Empty(reading.Unread);
        Assert.Equal(["v1", "v3", "v4", "v5"], reading.Uses.Select(static use => use.Tag).Order(StringComparer.Ordinal));
        Assert.All(reading.Uses, static use => Assert.Equal(("web", "app/shop"), (use.Repository, use.User.Text)));
    }

    [Fact]
    public async Task The_last_ten_superseded_deployments_count()
    {
        await using var world = await StartAsync([.. Enumerable.Range(1, 12).Select(static number => new DeploymentSeed { Spec = Spec($"old-{number:00}"), Age = TimeSpan.FromDays(60 - number) })]);

        Assert.Equal(
            [.. Enumerable.Range(3, 10).Select(static number => $"old-{number:00}"), "v3"],
            (await ReadAsync(world)).Uses.Select(static use => use.Tag!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_deployment_that_a_rollback_pins_counts()
    {
        const string Id = "44444444-4444-4444-8444-444444444444";
        await using var world = await StartAsync(new DeploymentSeed { Id = Id, Spec = Spec("v2") });
        world.World.RollBackApp("shop", Id);
        world.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("v2", (await ReadAsync(world)).Uses.Select(static use => use.Tag));
    }

    [Theory]
    [InlineData("services", """{"registry_type":"DOCR","repository":"team/web","tag":"v1"}""", "team/web:v1@")]
    [InlineData("workers", """{"registry_type":"DOCR","repository":"web"}""", "web:latest@")]
    [InlineData("jobs", """{"registry_type":"DOCR","repository":"web","digest":"DIGEST"}""", "web:@DIGEST")]
    [InlineData("services", """{"registry_type":"DOCKER_HUB","registry":"library","repository":"nginx","tag":"1"}""", "")]
    public async Task A_component_of_every_sort_uses_its_image(string list, string image, string use)
    {
        var spec = new JsonObject
        {
            ["name"] = "shop",
            [list] = new JsonArray(new JsonObject { ["name"] = "part", ["image"] = JsonNode.Parse(image.Replace("DIGEST", Digest, StringComparison.Ordinal)) }),
        };
        await using var world = await ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main" }], Apps = [new() { Spec = spec }] });

        Assert.Equal(use.Replace("DIGEST", Digest, StringComparison.Ordinal), string.Concat((await ReadAsync(world)).Uses.Select(static use => $"{use.Repository}:{use.Tag}@{use.Digest}")));
    }

    [Fact]
    public async Task Apps_that_are_left_out_are_not_asked_for()
    {
        await using var world = await StartAsync();
        var reading = await UsageReadings.ReadAsync(world, new UsageScope("main", [], Workloads: true, Apps: false));

        Assert.Empty(reading.Uses);
        Assert.Empty(world.Simulator.Requests.All);
    }

    [Theory]
    [InlineData("/v2/apps", "apps", 0)]
    [InlineData("/v2/apps/*/deployments", "deployments of the app shop", 1)]
    public async Task What_is_refused_is_unread_and_the_rest_is_read(string path, string resource, int uses)
    {
        await using var world = await StartAsync(new DeploymentSeed { Spec = Spec("v1") });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = path, Status = 403 });
        var reading = await ReadAsync(world);
        var source = Assert.Single(reading.Unread);

        Assert.Equal((null, resource, "app:read", HttpStatusCode.Forbidden), (source.ClusterUuid, source.Resource, source.Scope, source.Status));
        Assert.Equal(uses, reading.Uses.Length);
    }

    [Fact]
    public async Task An_app_that_is_deleted_meanwhile_protects_what_it_used_until_the_next_refresh()
    {
        await using var world = await StartAsync(new DeploymentSeed { Spec = Spec("v1") });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/apps/*/deployments", Status = 404 });
        var reading = await ReadAsync(world);

        Assert.Empty(reading.Unread);
        Assert.Equal(["v3"], reading.Uses.Select(static use => use.Tag));
    }

    [Theory]
    [InlineData("/v2/apps", "apps")]
    [InlineData("/v2/apps", "id")]
    [InlineData("/v2/apps", "spec")]
    [InlineData("/v2/apps", "name")]
    [InlineData("/v2/apps", "repository")]
    [InlineData("/v2/apps/*/deployments", "deployments")]
    [InlineData("/v2/apps/*/deployments", "spec")]
    public async Task What_a_response_does_not_state_is_not_taken_for_nothing(string path, string missing)
    {
        await using var world = await StartAsync(new DeploymentSeed { Spec = Spec("v1") });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = path, Kind = FaultKind.WrongMember, Member = missing });

        Assert.NotEmpty((await ReadAsync(world)).Unread);
    }

    [Fact]
    public async Task An_image_whose_kind_of_registry_is_not_known_counts()
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/apps", Kind = FaultKind.WrongMember, Member = "registry_type" });
        var reading = await ReadAsync(world);

        Assert.Empty(reading.Unread);
        Assert.Equal(["v3"], reading.Uses.Select(static use => use.Tag));
    }

    [Fact]
    public void A_use_by_an_app_names_the_app() => Assert.Equal("app/shop", new ImageUser.App("shop", "id").Text);

    private static Task<ProviderFixture> StartAsync(params IReadOnlyList<DeploymentSeed> deployments) =>
        ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main" }], Apps = [new() { Spec = Spec("v3"), Deployments = deployments }] });

    private static JsonObject Spec(string tag) =>
        JsonNode.Parse($$$"""{"name":"shop","services":[{"name":"web","image":{"registry_type":"DOCR","repository":"web","tag":"{{{tag}}}"}}]}""")!.AsObject();

    private static Task<UsageReading> ReadAsync(ProviderFixture world) => UsageReadings.ReadAsync(world, new UsageScope("main", [], Workloads: true, Apps: true));
}
