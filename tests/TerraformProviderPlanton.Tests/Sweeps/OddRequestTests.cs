using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Requests that no CLI sends, each of which once was called a bug in the provider.</summary>
public sealed class OddRequestTests
{
    [Fact]
    public async Task A_client_may_give_itself_any_version()
    {
        await using var world = await ProviderFixture.StartAsync();

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
        await using var world = await ProviderFixture.StartAsync();

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
        await using var world = await ProviderFixture.StartAsync();
        var type = world.Core.Resource("planton_docr_registry").Schema;

        var read = await world.Core.Client.ReadResourceAsync(new() { TypeName = "planton_docr_registry", CurrentState = ProviderCalls.ToWire(type.Absent(), type.Type) });

        var told = Assert.Single(read.Diagnostics);
        Assert.Equal("Reading planton_docr_registry failed because a value is missing", told.Summary);
        Assert.Contains("restore a backup of the state", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_with_an_unknown_value_is_called_damaged()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource("planton_docr_registry");

        var read = await world.Core.Client.ReadResourceAsync(new()
        {
            TypeName = "planton_docr_registry",
            CurrentState = ProviderCalls.ToWire(registry.Config("""{ "name": "main", "timeouts": "(unknown)" }"""), registry.Schema.Type),
        });

        Assert.Equal("The state has no value at timeouts", Assert.Single(read.Diagnostics).Summary);
    }

    [Theory]
    [InlineData(" ", "4h", "in a path of the API. Correct the name or id")]
    [InlineData("main", "-1h", "timed out")]
    public async Task A_state_with_values_that_no_configuration_can_have_is_refused_in_words(string name, string limit, string words)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main" }] });
        var registry = world.Core.Resource("planton_docr_registry");
        var state = registry.Config($$"""{ "name": "{{name}}", "timeouts": { "delete": "{{limit}}" } }""");

        var applied = await world.Core.Client.ApplyResourceChangeAsync(new()
        {
            TypeName = "planton_docr_registry",
            PriorState = ProviderCalls.ToWire(state, registry.Schema.Type),
            PlannedState = ProviderCalls.ToWire(null, registry.Schema.Type),
        });

        var told = Assert.Single(applied.Diagnostics);
        Assert.Contains(words, $"{told.Summary} {told.Detail}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_was_never_validated_is_refused_as_validate_would()
    {
        await using var world = await ProviderFixture.StartAsync();
        var schema = CoreBlock.From(world.Core.Schemas.Provider.Block);

        var configured = await world.Core.Client.ConfigureProviderAsync(new() { Config = ProviderCalls.ToWire(schema.Absent().With("http_retry_max", CtyValue.Number(-1)), schema.Type) });

        Assert.Equal("http_retry_max", Assert.Single(configured.Diagnostics).Attribute.Steps[0].AttributeName);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_576_800_001)]
    public async Task Credentials_that_were_never_validated_are_refused_as_validate_would(long seconds)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main" }] });
        var schema = CoreBlock.From(world.Core.Schemas.EphemeralResourceSchemas["planton_docr_docker_credentials"].Block);
        var config = schema.Absent().With("registry_name", CtyValue.String("main")).With("expiry_seconds", CtyValue.Number(seconds));

        var opened = await world.Core.Client.OpenEphemeralResourceAsync(new() { TypeName = "planton_docr_docker_credentials", Config = ProviderCalls.ToWire(config, schema.Type) });

        Assert.Equal("expiry_seconds", Assert.Single(opened.Diagnostics).Attribute.Steps[0].AttributeName);
        Assert.DoesNotContain(world.Simulator.Requests.All, static request => request.Path.EndsWith("/docker-credentials", StringComparison.Ordinal));
    }

    private static Planton.Terraform.Plugin.Protocol.DynamicValue Arguments(ProviderFixture world, string typeName, params IEnumerable<(string Name, CtyValue Value)> values)
    {
        var schema = CoreBlock.From(world.Core.Schemas.DataSourceSchemas[typeName].Block);
        return ProviderCalls.ToWire(values.Aggregate(schema.Absent(), static (block, given) => block.With(given.Name, given.Value)), schema.Type);
    }
}
