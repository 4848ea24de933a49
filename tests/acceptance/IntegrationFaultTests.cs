using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.IntegrationScenario;

namespace Planton.Acceptance;

/// <summary>An integration when a part of it fails, when the API does not do or show what it accepted, and when the user interrupts.</summary>
public sealed class IntegrationFaultTests
{
    [Fact]
    public async Task A_partial_failure_keeps_what_succeeded_names_what_failed_and_heals()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 412, Method = "POST", Path = "/v2/kubernetes/registries", BodyContains = Third, Count = 1 });

        scenario.Cli.Write(Integration(First, Second, Third));
        (await scenario.Cli.ApplyAsync()).Fails().Says($"The integration with the cluster {Third} could not be added").DoesNotSay($"cluster {Second} could not");
        var uuids = (await scenario.Cli.StateOfAsync(Address)).GetProperty("cluster_uuids").EnumerateArray().Select(static uuid => uuid.GetString());
        Assert.Equal([First, Second], uuids);
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal([First, Second, Third], scenario.Integrated());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_create_that_fails_for_one_cluster_converges_at_the_next_apply()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 422, Method = "POST", Path = "/v2/kubernetes/registries", BodyContains = Second, Count = 1 });
        scenario.Cli.Write(Integration(First, Second));

        (await scenario.Cli.ApplyAsync()).Fails().Says(Second);
        Assert.Equal(JsonValueKind.Object, (await scenario.Cli.StateOfAsync(Address)).GetProperty("clusters").ValueKind);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal([First, Second], scenario.Integrated());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Where_the_named_endpoints_are_missing_the_plain_ones_serve_an_account_with_one_registry(int status)
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.Behavior = new Behavior { NamedIntegrationStatus = status, OmitClusterRegistries = true };

        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", "/v2/kubernetes/registry"));
        Assert.Equal(1, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task A_removal_that_has_no_effect_is_noticed_and_done_the_older_way()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.Behavior = new Behavior { NamedRemovalIneffective = true };

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Integrated());
        Assert.Equal(1, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task The_older_removal_is_not_used_where_another_registry_would_lose_its_integration()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddRegistry("other", "fra1");
        scenario.Simulator.World.SetIntegrations(First, "other");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.Behavior = new Behavior { NamedRemovalIneffective = true };

        (await scenario.Cli.DestroyAsync()).Fails().Says(First).Says("others are integrated");
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registry"));
        Assert.NotNull(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task An_effect_that_comes_late_is_waited_for()
    {
        await using var scenario = await StartAsync(speed: 10);
        scenario.Simulator.World.Behavior = new Behavior { IntegrationDelay = TimeSpan.FromSeconds(8) };

        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task An_integration_that_the_api_does_not_name_is_kept_with_a_warning_in_an_account_of_several_registries()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetOmitsRegistries(First, true);

        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.Says("It is not known which registry is integrated");
    }

    [Fact]
    public async Task A_removal_that_cannot_be_read_back_is_sent_by_name_and_warned_of_and_the_destroy_ends()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetIntegrations(First, "main", "other");
        scenario.Simulator.World.SetIntegrations(Second, "main", "other");
        scenario.Simulator.World.Behavior = new Behavior { EmptyClusterRegistries = true };

        (await scenario.Cli.Write(Integration(Second)).ApplyAsync()).Succeeds().Says("could not be confirmed");
        Assert.Equal([Second], scenario.Integrated());
        (await scenario.Cli.DestroyAsync()).Succeeds().Says("could not be confirmed");

        Assert.Empty(scenario.Integrated());
        Assert.All(scenario.Simulator.World.Clusters.Where(static cluster => cluster.Id is First or Second), static cluster => Assert.Equal(["other"], cluster.Registries));
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task Ctrl_C_during_an_apply_keeps_what_was_accepted_and_the_next_plan_is_empty()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.Behavior = new Behavior { IntegrationDelay = TimeSpan.FromHours(1) };
        scenario.Cli.Write(Integration(First));

        var interrupted = await scenario.Cli.InterruptAsync(
            () => scenario.Count("POST", "/v2/kubernetes/registries") > 0, "apply", "-auto-approve", "-input=false");
        interrupted.Fails().Says("interrupted");

        // What the API has accepted is whole: nothing is tainted, and a working integration is not taken away to be made anew.
        scenario.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal([First], scenario.Integrated());
        Assert.Equal(1, scenario.Count("POST", "/v2/kubernetes/registries"));
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registries"));
    }
}
