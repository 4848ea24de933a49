using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A resource whose identity the service chooses: it is unknown until there is an object, and in every plan that changes it.</summary>
internal sealed class FakeTicket() : Resource<FakeTicketModel, FakeApi>("test_ticket")
{
    protected override Schema<FakeTicketModel> Schema { get; } = new()
    {
        Description = "A ticket.",
        Attributes =
        {
            { "title", static m => ref m.Title, new StringAttribute { Required = true, Description = "The title." } },
            { "number", static m => ref m.Number, new Int64Attribute { Computed = true, Description = "The number." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("number", "The number."));

    protected override Task<FakeTicketModel> CreateAsync(FakeTicketModel plan, ResourceContext<FakeTicketModel, FakeApi> context) =>
        Task.FromResult(new FakeTicketModel { Title = plan.Title, Number = 7 });

    protected override Task<FakeTicketModel?> ReadAsync(FakeTicketModel state, ResourceContext<FakeTicketModel, FakeApi> context) =>
        Task.FromResult<FakeTicketModel?>(state);

    protected override Task<FakeTicketModel> UpdateAsync(FakeTicketModel plan, FakeTicketModel state, ResourceContext<FakeTicketModel, FakeApi> context) =>
        Task.FromResult(new FakeTicketModel { Title = plan.Title, Number = state.Number });

    protected override Task DeleteAsync(FakeTicketModel state, ResourceContext<FakeTicketModel, FakeApi> context) => Task.CompletedTask;

    protected override Task<FakeTicketModel> ImportAsync(string id, ResourceContext<FakeTicketModel, FakeApi> context) =>
        Task.FromResult(new FakeTicketModel { Title = "imported", Number = 7 });
}

internal sealed class FakeTicketModel
{
    public TfValue<string> Title;
    public TfValue<long> Number;
}
