using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>What an author may do that this repository's own provider does not, held to the core's rules by the driver.</summary>
public sealed class ParcelTests
{
    private const string Third =
        "3.3333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335";

    private readonly FakeProvider _fake = new(new FakeApi());

    [Theory]
    [InlineData(1, """{ "code": "a", "pin": "1234", "number": 7, "scans": 0 }""")]
    [InlineData(1, """{ "code": "a", "items": [{ "label": "x", "key": "k", "serial": 1 }], "number": 7, "scans": 0 }""")]
    [InlineData(0, """{ "label": "a", "pin": "1234" }""")]
    public async Task A_stored_attribute_that_has_become_write_only_leaves_the_state(long version, string json)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);
        parcel.Restore(json, version);

        await parcel.RefreshAsync();

        Assert.Equal((CtyValue.String("a"), CtyValue.Null(CtyType.String)), (parcel["code"], parcel["pin"]));
    }

    [Theory]
    [InlineData("""{ "pin": "1234" }""", "It has no label.")]
    [InlineData("""{ "label": 1234, "pin": "1234" }""", "label is not a text.")]
    public async Task An_upgrade_that_misses_a_part_of_the_state_names_it(string json, string words)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);
        parcel.Restore(json);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(parcel.RefreshAsync);

        var error = Assert.Single(failure.Errors);
        Assert.Equal("State cannot be read", error.Summary);
        Assert.Contains($"A state of version 0 is expected. {words}", error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moved_state_holds_no_write_only_value()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);

        await parcel.MoveAsync("registry.terraform.io/other/other", "other_parcel", """{ "code": "a" }""");
        await parcel.ExpectEmptyPlanAsync("""{ "code": "a", "items": [{ "label": "x" }] }""");
        await parcel.MoveAsync("registry.terraform.io/example/test", "test_parcel", """{ "code": "a", "pin": "1234", "number": 7, "scans": 0 }""", version: 1);
        await parcel.ExpectEmptyPlanAsync("""{ "code": "a" }""");
    }

    [Fact]
    public async Task A_computed_identity_stays_known_in_the_plan_of_an_update()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);
        await parcel.ConvergeAsync("""{ "code": "a" }""");

        var update = await parcel.PlanAsync("""{ "code": "b" }""");

        Assert.Equal(CoreAction.Update, update.Action);
        Assert.Equal((CtyValue.Number(7), true), (update.Planned!["number"], update.Planned["scans"].IsUnknown));
        await parcel.ApplyAsync(update);
        await parcel.ExpectEmptyPlanAsync("""{ "code": "b" }""");
    }

    [Fact]
    public async Task A_value_that_a_modifier_keeps_changes_nothing()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);
        await parcel.ConvergeAsync("""{ "code": "a" }""");

        Assert.Equal(CoreAction.NoOp, (await parcel.PlanAsync("""{ "code": "A" }""")).Action);

        var update = await parcel.PlanAsync("""{ "code": "A", "weight": 2 }""");
        Assert.Equal(CtyValue.String("a"), update.Planned!["code"]);
        Assert.True(update.Planned["scans"].IsUnknown);
    }

    [Theory]
    [InlineData(Third)]
    [InlineData("1e30")]
    [InlineData("123456789.123456789")]
    [InlineData("0.1")]
    public async Task A_number_of_any_precision_is_planned_and_stored_as_it_is_configured(string number)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);

        await parcel.ConvergeAsync($$"""{ "code": "a", "weight": {{number}}, "volume": {{number}} }""");

        Assert.Equal<CtyValue>(CtyNumber.Parse(number), parcel["weight"]);
        Assert.Equal<CtyValue>(CtyNumber.Parse(number), parcel["volume"]);
    }

    [Theory]
    [InlineData("""{ "code": "a", "box": { "label": "x", "note": "n" } }""", "box.label", "box.label: planned \"x\", now \"X\"")]
    [InlineData("""{ "code": "a", "box": { "label": "x", "note": "n" }, "items": [{ "label": "y" }] }""", "box.label", "items[0].label: planned \"y\", now \"Y\"")]
    public async Task A_member_that_came_out_differently_warns_and_leaves_the_new_object_whole(string config, string path, string fact)
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var parcel = core.Resource("test_parcel");
        parcel.ServiceMayDiffer = true;
        _fake.Parcel.Alter = Shout;

        await parcel.ApplyAsync(await parcel.PlanAsync(config));

        Assert.False(parcel.Stored!.IsTainted);
        var warning = Assert.Single(core.Warnings);
        Assert.Equal(("test_parcel \"7\" differs from the plan", path), (warning.Summary, warning.Path?.ToString()));
        Assert.Contains(fact, warning.Detail, StringComparison.Ordinal);
        await parcel.ExpectEmptyPlanAsync(config);
    }

    [Fact]
    public async Task A_member_that_an_update_left_different_is_an_error_and_the_state_says_what_is()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);
        await parcel.ConvergeAsync("""{ "code": "a", "box": { "label": "x" } }""");
        parcel.ServiceMayDiffer = true;
        _fake.Parcel.Alter = Shout;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => parcel.ConvergeAsync("""{ "code": "a", "box": { "label": "y" } }"""));

        Assert.Equal("box.label", Assert.Single(failure.Errors).Path?.ToString());
        Assert.Equal(CtyValue.String("Y"), Assert.IsType<CtyObject>(parcel["box"])["label"]);
        Assert.False(parcel.Stored!.IsTainted);
    }

    private static void Shout(FakeParcelModel parcel)
    {
        foreach (var item in parcel.Items.Or([]).Append(parcel.Box).Where(static item => item.IsKnown)) item.Value.Label = item.Value.Label.Value.ToUpperInvariant();
    }

    private static async Task<ResourceDriver> ParcelAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core.Resource("test_parcel");
    }
}
