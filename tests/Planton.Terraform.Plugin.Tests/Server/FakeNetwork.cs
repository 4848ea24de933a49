using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A provider whose resource has every kind of attribute and block, and whose service writes values in its own way.</summary>
internal sealed class FakeNetworkProvider : Provider<FakeProviderModel, FakeNetworkApi>
{
    public FakeNetworkApi Api { get; } = new();

    public FakeNetwork Network { get; } = new();

    protected override Schema<FakeProviderModel> Schema { get; } = new() { Description = "A provider for tests." };

    protected override IEnumerable<Resource> Resources => [Network];

    protected override Configuration<FakeNetworkApi> Configure(FakeProviderModel config, ConfigureContext context) => new(Api);

    protected override Diagnostic? Explain(Exception exception, string action) => null;
}

internal sealed class FakeNetworkApi
{
    public Dictionary<string, FakeNetworkModel> Networks { get; } = new(StringComparer.Ordinal);

    public int Updates { get; set; }
}

/// <summary>An address block, which the service writes with its first address.</summary>
internal sealed class AddressBlock() : CustomType<IPNetwork, string>(TfTypes.String)
{
    public static AddressBlock Type { get; } = new();

    public override string Description => "be an address block such as `10.0.0.0/8`";

    protected override bool TryParse(string text, [MaybeNullWhen(false)] out IPNetwork value)
    {
        value = default;
        if (text.Split('/') is not [var address, var prefix] || !IPAddress.TryParse(address, out var ip) || !byte.TryParse(prefix, out var bits)) return false;
        if (bits > 32) return false;

        var mask = bits == 0 ? 0u : uint.MaxValue << (32 - bits);
        var first = BitConverter.ToUInt32([.. ip.GetAddressBytes().Reverse()]) & mask;
        value = new(new IPAddress([.. BitConverter.GetBytes(first).Reverse()]), bits);
        return true;
    }

    protected override string Format(IPNetwork value) => value.ToString();
}

internal sealed class FakeNetwork() : Resource<FakeNetworkModel, FakeNetworkApi>("test_network")
{
    protected override Schema<FakeNetworkModel> Schema { get; } = new()
    {
        Description = "A network.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "range", static m => ref m.Range, new ValueAttribute<IPNetwork>(AddressBlock.Type) { Required = true, Description = "R.", PlanModifiers = [new RequiresReplace<IPNetwork>()] } },
            { "others", static m => ref m.Others, new ListAttribute<IPNetwork>(AddressBlock.Type) { Optional = true, Description = "O." } },
            { "extra", static m => ref m.Extra, new DynamicAttribute { Optional = true, Description = "E." } },
            { "peers", static m => ref m.Peers, new SetNestedAttribute<FakePeer>(FakePeer.Attributes) { Optional = true, Description = "P." } },
            { "route", static m => ref m.Routes, new ListBlock<FakePeer>(FakePeer.Attributes) { Description = "T." } },
            { "created", static m => ref m.Created, new Int64Attribute { Computed = true, Description = "C." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name."));

    protected override Task<FakeNetworkModel> CreateAsync(FakeNetworkModel plan, ResourceContext<FakeNetworkModel, FakeNetworkApi> context) => Task.FromResult(Store(plan, context));

    protected override Task<FakeNetworkModel?> ReadAsync(FakeNetworkModel state, ResourceContext<FakeNetworkModel, FakeNetworkApi> context) =>
        Task.FromResult(context.ProviderData.Networks.GetValueOrDefault(state.Name.Value));

    protected override Task<FakeNetworkModel> UpdateAsync(FakeNetworkModel plan, FakeNetworkModel state, ResourceContext<FakeNetworkModel, FakeNetworkApi> context)
    {
        context.ProviderData.Updates++;
        return Task.FromResult(Store(plan, context));
    }

    protected override Task DeleteAsync(FakeNetworkModel state, ResourceContext<FakeNetworkModel, FakeNetworkApi> context)
    {
        context.ProviderData.Networks.Remove(state.Name.Value);
        return Task.CompletedTask;
    }

    protected override Task<FakeNetworkModel> ImportAsync(string id, ResourceContext<FakeNetworkModel, FakeNetworkApi> context) => Task.FromResult(new FakeNetworkModel { Name = id });

    /// <summary>What the service makes of it: every address block anew, and the peers in another order.</summary>
    private static FakeNetworkModel Store(FakeNetworkModel plan, ResourceContext<FakeNetworkModel, FakeNetworkApi> context)
    {
        var stored = new FakeNetworkModel
        {
            Name = plan.Name,
            Range = plan.Range.Value,
            Others = plan.Others.IsKnown ? plan.Others.Value.Select(static block => TfValue<IPNetwork>.Known(block.Value)).ToImmutableArray() : default(TfValue<ImmutableArray<TfValue<IPNetwork>>>),
            Extra = plan.Extra,
            Peers = plan.Peers.IsKnown ? plan.Peers.Value.Reverse().Select(FakePeer.Stored).ToImmutableArray() : default(TfValue<ImmutableArray<TfValue<FakePeer>>>),
            Routes = plan.Routes.Value.Select(FakePeer.Stored).ToImmutableArray(),
            Created = 1,
        };
        return context.ProviderData.Networks[plan.Name.Value] = stored;
    }
}

internal sealed class FakeNetworkModel
{
    public TfValue<string> Name;
    public TfValue<IPNetwork> Range;
    public TfValue<ImmutableArray<TfValue<IPNetwork>>> Others;
    public TfValue<CtyValue> Extra;
    public TfValue<ImmutableArray<TfValue<FakePeer>>> Peers;
    public TfValue<ImmutableArray<TfValue<FakePeer>>> Routes;
    public TfValue<long> Created;
}

internal sealed class FakePeer
{
    public TfValue<IPNetwork> Range;
    public TfValue<string> Mode;
    public TfValue<string> Id;

    public static AttributeSet<FakePeer> Attributes { get; } = new()
    {
        { "range", static m => ref m.Range, new ValueAttribute<IPNetwork>(AddressBlock.Type) { Required = true, Description = "R." } },
        { "mode", static m => ref m.Mode, new StringAttribute { Optional = true, DefaultValue = "open", Description = "M." } },
        { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "I.", PlanModifiers = [new UseStateForUnknown<string>()] } },
    };

    public static TfValue<FakePeer> Stored(TfValue<FakePeer> peer) => new FakePeer { Range = peer.Value.Range.Value, Mode = peer.Value.Mode, Id = $"id-of-{peer.Value.Range.Value}" };
}
