using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Acceptance.Authors;

/// <summary>A post office that keeps nothing: what it is given is all there is.</summary>
internal sealed class PostProvider : Provider<PostModel, PostOffice>
{
    protected override Schema<PostModel> Schema { get; } = new()
    {
        Description = "A post office.",
        Attributes =
        {
            { "town", static m => ref m.Town, new StringAttribute { Optional = true, DefaultValue = "Hill Valley", Description = "Where the office is." } },
            { "key", static m => ref m.Key, new StringAttribute { Optional = true, Description = "The key to the office." } },
        },
    };

    protected override IEnumerable<Resource> Resources => [new ParcelResource()];

    protected override IEnumerable<EphemeralResource> EphemeralResources => [new TicketResource()];

    protected override Configuration<PostOffice> Configure(PostModel config, ConfigureContext context) =>
        config.Key.IsUnknown ? new(null, "key") : new(new(config.Town.Value));

    protected override Diagnostic? Explain(Exception exception, string action) => null;
}

internal sealed record PostOffice(string Town);

internal sealed class PostModel
{
    public TfValue<string> Town;
    public TfValue<string> Key;
}

/// <summary>A number in the queue, valid while the CLI runs.</summary>
internal sealed class TicketResource() : EphemeralResource<TicketModel, PostOffice>("post_ticket")
{
    protected override Schema<TicketModel> Schema { get; } = new()
    {
        Description = "A ticket.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "For whom." } },
            { "note", static m => ref m.Note, new StringAttribute { Optional = true, Description = "A note." } },
            { "number", static m => ref m.Number, new Int64Attribute { Computed = true, Description = "The number." } },
        },
    };

    protected override Task<TicketModel> OpenAsync(TicketModel config, EphemeralContext<PostOffice> context)
    {
        config.Number = context.ProviderData.Town.Length;
        return Task.FromResult(config);
    }
}

internal sealed class TicketModel
{
    public TfValue<string> Name;
    public TfValue<string> Note;
    public TfValue<long> Number;
}
