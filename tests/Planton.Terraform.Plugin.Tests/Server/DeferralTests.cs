using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A call while the provider's configuration is not known. Resources have their own tests of it.</summary>
public sealed class DeferralTests
{
    private static readonly Wire.ClientCapabilities Deferring = new() { DeferralAllowed = true };

    [Fact]
    public async Task A_client_that_understands_deferral_is_told_to_come_again_and_nothing_is_called()
    {
        await using var provider = await StartAsync();
        var core = await UnconfiguredAsync(provider);

        var opened = await core.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_lease", Config = Named(core.Ephemeral("test_lease").Schema), ClientCapabilities = Deferring });
        var planned = await core.Client.PlanActionAsync(new() { ActionType = "test_deed", Config = Named(core.Action("test_deed").Schema), ClientCapabilities = Deferring });
        var read = await core.Client.ReadDataSourceAsync(new() { TypeName = "test_lookup", Config = Named(Lookup(core)), ClientCapabilities = Deferring });

        Assert.All(new[] { opened.Deferred, planned.Deferred, read.Deferred }, static deferred => Assert.Equal(Wire.Deferred.Types.Reason.ProviderConfigUnknown, deferred.Reason));
    }

    [Fact]
    public async Task An_import_that_a_client_may_defer_leaves_the_object_unknown_and_reads_nothing()
    {
        await using var provider = await StartAsync();
        var core = await UnconfiguredAsync(provider);
        var schema = core.Resource("test_thing").Schema;

        var imported = await core.Client.ImportResourceStateAsync(new() { TypeName = "test_thing", Id = "a", ClientCapabilities = Deferring });

        Assert.Equal(Wire.Deferred.Types.Reason.ProviderConfigUnknown, imported.Deferred.Reason);
        var placeholder = Assert.Single(imported.ImportedResources);
        Assert.Equal("test_thing", placeholder.TypeName);
        Assert.True(CtyMsgpack.Decode(placeholder.State.Msgpack.Memory, schema.Type).IsUnknown);
        Assert.Null((await core.Client.ImportResourceStateAsync(new() { TypeName = "test_thing", Id = "a" })).Deferred);
    }

    [Fact]
    public async Task Any_other_client_is_told_what_is_unknown()
    {
        await using var provider = await StartAsync();
        var core = await UnconfiguredAsync(provider);

        var opened = await core.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_lease", Config = Named(core.Ephemeral("test_lease").Schema) });
        var read = await core.Client.ReadDataSourceAsync(new() { TypeName = "test_lookup", Config = Named(Lookup(core)) });

        Assert.Null(opened.Deferred);
        Assert.Null(read.Deferred);
        Assert.Contains("known only after apply", Assert.Single(opened.Diagnostics).Detail, StringComparison.Ordinal);
        Assert.Contains("known only after apply", Assert.Single(read.Diagnostics).Detail, StringComparison.Ordinal);
    }

    private static Task<InProcessProvider> StartAsync() =>
        InProcessProvider.StartAsync(new FakeProvider(new FakeApi { OnOperation = static (operation, _) => throw new InvalidOperationException(operation) }));

    private static async Task<CoreSimulation> UnconfiguredAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync($$"""{ "token": "{{ValueText.Unknown}}" }""");
        return core;
    }

    private static CoreBlock Lookup(CoreSimulation core) => CoreBlock.From(core.Schemas.DataSourceSchemas["test_lookup"].Block);

    private static Wire.DynamicValue Named(CoreBlock schema) => ProviderCalls.ToWire(ValueText.Object(schema.Type, """{ "name": "a" }"""), schema.Type);
}
