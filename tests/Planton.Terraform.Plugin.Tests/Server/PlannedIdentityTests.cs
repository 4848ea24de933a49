using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>
/// An identity that only the service can give is absent from the plan of a new object and does not change while the object lives. The driver checks both,
/// also where the resource has no plan modifier that keeps the attribute known.
/// </summary>
public sealed class PlannedIdentityTests
{
    private const string TicketType = "test_ticket";

    [Fact]
    public async Task A_computed_identity_is_absent_at_create_and_kept_by_updates()
    {
        await using var provider = await InProcessProvider.StartAsync(new TicketProvider());
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var ticket = core.Resource(TicketType);

        Assert.Equal(CoreAction.Create, await ticket.ConvergeAsync("""{ "title": "first" }"""));
        var identity = ticket.Stored!.Identity;

        Assert.Equal(CoreAction.Update, await ticket.ConvergeAsync("""{ "title": "second" }"""));
        Assert.NotNull(identity);
        Assert.Equal(identity, ticket.Stored!.Identity);
        await ticket.DestroyAsync();
    }

    [Fact]
    public async Task A_computed_identity_that_the_state_does_not_hold_yet_follows_from_the_state()
    {
        await using var provider = await InProcessProvider.StartAsync(new TicketProvider());
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var ticket = core.Resource(TicketType);
        await ticket.ConvergeAsync("""{ "title": "first" }""");
        var identity = ticket.Stored!.Identity;

        // A state that a CLI before 1.12 wrote.
        ticket.Stored = ticket.Stored with { Identity = null };
        var plan = await ticket.PlanAsync("""{ "title": "second" }""", refresh: false);
        await ticket.ApplyAsync(plan);

        Assert.Equal(identity, ticket.Stored!.Identity);
    }

    private sealed class TicketProvider : Provider<TicketProviderModel, TicketDesk>
    {
        protected override Schema<TicketProviderModel> Schema { get; } = new() { Description = "A provider for tests.", Attributes = { } };

        protected override IEnumerable<ApiResource<TicketDesk>> Resources => [new Ticket()];

        protected override IEnumerable<ApiDataSource<TicketDesk>> DataSources => [];

        protected override Configuration<TicketDesk> Configure(TicketProviderModel config, ConfigureContext context) => new(new TicketDesk());

        protected override Diagnostic? Explain(Exception exception, string action) => null;
    }

    private sealed class TicketProviderModel;

    private sealed class TicketDesk;

    private sealed class TicketModel
    {
        public TfValue<string> Title;
        public TfValue<string> Number;
    }

    private sealed class Ticket() : Resource<TicketModel, TicketDesk>(TicketType)
    {
        protected override Schema<TicketModel> Schema { get; } = new()
        {
            Description = "A ticket whose number the service gives.",
            Attributes =
            {
                { "title", static m => ref m.Title, new StringAttribute { Required = true, Description = "The title." } },
                { "number", static m => ref m.Number, new StringAttribute { Computed = true, Description = "The number." } },
            },
        };

        protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("number", "The number."));

        protected override string? NameOf(TicketModel model) => null;

        protected override Task<TicketModel> CreateAsync(TicketModel plan, ResourceContext<TicketModel, TicketDesk> context) =>
            Task.FromResult(new TicketModel { Title = plan.Title, Number = "7" });

        protected override Task<TicketModel?> ReadAsync(TicketModel state, ResourceContext<TicketModel, TicketDesk> context) => Task.FromResult<TicketModel?>(state);

        protected override Task<TicketModel> UpdateAsync(TicketModel plan, TicketModel state, ResourceContext<TicketModel, TicketDesk> context) =>
            Task.FromResult(new TicketModel { Title = plan.Title, Number = state.Number });

        protected override Task DeleteAsync(TicketModel state, ResourceContext<TicketModel, TicketDesk> context) => Task.CompletedTask;

        protected override Task<TicketModel> ImportAsync(string id, ResourceContext<TicketModel, TicketDesk> context) =>
            Task.FromResult(new TicketModel { Title = "first", Number = id });
    }
}
