using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A resource with what an author may need and this repository's own provider does not.</summary>
internal sealed class FakeParcel() : Resource<FakeParcelModel, FakeApi>("test_parcel")
{
    /// <summary>What the service makes of a parcel that it is given.</summary>
    public Action<FakeParcelModel> Alter { get; set; } = static _ => { };

    protected override Schema<FakeParcelModel> Schema { get; } = new()
    {
        Version = 1,
        Description = "A parcel.",
        Attributes =
        {
            { "code", static m => ref m.Code, new StringAttribute { Required = true, Description = "The code, in any case.", PlanModifiers = [new KeepCase()] } },
            { "weight", static m => ref m.Weight, new Float64Attribute { Optional = true, Description = "The weight." } },
            { "volume", static m => ref m.Volume, new NumberAttribute { Optional = true, Description = "The volume." } },
            { "pin", static m => ref m.Pin, new StringAttribute { Optional = true, WriteOnly = true, Description = "The pin." } },
            { "box", static m => ref m.Box, new SingleNestedAttribute<FakeItemModel>(FakeItemModel.Attributes) { Optional = true, Description = "The box." } },
            { "items", static m => ref m.Items, new ListNestedAttribute<FakeItemModel>(FakeItemModel.Attributes) { Optional = true, Description = "The items." } },
            { "number", static m => ref m.Number, new Int64Attribute { Computed = true, Description = "The number." } },
            { "scans", static m => ref m.Scans, new Int64Attribute { Computed = true, Description = "How often it was scanned." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("number", "The number."));

    protected override IReadOnlyDictionary<long, StateUpgrader<FakeParcelModel>> StateUpgraders { get; } = new Dictionary<long, StateUpgrader<FakeParcelModel>>
    {
        [0] = static state => new() { Code = state.GetProperty("label").GetString(), Pin = state.GetProperty("pin").GetString(), Number = 7, Scans = 0 },
    };

    protected override FakeParcelModel? MoveState(MoveSource source) => source.TypeName == "other_parcel"
        ? new()
        {
            Code = source.State.GetProperty("code").GetString(),
            Pin = "1234",
            Items = ImmutableArray.Create<TfValue<FakeItemModel>>(new FakeItemModel { Label = "x", Key = "k", Serial = 1 }),
            Number = 7,
            Scans = 0,
        }
        : null;

    protected override Task<FakeParcelModel> CreateAsync(FakeParcelModel plan, ResourceContext<FakeParcelModel, FakeApi> context) =>
        Task.FromResult(Handled(plan, 0));

    protected override Task<FakeParcelModel?> ReadAsync(FakeParcelModel state, ResourceContext<FakeParcelModel, FakeApi> context)
    {
        state.Weight = Rounded(state.Weight);
        return Task.FromResult<FakeParcelModel?>(state);
    }

    protected override Task<FakeParcelModel> UpdateAsync(FakeParcelModel plan, FakeParcelModel state, ResourceContext<FakeParcelModel, FakeApi> context) =>
        Task.FromResult(Handled(plan, state.Scans.Value + 1));

    protected override Task DeleteAsync(FakeParcelModel state, ResourceContext<FakeParcelModel, FakeApi> context) => Task.CompletedTask;

    protected override Task<FakeParcelModel> ImportAsync(string id, ResourceContext<FakeParcelModel, FakeApi> context) =>
        Task.FromResult(new FakeParcelModel { Code = "imported", Number = 7, Scans = 0 });

    private FakeParcelModel Handled(FakeParcelModel plan, long scans)
    {
        (plan.Number, plan.Scans, plan.Weight) = (7, scans, Rounded(plan.Weight));
        if (plan.Box.IsKnown) plan.Box.Value.Serial = 1;
        foreach (var item in plan.Items.Or([])) item.Value.Serial = item.Value.Serial.Or(1);
        Alter(plan);
        return plan;
    }

    /// <summary>The service computes with doubles.</summary>
    private static TfValue<double> Rounded(TfValue<double> weight) => weight.TryGet(out var known) ? known : weight;

    /// <summary>The service does not care about case, so a code that differs in nothing else stays as it is stored.</summary>
    private sealed class KeepCase : PlanModifier<string>
    {
        public override void Modify(PlanModifierRequest<string> request)
        {
            if (request.Prior.TryGet(out var prior) && request.Planned.TryGet(out var planned) && string.Equals(prior, planned, StringComparison.OrdinalIgnoreCase)) request.Planned = prior;
        }
    }
}

internal sealed class FakeParcelModel
{
    public TfValue<string> Code;
    public TfValue<double> Weight;
    public TfValue<CtyNumber> Volume;
    public TfValue<string> Pin;
    public TfValue<FakeItemModel> Box;
    public TfValue<ImmutableArray<TfValue<FakeItemModel>>> Items;
    public TfValue<long> Number;
    public TfValue<long> Scans;
}

internal sealed class FakeItemModel
{
    public TfValue<string> Label;
    public TfValue<string> Key;
    public TfValue<string> Note;
    public TfValue<long> Serial;

    public static AttributeSet<FakeItemModel> Attributes { get; } = new()
    {
        { "label", static m => ref m.Label, new StringAttribute { Required = true, Description = "The label." } },
        { "key", static m => ref m.Key, new StringAttribute { Optional = true, WriteOnly = true, Description = "The key." } },
        { "note", static m => ref m.Note, new StringAttribute { Optional = true, Sensitive = true, Description = "A note." } },
        { "serial", static m => ref m.Serial, new Int64Attribute { Computed = true, Description = "The serial number." } },
    };
}
