using Google.Protobuf;
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
        parcel.Stored = new(ByteString.CopyFromUtf8(json), version, ByteString.Empty);

        await parcel.RefreshAsync();

        Assert.Equal((CtyValue.String("a"), CtyValue.Null(CtyType.String)), (parcel["code"], parcel["pin"]));
    }

    [Fact]
    public async Task A_moved_state_holds_no_write_only_value()
    {
        await using var provider = await InProcessProvider.StartAsync(_fake);
        var parcel = await ParcelAsync(provider);

        await parcel.MoveAsync("registry.terraform.io/other/other", "other_parcel", """{ "code": "a" }""");
        await parcel.ExpectEmptyPlanAsync("""{ "code": "a", "items": [{ "label": "x" }] }""");
        await parcel.MoveAsync("registry.terraform.io/project-planton/planton", "test_parcel", """{ "code": "a", "pin": "1234", "number": 7, "scans": 0 }""", version: 1);
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

    private static async Task<ResourceDriver> ParcelAsync(InProcessProvider provider)
    {
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return core.Resource("test_parcel");
    }
}
