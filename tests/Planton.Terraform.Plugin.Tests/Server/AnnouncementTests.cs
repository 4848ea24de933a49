using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>What a provider says that it offers, and what it says to calls for what it does not.</summary>
public sealed class AnnouncementTests
{
    [Fact]
    public async Task What_is_announced_is_what_is_served()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);

        var metadata = await core.Client.GetMetadataAsync(new());

        Assert.Equal(metadata.ServerCapabilities, core.Schemas.ServerCapabilities);
        Assert.Equal(
            new Wire.ServerCapabilities { PlanDestroy = true, GetProviderSchemaOptional = true, MoveResourceState = true, GenerateResourceConfig = true },
            metadata.ServerCapabilities);
        Assert.Equal(core.Schemas.ResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.Resources.Select(static one => one.TypeName));
        Assert.Equal(core.Schemas.EphemeralResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.EphemeralResources.Select(static one => one.TypeName));
        Assert.Equal(core.Schemas.ListResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.ListResources.Select(static one => one.TypeName));
        Assert.Equal(core.Schemas.ActionSchemas.Keys.Order(StringComparer.Ordinal), metadata.Actions.Select(static one => one.TypeName));
        Assert.Empty(core.Schemas.StateStoreSchemas);
    }

    [Fact]
    public async Task Every_call_for_a_state_store_is_refused_with_an_error()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var client = (await CoreSimulation.ConnectAsync(provider.Channel)).Client;
        var cancellation = TestContext.Current.CancellationToken;
        const string Store = "test_store";
        using var read = client.ReadStateBytes(new() { TypeName = Store }, cancellationToken: cancellation);
        using var write = client.WriteStateBytes(cancellationToken: cancellation);
        await write.RequestStream.WriteAsync(new() { Meta = new() { TypeName = Store }, Bytes = ByteString.CopyFromUtf8("{}"), TotalLength = 2 }, cancellation);
        await write.RequestStream.CompleteAsync();

        IEnumerable<Wire.Diagnostic>[] responses =
        [
            (await client.ValidateStateStoreConfigAsync(new() { TypeName = Store })).Diagnostics,
            (await client.ConfigureStateStoreAsync(new() { TypeName = Store })).Diagnostics,
            (await read.ResponseStream.ReadAllAsync(cancellation).SingleAsync(cancellation)).Diagnostics,
            (await write.ResponseAsync).Diagnostics,
            (await client.LockStateAsync(new() { TypeName = Store })).Diagnostics,
            (await client.UnlockStateAsync(new() { TypeName = Store })).Diagnostics,
            (await client.GetStatesAsync(new() { TypeName = Store })).Diagnostics,
            (await client.DeleteStateAsync(new() { TypeName = Store })).Diagnostics,
        ];

        Assert.All(responses, static diagnostics => Assert.Equal("State stores are not supported", Assert.Single(diagnostics).Summary));
    }
}
