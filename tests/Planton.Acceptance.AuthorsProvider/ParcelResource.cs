using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Acceptance.Authors;

/// <summary>A parcel. The office computes with doubles, and writes the label of whatever is addressed to "shout" in capitals.</summary>
internal sealed class ParcelResource() : Resource<ParcelModel, PostOffice>("post_parcel")
{
    protected override Schema<ParcelModel> Schema { get; } = new()
    {
        Version = 1,
        Description = "A parcel.",
        Attributes =
        {
            { "to", static m => ref m.To, new StringAttribute { Required = true, Description = "The receiver, in any case.", PlanModifiers = [new KeepCase()] } },
            { "weight", static m => ref m.Weight, new Float64Attribute { Optional = true, Description = "The weight." } },
            { "volume", static m => ref m.Volume, new NumberAttribute { Optional = true, Description = "The volume." } },
            { "pin", static m => ref m.Pin, new StringAttribute { Optional = true, WriteOnly = true, Description = "The pin, which was stored once." } },
            { "box", static m => ref m.Box, new SingleNestedAttribute<ItemModel>(ItemModel.Attributes) { Optional = true, Description = "The box." } },
            { "items", static m => ref m.Items, new ListNestedAttribute<ItemModel>(ItemModel.Attributes) { Optional = true, Description = "The items." } },
            { "number", static m => ref m.Number, new Int64Attribute { Computed = true, Description = "The number." } },
            { "scans", static m => ref m.Scans, new Int64Attribute { Computed = true, Description = "How often it was scanned." } },
            { "town", static m => ref m.Town, new StringAttribute { Computed = true, Description = "Where it is." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("number", "The number."));

    protected override IReadOnlyDictionary<long, StateUpgrader<ParcelModel>> StateUpgraders { get; } = new Dictionary<long, StateUpgrader<ParcelModel>>
    {
        [0] = static state => new() { To = state.GetProperty("receiver").GetString(), Number = 7, Scans = 0, Town = "Hill Valley" },
    };

    protected override Task<ParcelModel> CreateAsync(ParcelModel plan, ResourceContext<ParcelModel, PostOffice> context) =>
        Task.FromResult(Handled(plan, 0, context.ProviderData));

    protected override Task<ParcelModel?> ReadAsync(ParcelModel state, ResourceContext<ParcelModel, PostOffice> context)
    {
        state.Weight = Rounded(state.Weight);
        return Task.FromResult<ParcelModel?>(state);
    }

    protected override Task<ParcelModel> UpdateAsync(ParcelModel plan, ParcelModel state, ResourceContext<ParcelModel, PostOffice> context) =>
        Task.FromResult(Handled(plan, state.Scans.Value + 1, context.ProviderData));

    protected override Task DeleteAsync(ParcelModel state, ResourceContext<ParcelModel, PostOffice> context) => Task.CompletedTask;

    protected override Task<ParcelModel> ImportAsync(string id, ResourceContext<ParcelModel, PostOffice> context) =>
        Task.FromResult(Handled(new() { To = id }, 0, context.ProviderData));

    private static ParcelModel Handled(ParcelModel plan, long scans, PostOffice office)
    {
        (plan.Number, plan.Scans, plan.Town, plan.Weight) = (7, scans, office.Town, Rounded(plan.Weight));
        foreach (var item in plan.Items.Or([]).Append(plan.Box).Where(static item => item.IsKnown))
        {
            item.Value.Serial = 1;
            if (plan.To.Value == "shout") item.Value.Label = item.Value.Label.Value.ToUpperInvariant();
        }

        return plan;
    }

    private static TfValue<double> Rounded(TfValue<double> weight) => weight.TryGet(out var known) ? known : weight;

    private sealed class KeepCase : PlanModifier<string>
    {
        public override void Modify(PlanModifierRequest<string> request)
        {
            if (request.Prior.TryGet(out var prior) && request.Planned.TryGet(out var planned) && string.Equals(prior, planned, StringComparison.OrdinalIgnoreCase)) request.Planned = prior;
        }
    }
}

internal sealed class ParcelModel
{
    public TfValue<string> To;
    public TfValue<double> Weight;
    public TfValue<CtyNumber> Volume;
    public TfValue<string> Pin;
    public TfValue<ItemModel> Box;
    public TfValue<ImmutableArray<TfValue<ItemModel>>> Items;
    public TfValue<long> Number;
    public TfValue<long> Scans;
    public TfValue<string> Town;
}

internal sealed class ItemModel
{
    public TfValue<string> Label;
    public TfValue<long> Count;
    public TfValue<long> Serial;

    public static AttributeSet<ItemModel> Attributes { get; } = new()
    {
        { "label", static m => ref m.Label, new StringAttribute { Required = true, Description = "The label." } },
        { "count", static m => ref m.Count, new Int64Attribute { Optional = true, Description = "How many." } },
        { "serial", static m => ref m.Serial, new Int64Attribute { Computed = true, Description = "The serial number." } },
    };
}
