using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class IdentityUpgradeTests
{
    private static readonly CtyObjectType IdentityType = CtyType.Object([("name", CtyType.String)]);

    [Theory]
    [InlineData(1, """{ "name": "a", "more": 1 }""", "a")]
    [InlineData(0, """{ "title": "old" }""", "old")]
    public async Task A_stored_identity_is_brought_to_the_present_shape(int version, string json, string name)
    {
        var reply = await UpgradeAsync(version, json);

        Assert.Empty(reply.Diagnostics);
        Assert.Equal(CtyValue.String(name), Assert.IsType<CtyObject>(CtyMsgpack.Decode(reply.UpgradedIdentity.IdentityData.Msgpack.Memory, IdentityType))["name"]);
    }

    [Theory]
    [InlineData(2, """{ "name": "a" }""", "Identity has an unknown version")]
    [InlineData(0, """{ "name": "a" }""", "Identity cannot be read")]
    [InlineData(0, "[]", "Identity cannot be read")]
    [InlineData(0, "{", "Identity cannot be read")]
    [InlineData(1, """{ "name": ["a"] }""", "Identity cannot be read")]
    public async Task A_stored_identity_that_cannot_be_read_is_an_error(int version, string json, string summary) =>
        Assert.Equal(summary, Assert.Single((await UpgradeAsync(version, json)).Diagnostics).Summary);

    [Theory]
    [InlineData("{}", "It has no title.")]
    [InlineData("""{ "title": 1 }""", "title is not a text.")]
    public async Task An_upgrade_that_misses_a_part_names_it(string json, string words) =>
        Assert.Contains(words, Assert.Single((await UpgradeAsync(0, json)).Diagnostics).Detail, StringComparison.Ordinal);

    private static async Task<Wire.UpgradeResourceIdentity.Types.Response> UpgradeAsync(long version, string json)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        return await core.Client.UpgradeResourceIdentityAsync(new() { TypeName = "test_thing", Version = version, RawIdentity = new() { Json = ByteString.CopyFromUtf8(json) } });
    }
}
