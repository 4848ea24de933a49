using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>A resource with every kind of attribute, held to the core's rules over its whole life.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private readonly FakeNetworkProvider _provider = new();
    private InProcessProvider _served = null!;
    private ResourceDriver _network = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await InProcessProvider.StartAsync(_provider);
        var core = await CoreSimulation.ConnectAsync(_served.Channel);
        await core.ConfigureAsync();
        _network = core.Resource("test_network");
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("""{ "name": "a", "range": "10.0.0.7/8", "others": [], "route": [] }""")]
    [InlineData("""{ "name": "a", "range": "10.0.0.7/8", "others": ["10.1.2.3/16", "10.2.0.0/16"], "extra": { "a": [1, true, null] }, "route": [{ "range": "10.3.3.3/16" }] }""")]
    [InlineData("""{ "name": "a", "range": "10.0.0.7/8", "peers": [{ "range": "10.1.2.3/16" }, { "range": "10.2.2.3/16", "mode": "shut" }, { "range": "10.3.0.0/16" }], "route": [{ "range": "10.3.3.3/16" }, { "range": "10.3.3.3/16", "mode": "x" }] }""")]
    public async Task What_the_service_writes_in_another_way_is_no_difference(string config)
    {
        Assert.Equal(CoreAction.Create, await _network.ConvergeAsync(config));

        Assert.Equal("\"10.0.0.7/8\"", _network["range"].ToString());
        Assert.Equal("10.0.0.0/8", _provider.Api.Networks["a"].Range.Value.ToString());
    }

    [Fact]
    public async Task A_configuration_that_means_the_same_plans_nothing()
    {
        await _network.ConvergeAsync("""{ "name": "a", "range": "10.0.0.7/8", "others": ["10.1.2.3/16"], "peers": [{ "range": "10.1.2.3/16" }], "route": [{ "range": "10.3.3.3/16" }] }""");

        await _network.ExpectEmptyPlanAsync("""{ "name": "a", "range": "10.0.0.0/8", "others": ["10.1.0.0/16"], "peers": [{ "range": "10.1.0.0/16" }], "route": [{ "range": "10.3.0.0/16" }] }""");
        Assert.Equal(0, _provider.Api.Updates);
    }

    [Fact]
    public async Task A_list_is_kept_as_a_whole_or_not_at_all()
    {
        await _network.ConvergeAsync("""{ "name": "a", "range": "10.0.0.0/8", "others": ["10.1.2.3/16", "10.2.0.0/16"], "route": [] }""");

        var plan = await _network.PlanAsync("""{ "name": "a", "range": "10.0.0.0/8", "others": ["10.1.0.0/16", "10.9.0.0/16"], "route": [] }""");

        Assert.Equal("""["10.1.0.0/16", "10.9.0.0/16"]""", plan.Planned!["others"].ToString());
        Assert.True(plan.Planned["created"].IsUnknown);
    }

    [Fact]
    public async Task Another_meaning_is_a_change()
    {
        await _network.ConvergeAsync("""{ "name": "a", "range": "10.0.0.0/8", "route": [] }""");

        Assert.Equal(CoreAction.Replace, (await _network.PlanAsync("""{ "name": "a", "range": "11.0.0.0/8", "route": [] }""")).Action);
    }

    [Fact]
    public async Task An_element_of_a_set_keeps_what_was_computed_for_it()
    {
        await _network.ConvergeAsync("""{ "name": "a", "range": "10.0.0.0/8", "route": [], "peers": [{ "range": "10.1.0.0/16" }, { "range": "10.2.0.0/16" }] }""");

        var plan = await _network.PlanAsync("""{ "name": "a", "range": "10.0.0.0/8", "route": [], "peers": [{ "range": "10.3.0.0/16" }, { "range": "10.2.0.9/16", "mode": "open" }] }""");

        var peers = ((CtySequence)plan.Planned!["peers"]).Elements.Cast<CtyObject>().Select(static peer => $"{peer["range"]} {peer["id"]}");
        Assert.Equal(["\"10.2.0.9/16\" \"id-of-10.2.0.0/16\"", "\"10.3.0.0/16\" (known after apply)"], peers.Order(StringComparer.Ordinal));
        await _network.ApplyAsync(plan);
    }

    [Fact]
    public async Task A_value_that_is_none_of_the_type_is_refused_where_it_stands()
    {
        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => _network.ValidateAsync("""{ "name": "a", "range": "all", "others": ["10.1.0.0/16", "10.2.0.0/64"], "route": [{ "range": "x" }] }"""));

        Assert.Equal(["range", "others[1]", "route[0].range"], refused.Errors.Select(static error => error.Path?.ToString()));
        Assert.Equal("The value must be an address block such as `10.0.0.0/8`.", refused.Errors[0].Detail);
    }
}
