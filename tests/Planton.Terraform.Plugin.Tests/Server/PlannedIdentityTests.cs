using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Planned identities, which the driver holds to the core's rules: wholly known or absent, and the object's own while it stays.</summary>
public sealed class PlannedIdentityTests
{
    [Fact]
    public async Task A_name_that_is_unknown_at_plan_is_planned_created_and_replaced()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var thing = await ResourceAsync(provider, "test_thing");

        await thing.ApplyAsync(await thing.PlanAsync("""{ "name": "(unknown)" }"""), """{ "name": "a" }""");
        var replacement = await thing.PlanAsync("""{ "name": "(unknown)" }""");
        await thing.ApplyAsync(replacement, """{ "name": "b" }""");

        Assert.Equal(CoreAction.Replace, replacement.Action);
        await thing.ExpectEmptyPlanAsync("""{ "name": "b" }""");
        await thing.DestroyAsync();
    }

    [Fact]
    public async Task An_identity_that_the_service_chooses_is_planned_created_and_updated()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var ticket = await ResourceAsync(provider, "test_ticket");

        await ticket.ConvergeAsync("""{ "title": "a" }""");

        Assert.Equal(CoreAction.Update, await ticket.ConvergeAsync("""{ "title": "b" }"""));
        await ticket.DestroyAsync();
    }

    private static async Task<ResourceDriver> ResourceAsync(InProcessProvider provider, string typeName)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core.Resource(typeName);
    }
}
