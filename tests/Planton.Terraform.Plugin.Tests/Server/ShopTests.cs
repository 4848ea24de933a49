using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>What authors may leave out, and what they may add.</summary>
public sealed class ShopTests : IAsyncLifetime
{
    private readonly FakeShop _shop = new();
    private readonly FakeTimeProvider _time = new();
    private InProcessProvider _served = null!;
    private CoreSimulation _core = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await InProcessProvider.StartAsync(_shop, _time);
        _core = await CoreSimulation.ConnectAsync(_served.Channel);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task A_resource_needs_neither_an_identity_nor_an_import()
    {
        await _core.ConfigureAsync();
        var order = _core.Resource("test_order");

        Assert.DoesNotContain("test_order", (await _core.Client.GetResourceIdentitySchemasAsync(new())).IdentitySchemas.Keys);
        await order.ConvergeAsync("""{ "name": "a" }""");
        await order.ConvergeAsync("""{ "name": "b" }""");
        await order.DestroyAsync();
        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => order.ImportAsync("a"));
        Assert.Equal("test_order cannot be imported", refused.Errors[0].Summary);
    }

    [Fact]
    public async Task An_identity_has_parts_of_any_scalar_kind_and_an_import_may_leave_some_out()
    {
        await _core.ConfigureAsync();
        var stock = _core.Resource("test_stock");
        await stock.ConvergeAsync("""{ "region": "fra", "shelves": [1, 2], "cold": true }""");

        var schema = (await _core.Client.GetResourceIdentitySchemasAsync(new())).IdentitySchemas["test_stock"];
        Assert.Equal(["region False True", "shelves True False", "cold True False"], schema.IdentityAttributes.Select(static part => $"{part.Name} {part.RequiredForImport} {part.OptionalForImport}"));

        var same = _core.Resource("test_stock");
        await same.ImportByIdentityAsync("""{ "region": "fra", "shelves": [1, 2], "cold": true }""");
        await same.ExpectEmptyPlanAsync("""{ "region": "fra", "shelves": [1, 2], "cold": true }""");
        var other = _core.Resource("test_stock");
        await other.ImportByIdentityAsync("""{ "shelves": [3], "cold": false }""");
        Assert.Equal("\"home\"", other["region"].ToString());
    }

    [Fact]
    public async Task A_provider_may_be_configured_by_a_request()
    {
        var login = new TaskCompletionSource();
        _shop.Login = login.Task;
        var configured = _core.ConfigureAsync();
        Assert.False(configured.IsCompleted);

        login.SetResult();
        await configured;
        await _core.Resource("test_order").ConvergeAsync("""{ "name": "a" }""");
    }

    [Fact]
    public async Task Reads_opens_and_lists_have_limits_where_their_schemas_declare_them()
    {
        await _core.ConfigureAsync();
        await _core.Resource("test_order").ConvergeAsync("""{ "name": "a" }""");
        _shop.Api.OnOperation = async (_, cancellation) =>
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
        };
        const string Config = """{ "name": "a", "timeouts": { "read": "30s" } }""";

        var order = _core.Resource("test_order");
        order.Stored = null;
        await Refused("reading", "read", async () =>
        {
            await order.ApplyAsync(await order.PlanAsync(Config));
            await order.RefreshAsync();
        });
        await Refused("reading", "read", () => _core.ReadDataAsync("test_price", Config));
        await Refused("opening", "open", () => _core.Ephemeral("test_basket").OpenAsync("""{ "name": "a", "timeouts": { "open": "30s" } }"""));
        await Refused("listing", "list", () => _core.List("test_stock").ListAsync("""{ "timeouts": { "list": "30s" } }"""));
    }

    [Theory]
    [InlineData("[null, 2, 1.5, 2]", 7.0)]
    [InlineData("[1, 2, 1.5]", 2.0)]
    [InlineData("[1, 2]", -1.0)]
    public async Task A_typed_function_gets_its_arguments_in_a_model(string arguments, double result) =>
        Assert.Equal(CtyNumber.From(result), await _core.Function("total").CallAsync(Values(arguments)));

    [Theory]
    [InlineData("[0, 0.5]", 1, "A whole number of at most 64 bits is required")]
    [InlineData("[0, -1, 3]", 1, "A number of things is not negative")]
    [InlineData("[0, null]", 1, "must not be null")]
    public async Task A_typed_function_refuses_an_argument_at_its_place(string arguments, int place, string text)
    {
        var refused = await Assert.ThrowsAsync<FunctionErrorException>(() => _core.Function("total").CallAsync(Values(arguments)));

        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
        Assert.Equal(place, refused.Argument);
    }

    [Fact]
    public async Task A_resource_puts_off_a_plan_or_a_read_where_the_client_allows_it()
    {
        await _core.ConfigureAsync();
        var order = _core.Resource("test_order");
        var later = ToWire(order.Config("""{ "name": "later" }"""));
        var nothing = ToWire(CtyValue.Null(order.Schema.Type));
        var deferring = new Wire.ClientCapabilities { DeferralAllowed = true };

        var planned = await _core.Client.PlanResourceChangeAsync(new() { TypeName = "test_order", PriorState = nothing, Config = later, ProposedNewState = later, ClientCapabilities = deferring });
        var read = await _core.Client.ReadResourceAsync(new() { TypeName = "test_order", CurrentState = later, ClientCapabilities = deferring });
        var refused = await _core.Client.PlanResourceChangeAsync(new() { TypeName = "test_order", PriorState = nothing, Config = later, ProposedNewState = later });

        Assert.Equal(Wire.Deferred.Types.Reason.AbsentPrereq, planned.Deferred.Reason);
        Assert.Equal(Wire.Deferred.Types.Reason.ResourceConfigUnknown, read.Deferred.Reason);
        Assert.Empty(planned.Diagnostics.Concat(read.Diagnostics));
        Assert.Null(refused.Deferred);
        Assert.Equal("Planning test_order has to wait", Assert.Single(refused.Diagnostics).Summary);
    }

    [Fact]
    public async Task A_module_may_tell_the_provider_something()
    {
        await _core.ConfigureAsync();
        List<string> operations = [];
        _shop.Api.OnOperation = (operation, _) =>
        {
            operations.Add(operation);
            return Task.CompletedTask;
        };
        var schema = CoreBlock.From(_core.Schemas.DataSourceSchemas["test_price"].Block);
        var config = ToWire(ValueText.Object(schema.Type, """{ "name": "a" }"""));
        var meta = CoreBlock.From(_core.Schemas.ProviderMeta.Block);

        await _core.Client.ReadDataSourceAsync(new() { TypeName = "test_price", Config = config, ProviderMeta = ToWire(ValueText.Object(meta.Type, """{ "module": "net" }""")) });
        await _core.Client.ReadDataSourceAsync(new() { TypeName = "test_price", Config = config });

        Assert.Equal(["read for net", "read for "], operations);
    }

    [Fact]
    public async Task A_move_reads_the_other_state_as_a_model_and_keeps_facts_beside_it()
    {
        var request = new Wire.MoveResourceState.Types.Request
        {
            SourceProviderAddress = "registry.terraform.io/example/other",
            SourceTypeName = "other_rack",
            SourceState = new() { Json = ByteString.CopyFromUtf8("""{ "place": "fra", "board": 3, "colour": "red" }""") },
            SourceIdentity = new() { Json = ByteString.CopyFromUtf8("""{ "rack": "r1" }""") },
            SourcePrivate = ByteString.CopyFromUtf8("12345"),
            TargetTypeName = "test_stock",
        };

        var moved = await _core.Client.MoveResourceStateAsync(request);
        request.SourceState = new() { Json = ByteString.CopyFromUtf8("""{ "place": "fra", "board": "x" }""") };
        var refused = await _core.Client.MoveResourceStateAsync(request);

        Assert.Equal("""{cold=false, region="fra", shelves=[3]}""", CtyMsgpack.Decode(moved.TargetState.Msgpack.Memory, _core.Resource("test_stock").Schema.Type).ToString());
        Assert.Equal("""{"came_from":"r1 5"}""", moved.TargetPrivate.ToStringUtf8());
        Assert.Contains("board", Assert.Single(refused.Diagnostics).Detail, StringComparison.Ordinal);
    }

    private static Wire.DynamicValue ToWire(CtyValue value) => new() { Msgpack = ByteString.CopyFrom(CtyMsgpack.Encode(value, value.Type).Span) };

    private static async Task Refused(string doing, string setting, Func<Task> operation)
    {
        var refused = await Assert.ThrowsAsync<ProviderErrorException>(operation);

        Assert.Contains("timed out", refused.Errors[0].Summary, StringComparison.Ordinal);
        Assert.Contains(doing, refused.Errors[0].Summary, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Raise timeouts.{setting}", refused.Errors[0].Detail, StringComparison.Ordinal);
    }

    private static CtyValue[] Values(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static item => ValueText.Value(CtyType.Number, item.GetRawText()))];
    }
}
