using System.Collections.Immutable;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A provider that is configured by a request, and whose parts leave out what authors may leave out.</summary>
internal sealed class FakeShop : Provider<FakeProviderModel, FakeApi>
{
    public FakeApi Api { get; } = new();

    public Task Login { get; set; } = Task.CompletedTask;

    protected override Schema<FakeProviderModel> Schema { get; } = new() { Description = "A provider for tests." };

    public static Schema<FakeMeta> Meta { get; } = new()
    {
        Description = "What modules say.",
        Attributes = { { "module", static m => ref m.Module, new StringAttribute { Optional = true, Description = "The module." } } },
    };

    protected override Schema MetaSchema => Meta;

    protected override IEnumerable<Resource> Resources => [new FakeOrder(), new FakeStock()];

    protected override IEnumerable<DataSource> DataSources => [new FakePrice()];

    protected override IEnumerable<EphemeralResource> EphemeralResources => [new FakeBasket()];

    protected override IEnumerable<ListResource> ListResources => [new FakeStocks()];

    protected override IEnumerable<Function> Functions => [new FakeTotal()];

    protected override async ValueTask<Configuration<FakeApi>> ConfigureAsync(FakeProviderModel config, ConfigureContext context)
    {
        await Login.WaitAsync(context.Cancellation);
        return new(Api);
    }

    protected override Diagnostic? Explain(Exception exception, string action) => null;
}

internal sealed class FakeMeta
{
    public TfValue<string> Module;
}

/// <summary>A resource without identity and import.</summary>
internal sealed class FakeOrder() : Resource<FakeOrderModel, FakeApi>("test_order")
{
    protected override Schema<FakeOrderModel> Schema { get; } = new()
    {
        Description = "An order.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(read: TimeSpan.FromMinutes(1)) },
        },
    };

    protected override void Plan(ResourcePlan<FakeOrderModel> plan)
    {
        if (plan.Planned.Name.Or(string.Empty) == "later") plan.Defer(DeferralReason.AbsentPrerequisite);
    }

    protected override Task<FakeOrderModel> CreateAsync(FakeOrderModel plan, ResourceContext<FakeOrderModel, FakeApi> context) => Task.FromResult(plan);

    protected override async Task<FakeOrderModel?> ReadAsync(FakeOrderModel state, ResourceContext<FakeOrderModel, FakeApi> context)
    {
        if (state.Name.Value == "later") context.Defer(DeferralReason.ResourceConfigUnknown);
        await context.ProviderData.OnOperation("read", context.Cancellation);
        return state;
    }

    protected override Task<FakeOrderModel> UpdateAsync(FakeOrderModel plan, FakeOrderModel state, ResourceContext<FakeOrderModel, FakeApi> context) => Task.FromResult(plan);

    protected override Task DeleteAsync(FakeOrderModel state, ResourceContext<FakeOrderModel, FakeApi> context) => Task.CompletedTask;
}

internal sealed class FakeOrderModel
{
    public TfValue<string> Name;
    public TfValue<Timeouts> Timeouts;
}

/// <summary>A resource whose identity has parts of several kinds, one of which an import may leave out.</summary>
internal sealed class FakeStock() : Resource<FakeStockModel, FakeApi>("test_stock")
{
    protected override Schema<FakeStockModel> Schema { get; } = new()
    {
        Description = "A stock.",
        Attributes =
        {
            { "region", static m => ref m.Region, new StringAttribute { Optional = true, Computed = true, Description = "The region." } },
            { "shelves", static m => ref m.Shelves, new ListAttribute<long>(TfTypes.Int64) { Required = true, Description = "The shelves." } },
            { "cold", static m => ref m.Cold, new BoolAttribute { Optional = true, DefaultValue = false, Description = "Whether it is cold." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(
        new IdentityAttribute("region", "The region.") { IsOptionalForImport = true }, new IdentityAttribute("shelves", "The shelves."), new IdentityAttribute("cold", "Whether it is cold."));

    protected override Task<FakeStockModel> CreateAsync(FakeStockModel plan, ResourceContext<FakeStockModel, FakeApi> context) => Task.FromResult(Made(plan));

    protected override Task<FakeStockModel?> ReadAsync(FakeStockModel state, ResourceContext<FakeStockModel, FakeApi> context) => Task.FromResult<FakeStockModel?>(Made(state));

    protected override Task<FakeStockModel> UpdateAsync(FakeStockModel plan, FakeStockModel state, ResourceContext<FakeStockModel, FakeApi> context) => Task.FromResult(Made(plan));

    protected override Task DeleteAsync(FakeStockModel state, ResourceContext<FakeStockModel, FakeApi> context) => Task.CompletedTask;

    protected override Task<FakeStockModel> ImportAsync(string id, ResourceContext<FakeStockModel, FakeApi> context)
    {
        var parts = id.Split(':');
        return Task.FromResult(new FakeStockModel
        {
            Region = parts[0].Length == 0 ? "home" : parts[0],
            Shelves = parts[1].Split(',').Select(static number => TfValue<long>.Known(long.Parse(number))).ToImmutableArray(),
            Cold = parts[2] == "true",
        });
    }

    protected override FakeStockModel? MoveState(MoveSource source)
    {
        if (source.TypeName != "other_rack") return null;

        var rack = source.StateAs(FakeRackModel.Attributes);
        source.Private["came_from"] = $"{source.Identity?.GetProperty("rack").GetString()} {source.SourcePrivate.Length}";
        return new() { Region = rack.Place, Shelves = ImmutableArray.Create(rack.Board), Cold = false };
    }

    private static FakeStockModel Made(FakeStockModel model)
    {
        if (!model.Region.IsKnown) model.Region = "home";
        return model;
    }
}

internal sealed class FakeStockModel
{
    public TfValue<string> Region;
    public TfValue<ImmutableArray<TfValue<long>>> Shelves;
    public TfValue<bool> Cold;
}

/// <summary>What another provider stored.</summary>
internal sealed class FakeRackModel
{
    public TfValue<string> Place;
    public TfValue<long> Board;

    public static AttributeSet<FakeRackModel> Attributes { get; } = new()
    {
        { "place", static m => ref m.Place, new StringAttribute { Optional = true, Description = "P." } },
        { "board", static m => ref m.Board, new Int64Attribute { Optional = true, Description = "B." } },
    };
}

internal sealed class FakePrice() : DataSource<FakeOrderModel, FakeApi>("test_price")
{
    protected override Schema<FakeOrderModel> Schema { get; } = new()
    {
        Description = "A price.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(read: TimeSpan.FromMinutes(1)) },
        },
    };

    protected override async Task<FakeOrderModel> ReadAsync(FakeOrderModel config, OperationContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation($"read for {context.GetProviderMeta(FakeShop.Meta)?.Module.Or("nobody")}", context.Cancellation);
        return config;
    }
}

internal sealed class FakeBasket() : EphemeralResource<FakeOrderModel, FakeApi>("test_basket")
{
    protected override Schema<FakeOrderModel> Schema { get; } = new()
    {
        Description = "A basket.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(open: TimeSpan.FromMinutes(1)) },
        },
    };

    protected override async Task<FakeOrderModel> OpenAsync(FakeOrderModel config, EphemeralContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation("open", context.Cancellation);
        return config;
    }
}

internal sealed class FakeStocks() : ListResource<FakeOrderModel, FakeStockModel, FakeApi>(new FakeStock())
{
    protected override Schema<FakeOrderModel> Schema { get; } = new()
    {
        Description = "The stocks.",
        Attributes = { { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(list: TimeSpan.FromMinutes(1)) } },
    };

    protected override async IAsyncEnumerable<ListItem<FakeStockModel>> ListAsync(FakeOrderModel config, ListContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation("list", context.Cancellation);
        yield break;
    }
}

/// <summary>A typed function: prices, and a factor for each of them.</summary>
internal sealed class FakeTotal() : Function<FakeTotalArguments, double>("total")
{
    public override string Summary => "Adds up";

    public override string Description => "Adds up.";

    protected override Parameters<FakeTotalArguments> Arguments { get; } = new()
    {
        { "discount", static m => ref m.Discount, new Parameter<double>(TfTypes.Float64) { Description = "The discount.", AllowNull = true } },
        { "count", static m => ref m.Count, new Parameter<long>(TfTypes.Int64) { Description = "How many." } },
        { "prices", static m => ref m.Prices, new VariadicParameter<double>(TfTypes.Float64) { Description = "The prices." } },
    };

    protected override TfType<double> Result => TfTypes.Float64;

    protected override TfValue<double> Run(FakeTotalArguments arguments) =>
        arguments.Count.Value < 0 ? throw new FunctionException("A number of things is not negative.", 1) : (arguments.Prices.Value.Sum(static price => price.Value) * arguments.Count.Value) - arguments.Discount.Or(0);
}

internal sealed class FakeTotalArguments
{
    public TfValue<double> Discount;
    public TfValue<long> Count;
    public TfValue<ImmutableArray<TfValue<double>>> Prices;
}
