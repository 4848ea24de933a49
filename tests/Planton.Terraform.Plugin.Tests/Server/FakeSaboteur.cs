using System.Collections.Immutable;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A provider of which nothing works: every method of an author's throws the same exception.</summary>
internal sealed class FakeSaboteur(Func<Exception> make) : Provider<FakeSabotagedModel, FakeApi>
{
    /// <summary>What the provider makes of an exception of its own service.</summary>
    public Func<Exception, Diagnostic?> Explanation { get; init; } = static _ => null;

    protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

    protected override IEnumerable<Resource> Resources => [new SabotagedResource(make)];

    protected override IEnumerable<DataSource> DataSources => [new SabotagedSource(make)];

    protected override IEnumerable<EphemeralResource> EphemeralResources => [new SabotagedLease(make)];

    protected override IEnumerable<ListResource> ListResources => [new SabotagedList(make)];

    protected override IEnumerable<ProviderAction> Actions => [new SabotagedDeed(make)];

    protected override IEnumerable<Function> Functions => [new SabotagedFunction(make)];

    protected override void ValidateConfig(FakeSabotagedModel config, DiagnosticList diagnostics) => throw make();

    protected override Configuration<FakeApi> Configure(FakeSabotagedModel config, ConfigureContext context) => throw make();

    protected override Diagnostic? Explain(Exception exception, string action) => Explanation(exception);

    private sealed class SabotagedResource(Func<Exception> make) : Resource<FakeSabotagedModel, FakeApi>("test_any")
    {
        protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

        protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "N."));

        protected override IReadOnlyDictionary<long, StateUpgrader<FakeSabotagedModel>> StateUpgraders => new Dictionary<long, StateUpgrader<FakeSabotagedModel>> { [7] = _ => throw make() };

        protected override void ValidateConfig(FakeSabotagedModel config, DiagnosticList diagnostics) => throw make();

        protected override void Plan(ResourcePlan<FakeSabotagedModel> plan) => throw make();

        protected override Task<FakeSabotagedModel> CreateAsync(FakeSabotagedModel plan, ResourceContext<FakeSabotagedModel, FakeApi> context) => throw make();

        protected override Task<FakeSabotagedModel?> ReadAsync(FakeSabotagedModel state, ResourceContext<FakeSabotagedModel, FakeApi> context) => throw make();

        protected override Task<FakeSabotagedModel> UpdateAsync(FakeSabotagedModel plan, FakeSabotagedModel state, ResourceContext<FakeSabotagedModel, FakeApi> context) => throw make();

        protected override Task DeleteAsync(FakeSabotagedModel state, ResourceContext<FakeSabotagedModel, FakeApi> context) => throw make();

        protected override Task<FakeSabotagedModel> ImportAsync(string id, ResourceContext<FakeSabotagedModel, FakeApi> context) => throw make();

        protected override FakeSabotagedModel? MoveState(MoveSource source) => throw make();
    }

    private sealed class SabotagedSource(Func<Exception> make) : DataSource<FakeSabotagedModel, FakeApi>("test_any")
    {
        protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

        protected override Task<FakeSabotagedModel> ReadAsync(FakeSabotagedModel config, OperationContext<FakeApi> context) => throw make();
    }

    private sealed class SabotagedLease(Func<Exception> make) : EphemeralResource<FakeSabotagedModel, FakeApi>("test_any")
    {
        protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

        protected override Task<FakeSabotagedModel> OpenAsync(FakeSabotagedModel config, EphemeralContext<FakeApi> context) => throw make();

        protected override Task RenewAsync(EphemeralContext<FakeApi> context) => throw make();

        protected override Task CloseAsync(EphemeralContext<FakeApi> context) => throw make();
    }

    private sealed class SabotagedList(Func<Exception> make) : ListResource<FakeSabotagedModel, FakeSabotagedModel, FakeApi>(new SabotagedResource(make))
    {
        protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

        protected override IAsyncEnumerable<ListItem<FakeSabotagedModel>> ListAsync(FakeSabotagedModel config, ListContext<FakeApi> context) => throw make();
    }

    private sealed class SabotagedDeed(Func<Exception> make) : ProviderAction<FakeSabotagedModel, FakeApi>("test_any")
    {
        protected override Schema<FakeSabotagedModel> Schema => FakeSabotagedModel.Schema;

        protected override Task CheckPlanAsync(FakeSabotagedModel config, OperationContext<FakeApi> context) => throw make();

        protected override Task InvokeAsync(FakeSabotagedModel config, ActionContext<FakeApi> context) => throw make();
    }

    private sealed class SabotagedFunction(Func<Exception> make) : Function("any")
    {
        public override string Summary => "Any.";

        public override string Description => "Any.";

        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override CtyType ReturnType => CtyType.String;

        protected internal override CtyValue Run(ImmutableArray<CtyValue> arguments) => throw make();
    }
}

internal sealed class FakeSabotagedModel
{
    public TfValue<string> Name;

    public static Schema<FakeSabotagedModel> Schema { get; } = new()
    {
        Description = "Any.",
        Attributes = { { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "N.", Validators = [new OneOf("a", "b")] } } },
    };
}
