using System.Collections.Immutable;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.EphemeralResources;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A service that keeps its things in memory, and does something else where a test says so.</summary>
internal sealed class FakeApi
{
    public Dictionary<string, string> Things { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs at the start of each operation with its name; may throw, or wait on the token.</summary>
    public Func<string, CancellationToken, Task> OnOperation { get; set; } = static (_, _) => Task.CompletedTask;
}

/// <summary>An exception that the fake provider has words for.</summary>
internal sealed class FakeApiException(string message) : Exception(message);

/// <summary>A small provider with one of each kind.</summary>
internal sealed class FakeProvider(FakeApi api) : Provider<FakeProviderModel, FakeApi>
{
    public FakeApi Api => api;

    public FakeThing Thing { get; } = new();

    public FakeParcel Parcel { get; } = new();

    public FakeLease Lease { get; } = new();

    public FakeDeed Deed { get; } = new();

    public FakeList List { get; } = new();

    protected override Schema<FakeProviderModel> Schema { get; } = new()
    {
        Description = "A provider for tests.",
        Attributes =
        {
            { "token", static m => ref m.Token, new StringAttribute { Optional = true, Sensitive = true, Description = "A secret." } },
            { "region", static m => ref m.Region, new StringAttribute { Optional = true, DefaultValue = "here", Description = "Where the service is." } },
        },
    };

    protected override IEnumerable<Resource> Resources => [Thing, Parcel, new FakeTicket()];

    protected override IEnumerable<DataSource> DataSources => [new FakeLookup()];

    protected override IEnumerable<EphemeralResource> EphemeralResources => [Lease];

    protected override IEnumerable<ProviderAction> Actions => [Deed];

    protected override IEnumerable<ListResource> ListResources => [List];

    protected override IEnumerable<Function> Functions => [new FakeJoin(), new FakeDescribe()];

    /// <summary>The region of the last configuration.</summary>
    public string? Region { get; private set; }

    protected override Configuration<FakeApi> Configure(FakeProviderModel config, ConfigureContext context)
    {
        Region = config.Region.Value;
        return config.Token.IsUnknown ? new(null, "token") : config.Token.Or(string.Empty) == "throw" ? throw new InvalidOperationException("secret words") : new(api);
    }

    protected override Diagnostic? Explain(Exception exception, string action) => exception switch
    {
        FakeApiException { Message: "unspeakable" } => throw new InvalidOperationException("no words"),
        FakeApiException known => new(DiagnosticSeverity.Error, $"{action} failed", $"The service says: {known.Message}"),
        _ => null,
    };
}

internal sealed class FakeProviderModel
{
    public TfValue<string> Token;
    public TfValue<string> Region;
}

/// <summary>A thing of the fake service.</summary>
internal sealed class FakeThing() : Resource<FakeThingModel, FakeApi>("test_thing")
{
    /// <summary>The write-only value that the last create or update saw.</summary>
    public string? SeenSecret { get; private set; }

    /// <summary>Whether results carry back what they must not.</summary>
    public bool IsCareless { get; set; }

    protected override Schema<FakeThingModel> Schema { get; } = new()
    {
        Version = 2,
        Description = "A thing.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name.", Validators = [new OneOf("a", "b", "c")], PlanModifiers = [new RequiresReplace<string>()] } },
            { "size", static m => ref m.Size, new Int64Attribute { Optional = true, DefaultValue = 1, Description = "The size.", Validators = [new AtLeast(0)] } },
            { "secret", static m => ref m.Secret, new StringAttribute { Optional = true, WriteOnly = true, Description = "A secret." } },
            { "tags", static m => ref m.Tags, new SetAttribute<string>(TfTypes.String) { Optional = true, Description = "Tags." } },
            { "parts", static m => ref m.Parts, new ListNestedAttribute<FakePartModel>(FakePartModel.Attributes) { Optional = true, Description = "Parts." } },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(5), update: TimeSpan.FromMinutes(5)) },
            { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "The id.", PlanModifiers = [new UseStateForUnknown<string>()] } },
            { "changes", static m => ref m.Changes, new Int64Attribute { Computed = true, Description = "How often it was changed." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name."))
    {
        Version = 1,
        Upgraders = new Dictionary<long, IdentityUpgrader> { [0] = static old => [CtyValue.String(old.GetProperty("title").GetString()!)] },
    };

    protected override IReadOnlyDictionary<long, StateUpgrader<FakeThingModel>> StateUpgraders { get; } = new Dictionary<long, StateUpgrader<FakeThingModel>>
    {
        [1] = static state => new() { Name = state.GetProperty("title").GetString(), Id = state.GetProperty("title").GetString(), Size = 1, Changes = 0 },
    };

    protected override async Task<FakeThingModel> CreateAsync(FakeThingModel plan, ResourceContext<FakeThingModel, FakeApi> context)
    {
        await context.ProviderData.OnOperation("create", context.Cancellation);
        context.ProviderData.Things[plan.Name.Value] = "1";
        context.Private["made"] = "yes";
        context.Save(Settled(plan, 0, context));
        await context.ProviderData.OnOperation("created", context.Cancellation);
        return Settled(plan, 0, context);
    }

    protected override async Task<FakeThingModel?> ReadAsync(FakeThingModel state, ResourceContext<FakeThingModel, FakeApi> context)
    {
        await context.ProviderData.OnOperation("read", context.Cancellation);
        if (!context.ProviderData.Things.ContainsKey(state.Name.Value)) return null;
        state.Id = state.Name;
        state.Size = state.Size.Or(1);
        state.Changes = state.Changes.Or(0);
        return state;
    }

    protected override async Task<FakeThingModel> UpdateAsync(FakeThingModel plan, FakeThingModel state, ResourceContext<FakeThingModel, FakeApi> context)
    {
        await context.ProviderData.OnOperation("update", context.Cancellation);
        return Settled(plan, state.Changes.Value + 1, context);
    }

    protected override async Task DeleteAsync(FakeThingModel state, ResourceContext<FakeThingModel, FakeApi> context)
    {
        await context.ProviderData.OnOperation("delete", context.Cancellation);
        context.ProviderData.Things.Remove(state.Name.Value);
    }

    protected override Task<FakeThingModel> ImportAsync(string id, ResourceContext<FakeThingModel, FakeApi> context) => id.Contains(' ', StringComparison.Ordinal)
        ? throw new DiagnosticException("Invalid import id", "An id has no blanks.")
        : Task.FromResult(new FakeThingModel { Name = id });

    private FakeThingModel Settled(FakeThingModel plan, long changes, ResourceContext<FakeThingModel, FakeApi> context)
    {
        SeenSecret = context.Config?.Secret.Or(string.Empty);
        return new()
        {
            Name = plan.Name,
            Size = plan.Size,
            Secret = IsCareless ? context.Config!.Secret : default,
            Tags = plan.Tags,
            Parts = plan.Parts.IsKnown ? plan.Parts.Value.Select(static part => TfValue<FakePartModel>.Known(new() { Label = part.Value.Label, Serial = part.Value.Serial.Or(7) })).ToImmutableArray() : default(TfValue<ImmutableArray<TfValue<FakePartModel>>>),
            Timeouts = plan.Timeouts,
            Id = plan.Name,
            Changes = IsCareless ? TfValue<long>.Unknown : changes,
        };
    }
}

internal sealed class FakeThingModel
{
    public TfValue<string> Name;
    public TfValue<long> Size;
    public TfValue<string> Secret;
    public TfValue<ImmutableArray<TfValue<string>>> Tags;
    public TfValue<ImmutableArray<TfValue<FakePartModel>>> Parts;
    public TfValue<Timeouts> Timeouts;
    public TfValue<string> Id;
    public TfValue<long> Changes;
}

internal sealed class FakePartModel
{
    public TfValue<string> Label;
    public TfValue<long> Serial;

    public static AttributeSet<FakePartModel> Attributes { get; } = new()
    {
        { "label", static m => ref m.Label, new StringAttribute { Required = true, Description = "The label." } },
        { "serial", static m => ref m.Serial, new Int64Attribute { Computed = true, Description = "The number.", PlanModifiers = [new UseStateForUnknown<long>()] } },
    };
}

/// <summary>Looks a thing up.</summary>
internal sealed class FakeLookup() : DataSource<FakeLookupModel, FakeApi>("test_lookup")
{
    protected override Schema<FakeLookupModel> Schema { get; } = new()
    {
        Description = "A look.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "value", static m => ref m.Value, new StringAttribute { Computed = true, Description = "The value." } },
        },
    };

    protected override async Task<FakeLookupModel> ReadAsync(FakeLookupModel config, OperationContext<FakeApi> context)
    {
        await context.ProviderData.OnOperation("look", context.Cancellation);
        return new()
        {
            Name = config.Name,
            Value = config.Name.Value == "vague" ? TfValue<string>.Unknown : context.ProviderData.Things.GetValueOrDefault(config.Name.Value, "none"),
        };
    }
}

internal sealed class FakeLookupModel
{
    public TfValue<string> Name;
    public TfValue<string> Value;
}
