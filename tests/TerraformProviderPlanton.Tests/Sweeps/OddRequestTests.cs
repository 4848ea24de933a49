using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Requests that no CLI sends, each of which once was called a bug in the provider.</summary>
public sealed class OddRequestTests
{
    [Fact]
    public async Task A_client_may_give_itself_any_version()
    {
        await using var world = await PlantonWorld.StartAsync();

        var configured = await world.Core.Client.ConfigureProviderAsync(new()
        {
            TerraformVersion = "😀 \r\n1.2",
            Config = ProviderCalls.ToWire(CoreBlock.From(world.Core.Schemas.Provider.Block).Absent(), CoreBlock.From(world.Core.Schemas.Provider.Block).Type),
        });
        await world.Core.Client.ReadDataSourceAsync(new() { TypeName = "planton_docr_registries", Config = Arguments(world, "planton_docr_registries") });

        Assert.Empty(configured.Diagnostics);
        Assert.Contains("Terraform/1.2 ", Assert.Single(world.Simulator.Requests.Where("GET", "/v2/registries")).UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_source_is_not_read_while_an_argument_is_unknown()
    {
        await using var world = await PlantonWorld.StartAsync();

        var read = await world.Core.Client.ReadDataSourceAsync(new()
        {
            TypeName = "planton_docr_registry",
            Config = Arguments(world, "planton_docr_registry", ("name", CtyValue.Unknown(CtyType.String))),
        });

        Assert.Equal("The argument name is not known yet", Assert.Single(read.Diagnostics).Summary);
        Assert.Equal(0, world.Count("GET", "/v2/registries**"));
    }

    [Fact]
    public async Task A_state_without_a_value_that_it_must_have_says_how_to_mend_it()
    {
        await using var world = await PlantonWorld.StartAsync();
        var type = world.Core.Resource("planton_docr_registry").Schema;

        var read = await world.Core.Client.ReadResourceAsync(new() { TypeName = "planton_docr_registry", CurrentState = ProviderCalls.ToWire(type.Absent(), type.Type) });

        var told = Assert.Single(read.Diagnostics);
        Assert.Equal("Reading planton_docr_registry failed for want of a value", told.Summary);
        Assert.Contains("restore a backup of the state", told.Detail, StringComparison.Ordinal);
    }

    private static Planton.Terraform.Plugin.Protocol.DynamicValue Arguments(PlantonWorld world, string typeName, params IEnumerable<(string Name, CtyValue Value)> values)
    {
        var schema = CoreBlock.From(world.Core.Schemas.DataSourceSchemas[typeName].Block);
        return ProviderCalls.ToWire(values.Aggregate(schema.Absent(), static (block, given) => block.With(given.Name, given.Value)), schema.Type);
    }
}
