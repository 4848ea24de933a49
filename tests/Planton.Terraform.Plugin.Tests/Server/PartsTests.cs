using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>What is neither a resource nor a data source: ephemeral resources, lists, actions, identities, and what is not offered.</summary>
public sealed class PartsTests
{
    private static readonly Wire.ClientCapabilities Deferring = new() { DeferralAllowed = true };

    [Fact]
    public async Task An_ephemeral_resource_is_opened_renewed_and_closed_with_its_private_facts()
    {
        var operations = new List<string>();
        await using var world = await World.StartAsync((operation, _) => Note(operations, operation));
        var schema = world.Ephemeral("test_pass");

        var opened = await world.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_pass", Config = Value(schema, """{ "name": "a" }""") });
        var renewed = await world.Client.RenewEphemeralResourceAsync(new() { TypeName = "test_pass", Private = opened.Private });
        var closed = await world.Client.CloseEphemeralResourceAsync(new() { TypeName = "test_pass", Private = renewed.Private });

        Assert.Empty(opened.Diagnostics.Concat(renewed.Diagnostics).Concat(closed.Diagnostics));
        Assert.Equal(ValueText.Object(schema.Type, """{ "name": "a", "days": 3, "code": "code-a" }"""), ProviderCalls.FromWire("open", opened.Result, schema));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), opened.RenewAt.ToDateTimeOffset());
        Assert.Null(opened.Deferred);
        Assert.Equal(["open", "renew code-a", "close code-a+"], operations);
    }

    [Fact]
    public async Task An_ephemeral_result_is_known_and_its_arguments_are_checked()
    {
        await using var world = await World.StartAsync();
        var schema = world.Ephemeral("test_pass");

        var vague = await world.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_pass", Config = Value(schema, """{ "name": "vague" }""") });
        var wrong = await world.Client.ValidateEphemeralResourceConfigAsync(new() { TypeName = "test_pass", Config = Value(schema, """{ "name": "z" }""") });
        var right = await world.Client.ValidateEphemeralResourceConfigAsync(new() { TypeName = "test_pass", Config = Value(schema, """{ "name": "(unknown)" }""") });

        Assert.Equal("code", PathOf(Assert.Single(vague.Diagnostics)));
        Assert.Equal("name", PathOf(Assert.Single(wrong.Diagnostics)));
        Assert.Empty(right.Diagnostics);
    }

    [Theory]
    [InlineData(false, 0, "a,b,c")]
    [InlineData(false, 2, "a,b")]
    [InlineData(true, 1, "a")]
    [InlineData(true, 9, "a,b,c")]
    public async Task A_list_streams_identities_and_whole_objects_up_to_its_limit(bool includeResource, long limit, string names)
    {
        var operations = new List<string>();
        await using var world = await World.StartAsync((operation, _) => Note(operations, operation), "a", "b", "c");

        var events = await world.ListAsync("{}", includeResource, limit);

        var expected = names.Split(',');
        Assert.Equal(expected.Select(static name => $"The thing {name}"), events.Select(static one => one.DisplayName));
        Assert.Equal(expected.Select(CtyValue.String), events.Select(one => CtyMsgpack.Decode(one.Identity.IdentityData.Msgpack.Memory, World.IdentityType) is CtyObject identity ? identity["name"] : null));
        Assert.All(events, one => Assert.Equal(includeResource, one.ResourceObject is not null));
        if (includeResource) Assert.All(events, one => Assert.True(ProviderCalls.FromWire("list", one.ResourceObject, world.Thing)!.IsWhollyKnown));
        Assert.Equal(expected.Length, operations.Count);
    }

    [Fact]
    public async Task A_list_that_fails_half_way_says_so_after_what_it_found()
    {
        await using var world = await World.StartAsync(static (operation, _) => operation == "list b" ? throw new FakeApiException("gone") : Task.CompletedTask, "a", "b", "c");

        var events = await world.ListAsync("{}", includeResource: false, limit: 0);

        Assert.Equal("The thing a", events[0].DisplayName);
        Assert.Contains("gone", Assert.Single(events[^1].Diagnostic).Detail, StringComparison.Ordinal);
        Assert.Equal(2, events.Count);
        Assert.Null(events[^1].Identity);
    }

    [Fact]
    public async Task A_warning_of_a_list_comes_as_an_event_of_its_own()
    {
        await using var world = await World.StartAsync();

        var only = Assert.Single(await world.ListAsync("{}", includeResource: true, limit: 5));

        Assert.Equal(Wire.Diagnostic.Types.Severity.Warning, Assert.Single(only.Diagnostic).Severity);
        Assert.Null(only.Identity);
    }

    [Fact]
    public async Task The_arguments_of_a_list_are_checked()
    {
        await using var world = await World.StartAsync();

        var wrong = await world.Client.ValidateListResourceConfigAsync(new() { TypeName = "test_thing", Config = Value(world.List, """{ "prefix": "z" }""") });

        Assert.Equal("prefix", PathOf(Assert.Single(wrong.Diagnostics)));
    }

    [Fact]
    public async Task An_action_is_checked_planned_and_invoked_with_progress_and_one_end()
    {
        var operations = new List<string>();
        await using var world = await World.StartAsync((operation, _) => Note(operations, operation));
        var config = Value(world.Action, """{ "name": "b" }""");

        var validated = await world.Client.ValidateActionConfigAsync(new() { TypeName = "test_shake", Config = config });
        var planned = await world.Client.PlanActionAsync(new() { ActionType = "test_shake", Config = config });
        var events = await world.InvokeAsync("""{ "name": "b" }""");

        Assert.Equal(Wire.Diagnostic.Types.Severity.Warning, Assert.Single(validated.Diagnostics).Severity);
        Assert.Empty(planned.Diagnostics);
        Assert.Equal(["Shaking.", "Shaken."], events.SkipLast(1).Select(static one => one.Progress.Message));
        Assert.Empty(events[^1].Completed.Diagnostics);
        Assert.Equal(["check", "shake"], operations);
    }

    [Theory]
    [InlineData(typeof(FakeApiException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task An_action_that_fails_ends_with_the_reason(Type kind)
    {
        await using var world = await World.StartAsync((operation, _) => operation == "shake" ? throw (Exception)Activator.CreateInstance(kind, "it broke")! : Task.CompletedTask);

        var events = await world.InvokeAsync("""{ "name": "a" }""");

        Assert.Equal(2, events.Count);
        var diagnostic = Assert.Single(events[^1].Completed.Diagnostics);
        Assert.Equal(Wire.Diagnostic.Types.Severity.Error, diagnostic.Severity);
        Assert.StartsWith("Invoking test_shake failed", diagnostic.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_an_action_with_its_completed_event()
    {
        var started = new TaskCompletionSource();
        await using var world = await World.StartAsync(async (operation, cancellation) =>
        {
            if (operation != "shake") return;
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });

        var invoking = world.InvokeAsync("""{ "name": "a" }""");
        await started.Task;
        await world.Client.StopProviderAsync(new());

        Assert.Contains("interrupted", Assert.Single((await invoking)[^1].Completed.Diagnostics).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, """{ "name": "a", "more": 1 }""", "a")]
    [InlineData(0, """{ "title": "old" }""", "old")]
    public async Task A_stored_identity_is_brought_to_the_present_shape(int version, string json, string name)
    {
        var reply = await UpgradeAsync(version, json);

        Assert.Empty(reply.Diagnostics);
        Assert.Equal(CtyValue.String(name), Assert.IsType<CtyObject>(CtyMsgpack.Decode(reply.UpgradedIdentity.IdentityData.Msgpack.Memory, World.IdentityType))["name"]);
    }

    [Theory]
    [InlineData(2, """{ "name": "a" }""", "Identity has an unknown version")]
    [InlineData(0, """{ "name": "a" }""", "Identity cannot be read")]
    [InlineData(0, "[]", "Identity cannot be read")]
    [InlineData(0, "{", "Identity cannot be read")]
    [InlineData(1, """{ "name": ["a"] }""", "Identity cannot be read")]
    public async Task A_stored_identity_that_cannot_be_read_gets_words(int version, string json, string summary) =>
        Assert.Equal(summary, Assert.Single((await UpgradeAsync(version, json)).Diagnostics).Summary);

    [Fact]
    public async Task While_the_configuration_is_unknown_only_a_client_that_understands_is_told_to_come_again()
    {
        await using var world = await World.StartAsync(static (operation, _) => throw new InvalidOperationException(operation));
        await world.Core.ConfigureAsync("""{ "token": "(unknown)" }""");
        var pass = Value(world.Ephemeral("test_pass"), """{ "name": "a" }""");
        var shake = Value(world.Action, """{ "name": "a" }""");
        var look = Value(CoreBlock.From(world.Core.Schemas.DataSourceSchemas["test_lookup"].Block), """{ "name": "a" }""");

        var opened = await world.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_pass", Config = pass, ClientCapabilities = Deferring });
        var planned = await world.Client.PlanActionAsync(new() { ActionType = "test_shake", Config = shake, ClientCapabilities = Deferring });
        var read = await world.Client.ReadDataSourceAsync(new() { TypeName = "test_lookup", Config = look, ClientCapabilities = Deferring });
        var refused = await world.Client.OpenEphemeralResourceAsync(new() { TypeName = "test_pass", Config = pass });
        var refusedRead = await world.Client.ReadDataSourceAsync(new() { TypeName = "test_lookup", Config = look });

        Assert.All(new[] { opened.Deferred, planned.Deferred, read.Deferred }, static deferred => Assert.Equal(Wire.Deferred.Types.Reason.ProviderConfigUnknown, deferred.Reason));
        Assert.Null(refused.Deferred);
        Assert.Null(refusedRead.Deferred);
        Assert.Contains("known only after apply", Assert.Single(refused.Diagnostics).Detail, StringComparison.Ordinal);
        Assert.Contains("known only after apply", Assert.Single(refusedRead.Diagnostics).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_announced_is_what_is_served()
    {
        await using var world = await World.StartAsync();

        var metadata = await world.Client.GetMetadataAsync(new());

        Assert.Equal(metadata.ServerCapabilities, world.Core.Schemas.ServerCapabilities);
        Assert.Equal(
            new Wire.ServerCapabilities { PlanDestroy = true, GetProviderSchemaOptional = true, MoveResourceState = true, GenerateResourceConfig = true },
            metadata.ServerCapabilities);
        Assert.Equal(world.Core.Schemas.ResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.Resources.Select(static one => one.TypeName));
        Assert.Equal(world.Core.Schemas.EphemeralResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.EphemeralResources.Select(static one => one.TypeName));
        Assert.Equal(world.Core.Schemas.ListResourceSchemas.Keys.Order(StringComparer.Ordinal), metadata.ListResources.Select(static one => one.TypeName));
        Assert.Equal(world.Core.Schemas.ActionSchemas.Keys.Order(StringComparer.Ordinal), metadata.Actions.Select(static one => one.TypeName));
        Assert.Empty(world.Core.Schemas.StateStoreSchemas);
    }

    [Fact]
    public async Task State_stores_are_refused_in_words_by_every_call()
    {
        await using var world = await World.StartAsync();
        const string Store = "test_store";
        using var read = world.Client.ReadStateBytes(new() { TypeName = Store });
        using var write = world.Client.WriteStateBytes();
        await write.RequestStream.WriteAsync(new() { Meta = new() { TypeName = Store }, Bytes = ByteString.CopyFromUtf8("{}"), TotalLength = 2 });
        await write.RequestStream.CompleteAsync();

        IEnumerable<Wire.Diagnostic>[] answers =
        [
            (await world.Client.ValidateStateStoreConfigAsync(new() { TypeName = Store })).Diagnostics,
            (await world.Client.ConfigureStateStoreAsync(new() { TypeName = Store })).Diagnostics,
            (await read.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken)).Diagnostics,
            (await write.ResponseAsync).Diagnostics,
            (await world.Client.LockStateAsync(new() { TypeName = Store })).Diagnostics,
            (await world.Client.UnlockStateAsync(new() { TypeName = Store })).Diagnostics,
            (await world.Client.GetStatesAsync(new() { TypeName = Store })).Diagnostics,
            (await world.Client.DeleteStateAsync(new() { TypeName = Store })).Diagnostics,
        ];

        Assert.All(answers, static diagnostics => Assert.Equal("State stores are not supported", Assert.Single(diagnostics).Summary));
    }

    private static async Task<Wire.UpgradeResourceIdentity.Types.Response> UpgradeAsync(long version, string json)
    {
        await using var world = await World.StartAsync();
        return await world.Client.UpgradeResourceIdentityAsync(new() { TypeName = "test_thing", Version = version, RawIdentity = new() { Json = ByteString.CopyFromUtf8(json) } });
    }

    private static Wire.DynamicValue Value(CoreBlock schema, string config) => ProviderCalls.ToWire(ValueText.Object(schema.Type, config), schema.Type);

    private static string PathOf(Wire.Diagnostic diagnostic) => CoreDiagnostic.ReadPath("test", diagnostic.Attribute).ToString();

    private static Task Note(List<string> operations, string operation)
    {
        operations.Add(operation);
        return Task.CompletedTask;
    }

    /// <summary>The fake provider with some things, configured.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly InProcessProvider _provider;

        private World(InProcessProvider provider, CoreSimulation core) => (_provider, Core) = (provider, core);

        public static CtyObjectType IdentityType { get; } = CtyType.Object([("name", CtyType.String)]);

        public CoreSimulation Core { get; }

        public Wire.Provider.ProviderClient Client => Core.Client;

        public CoreBlock Thing => CoreBlock.From(Core.Schemas.ResourceSchemas["test_thing"].Block);

        public CoreBlock List => CoreBlock.From(Core.Schemas.ListResourceSchemas["test_thing"].Block);

        public CoreBlock Action => CoreBlock.From(Core.Schemas.ActionSchemas["test_shake"].Schema.Block);

        public static async Task<World> StartAsync(Func<string, CancellationToken, Task>? onOperation = null, params string[] things)
        {
            var api = new FakeApi();
            if (onOperation is not null) api.OnOperation = onOperation;
            foreach (var thing in things) api.Things[thing] = "1";
            var provider = await InProcessProvider.StartAsync(new FakeProvider(api));
            var core = await CoreSimulation.ConnectAsync(provider.Channel);
            await core.ConfigureAsync();
            return new(provider, core);
        }

        public CoreBlock Ephemeral(string typeName) => CoreBlock.From(Core.Schemas.EphemeralResourceSchemas[typeName].Block);

        public async Task<List<Wire.ListResource.Types.Event>> ListAsync(string config, bool includeResource, long limit)
        {
            using var call = Client.ListResource(new() { TypeName = "test_thing", Config = Value(List, config), IncludeResourceObject = includeResource, Limit = limit });
            return await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        }

        public async Task<List<Wire.InvokeAction.Types.Event>> InvokeAsync(string config)
        {
            using var call = Client.InvokeAction(new() { ActionType = "test_shake", Config = Value(Action, config) });
            return await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => _provider.DisposeAsync();
    }
}
