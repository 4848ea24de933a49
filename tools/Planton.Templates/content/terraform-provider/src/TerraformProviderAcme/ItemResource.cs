using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

namespace TerraformProviderAcme;

/// <summary>An item: a resource from top to bottom.</summary>
internal sealed class ItemResource() : Resource<ItemModel, AcmeClient>("acme_item")
{
    protected override Schema<ItemModel> Schema { get; } = new()
    {
        Description = "An item.",
        Attributes =
        {
            {
                "name", static m => ref m.Name,
                new StringAttribute { Required = true, Description = "The name of the item. A change replaces the item.", PlanModifiers = [new RequiresReplace<string>()] }
            },
            { "content", static m => ref m.Content, new StringAttribute { Optional = true, DefaultValue = "", Description = "What the item holds. The default is nothing." } },
            { "size", static m => ref m.Size, new Int64Attribute { Computed = true, Description = "How many characters the item holds." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name of the item."));

    protected override Task<ItemModel> CreateAsync(ItemModel plan, ResourceContext<ItemModel, AcmeClient> context) => PutAsync(plan, context);

    /// <summary>Null says that the item is gone; the next plan then creates it again.</summary>
    protected override async Task<ItemModel?> ReadAsync(ItemModel state, ResourceContext<ItemModel, AcmeClient> context) =>
        await context.ProviderData.FindAsync(state.Name.Value, context.Cancellation) is { } content ? ItemModel.Of(state.Name.Value, content) : null;

    protected override Task<ItemModel> UpdateAsync(ItemModel plan, ItemModel state, ResourceContext<ItemModel, AcmeClient> context) => PutAsync(plan, context);

    protected override Task DeleteAsync(ItemModel state, ResourceContext<ItemModel, AcmeClient> context)
    {
        context.ProviderData.Delete(state.Name.Value);
        return Task.CompletedTask;
    }

    /// <summary>What is known from the id alone; a read completes it.</summary>
    protected override Task<ItemModel> ImportAsync(string id, ResourceContext<ItemModel, AcmeClient> context) => Task.FromResult(new ItemModel { Name = id });

    private static async Task<ItemModel> PutAsync(ItemModel plan, ResourceContext<ItemModel, AcmeClient> context)
    {
        await context.ProviderData.PutAsync(plan.Name.Value, plan.Content.Value, context.Cancellation);
        return ItemModel.Of(plan.Name.Value, plan.Content.Value);
    }
}

/// <summary>The item's attributes: a field for each.</summary>
internal sealed class ItemModel
{
    public TfValue<string> Name;
    public TfValue<string> Content;
    public TfValue<long> Size;

    public static ItemModel Of(string name, string content) => new() { Name = name, Content = content, Size = content.Length };
}
