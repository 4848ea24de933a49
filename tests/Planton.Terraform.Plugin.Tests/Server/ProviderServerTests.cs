using System.Reflection;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Planton.Terraform.Plugin.Server;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

public sealed class ProviderServerTests
{
    private const string Thing = "test_thing";

    public static TheoryData<string> Rpcs => [.. Methods().Select(static method => method.Name)];

    [Fact]
    public void Every_rpc_of_the_service_is_overridden() =>
        Assert.All(Methods(), static method => Assert.Equal(typeof(ProviderServer), typeof(ProviderServer).GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public)!.DeclaringType));

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task An_empty_request_gets_an_answer_and_never_a_broken_plugin(string rpc)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var descriptor = Wire.Provider.Descriptor.FindMethodByName(rpc);
        var invoke = typeof(ProviderServerTests).GetMethod(nameof(InvokeAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(descriptor.InputType.ClrType, descriptor.OutputType.ClrType);

        var replies = await (Task<IReadOnlyList<IMessage>>)invoke.Invoke(null, [provider.Channel, descriptor])!;

        // Each names what is wrong, unless there is nothing wrong with asking for nothing.
        string[] harmless = ["GetMetadata", "GetProviderSchema", "GetResourceIdentitySchemas", "GetFunctions", "StopProvider"];
        var text = string.Join('\n', replies.Select(static reply => reply.ToString()));
        Assert.NotEmpty(replies);
        if (!harmless.Contains(rpc)) Assert.True(text.Contains("ERROR", StringComparison.Ordinal) || text.Contains("\"error\"", StringComparison.Ordinal), text);
        Assert.DoesNotContain("bug in the provider", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public void Every_rpc_is_called_by_a_test_of_its_own(string rpc)
    {
        var calls = new System.Text.RegularExpressions.Regex($@"lient\.{rpc}(Async)?\(");
        string[] folders = ["tests", "src/Planton.Terraform.Plugin.Testing"];
        var tests = folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Architecture.SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories));

        Assert.Contains(tests, file => calls.IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public async Task A_resource_lives_its_life()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync("""{ "token": "t" }""");
        var thing = core.Resource(Thing);

        Assert.Equal(CoreAction.Create, await thing.ConvergeAsync("""{ "name": "a", "secret": "s3cret", "parts": [{ "label": "x" }] }"""));
        Assert.Equal("s3cret", fake.Thing.SeenSecret);
        Assert.Equal(CtyValue.Number(1), thing["size"]);
        Assert.Equal(CoreAction.Update, await thing.ConvergeAsync("""{ "name": "a", "size": 2, "tags": ["y", "x"], "parts": [{ "label": "x" }, { "label": "y" }] }"""));
        Assert.Equal(CtyValue.Number(1), thing["changes"]);
        Assert.Equal(CoreAction.Replace, await thing.ConvergeAsync("""{ "name": "b" }"""));
        Assert.Equal(["b"], fake.Api.Things.Keys);

        fake.Api.Things.Clear();
        Assert.Equal(CoreAction.Create, await thing.ConvergeAsync("""{ "name": "b" }"""));
        await thing.DestroyAsync();
        Assert.Empty(fake.Api.Things);

        fake.Api.Things["c"] = "1";
        await thing.ImportAsync("c");
        await thing.ExpectEmptyPlanAsync("""{ "name": "c" }""");
    }

    [Fact]
    public async Task An_answer_that_breaks_the_rules_stops_the_driver()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        fake.Thing.IsCareless = true;
        var thing = core.Resource(Thing);

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => thing.ConvergeAsync("""{ "name": "a", "secret": "s3cret" }"""));

        Assert.Equal("changes", Assert.Single(refused.Errors).Path?.ToString());
        Assert.True(thing.State!["secret"].IsNull);
    }

    [Theory]
    [InlineData("create", "boom", false)]
    [InlineData("created", "boom", true)]
    public async Task A_failed_create_keeps_what_was_saved_and_taints_it(string at, string message, bool isKept)
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        fake.Api.OnOperation = (operation, _) => operation == at ? throw new FakeApiException(message) : Task.CompletedTask;
        var thing = core.Resource(Thing);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => thing.ConvergeAsync("""{ "name": "a" }"""));

        Assert.Equal("Creating test_thing \"a\" failed", Assert.Single(failure.Errors).Summary);
        Assert.Equal("The service says: boom", failure.Errors[0].Detail);
        Assert.Equal(isKept, thing.Stored is { IsTainted: true });
        fake.Api.OnOperation = static (_, _) => Task.CompletedTask;
        Assert.Equal(isKept ? CoreAction.Replace : CoreAction.Create, await thing.ConvergeAsync("""{ "name": "a" }"""));
    }

    [Theory]
    [InlineData("update")]
    [InlineData("delete")]
    public async Task A_failed_change_keeps_the_state_before(string at)
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);
        await thing.ConvergeAsync("""{ "name": "a" }""");
        var before = thing.State;
        fake.Api.OnOperation = (operation, _) => operation == at ? throw new FakeApiException("boom") : Task.CompletedTask;

        await Assert.ThrowsAsync<ProviderErrorException>(() => at == "update" ? thing.ConvergeAsync("""{ "name": "a", "size": 3 }""") : thing.DestroyAsync());

        Assert.Equal(before, thing.State);
        Assert.False(thing.Stored!.IsTainted);
    }

    [Theory]
    [InlineData("plain", "bug in the provider")]
    [InlineData("unspeakable", "bug in the provider")]
    public async Task An_unexpected_exception_is_a_bug_in_words_without_its_trace(string kind, string expected)
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        fake.Api.OnOperation = (_, _) => throw (kind == "plain" ? new InvalidOperationException("inner secret") : new FakeApiException(kind));

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.ReadDataAsync("test_lookup", """{ "name": "a" }"""));

        var error = Assert.Single(failure.Errors);
        Assert.Contains(expected, error.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("inner secret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_value_in_a_data_source_is_reported_with_its_path()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.ReadDataAsync("test_lookup", """{ "name": "vague" }"""));

        Assert.Equal("value", Assert.Single(failure.Errors).Path?.ToString());
    }

    [Fact]
    public async Task Malformed_values_and_unknown_types_get_words()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var client = new Wire.Provider.ProviderClient(provider.Channel);
        var garbage = new Wire.DynamicValue { Msgpack = ByteString.CopyFrom(0x81, 0xa1, 0x78) };

        var plan = await client.PlanResourceChangeAsync(new() { TypeName = Thing, Config = garbage, PriorPrivate = ByteString.CopyFromUtf8("keep") });
        var read = await client.ReadResourceAsync(new() { TypeName = Thing, CurrentState = garbage, Private = ByteString.CopyFromUtf8("keep") });
        var unknown = await client.ValidateResourceConfigAsync(new() { TypeName = "test_other" });
        var lookup = await client.ReadDataSourceAsync(new() { TypeName = "test_other" });

        Assert.Equal("Value cannot be read", Assert.Single(plan.Diagnostics).Summary);
        Assert.Equal("keep", plan.PlannedPrivate.ToStringUtf8());
        Assert.Equal(garbage, read.NewState);
        Assert.Equal("keep", read.Private.ToStringUtf8());
        Assert.Contains("test_thing", Assert.Single(unknown.Diagnostics).Detail, StringComparison.Ordinal);
        Assert.Contains("test_lookup", Assert.Single(lookup.Diagnostics).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_running_calls_and_later_calls_work()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Api.OnOperation = async (operation, cancellation) =>
        {
            if (operation != "created") return;
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var thing = core.Resource(Thing);

        var running = thing.ConvergeAsync("""{ "name": "a" }""");
        await begun.Task;
        var stopped = await core.Client.StopProviderAsync(new());
        var interrupted = await Assert.ThrowsAsync<ProviderErrorException>(() => running);

        Assert.Empty(stopped.Error);
        Assert.Contains("was interrupted", Assert.Single(interrupted.Errors).Summary, StringComparison.Ordinal);
        Assert.NotNull(thing.Stored);
        fake.Api.OnOperation = static (_, _) => Task.CompletedTask;
        Assert.Equal(CoreAction.Replace, await thing.ConvergeAsync("""{ "name": "a" }"""));
    }

    [Fact]
    public async Task A_time_limit_ends_the_operation_and_says_which_to_raise()
    {
        var time = new FakeTimeProvider();
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake, time);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Api.OnOperation = async (operation, cancellation) =>
        {
            if (operation != "create") return;
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        var running = core.Resource(Thing).ConvergeAsync("""{ "name": "a", "timeouts": { "create": "90s" } }""");
        await begun.Task;
        time.Advance(TimeSpan.FromSeconds(91));
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => running);

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Creating test_thing \"a\" timed out", error.Summary);
        Assert.Contains("time limit of 1m30s. Raise timeouts.create", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_beyond_every_timer_is_no_limit()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();

        Assert.Equal(CoreAction.Create, await core.Resource(Thing).ConvergeAsync("""{ "name": "a", "timeouts": { "create": "100000h" } }"""));
    }

    [Fact]
    public async Task A_cancellation_of_other_making_is_no_time_limit()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        fake.Api.OnOperation = (operation, _) => operation == "create" ? throw new TaskCanceledException("the service's own patience") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.Resource(Thing).ConvergeAsync("""{ "name": "a" }"""));

        Assert.DoesNotContain("timed out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_the_client_gives_up_ends()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var (begun, ended) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        fake.Api.OnOperation = async (_, cancellation) =>
        {
            await using var registration = cancellation.Register(ended.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var type = CoreBlock.From(core.Schemas.DataSourceSchemas["test_lookup"].Block).Type;
        using var patience = new CancellationTokenSource();

        var call = core.Client.ReadDataSourceAsync(new() { TypeName = "test_lookup", Config = ProviderCalls.ToWire(ValueText.Object(type, """{ "name": "a" }"""), type) }, cancellationToken: patience.Token);
        await begun.Task;
        await patience.CancelAsync();

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        await ended.Task;
    }

    [Fact]
    public async Task Many_runs_may_configure_one_process_at_once()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (i, _) =>
        {
            if (i % 2 == 0) await core.ConfigureAsync("{}");
            else await core.ReadDataAsync("test_lookup", """{ "name": "a" }""");
        });
    }

    [Fact]
    public async Task While_the_configuration_is_unknown_a_resource_is_planned_and_not_read()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);
        await thing.ConvergeAsync("""{ "name": "a" }""");
        await core.ConfigureAsync("""{ "token": "(unknown)" }""");
        fake.Api.OnOperation = static (operation, _) => throw new InvalidOperationException(operation);

        Assert.Equal(CoreAction.NoOp, (await thing.PlanAsync("""{ "name": "a" }""")).Action);
        var data = await Assert.ThrowsAsync<ProviderErrorException>(() => core.ReadDataAsync("test_lookup", """{ "name": "a" }"""));
        Assert.Contains("known only after apply", Assert.Single(data.Errors).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, """{ "name": "a", "id": "a", "size": 4, "changes": 0, "gone": [1] }""", "a")]
    [InlineData(2, """{ "name": "a" }""", "a")]
    [InlineData(1, """{ "title": "b" }""", "b")]
    public async Task Stored_state_is_brought_to_the_present_shape(int version, string json, string name)
    {
        var reply = await UpgradeAsync(version, json);

        var schema = CoreBlock.From((await SchemasAsync()).ResourceSchemas[Thing].Block);
        Assert.Empty(reply.Diagnostics);
        Assert.Equal(CtyValue.String(name), ProviderCalls.FromWire("upgrade", reply.UpgradedState, schema)!["name"]);
    }

    [Theory]
    [InlineData(2, "", "State is too old")]
    [InlineData(2, "null", "State has no object")]
    [InlineData(2, "{", "State cannot be read")]
    [InlineData(1, "{", "State cannot be read")]
    [InlineData(2, """{ "size": "many" }""", "State cannot be read")]
    [InlineData(0, "{}", "State has an unknown version")]
    [InlineData(3, "{}", "State has an unknown version")]
    public async Task Stored_state_that_cannot_be_read_gets_words(int version, string json, string summary) =>
        Assert.Equal(summary, Assert.Single((await UpgradeAsync(version, json)).Diagnostics).Summary);

    [Theory]
    [InlineData("registry.terraform.io/example/test", Thing, true)]
    [InlineData("registry.opentofu.org/example/test", Thing, true)]
    [InlineData("registry.terraform.io/other/planton", Thing, false)]
    [InlineData("registry.terraform.io/example/test", "test_other", false)]
    public async Task Only_its_own_state_is_moved_and_its_private_facts_with_it(string source, string typeName, bool isMoved)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var reply = await new Wire.Provider.ProviderClient(provider.Channel).MoveResourceStateAsync(new()
        {
            SourceProviderAddress = source,
            SourceTypeName = typeName,
            SourceSchemaVersion = 2,
            SourceState = new() { Json = ByteString.CopyFromUtf8("""{ "name": "a", "id": "a", "size": 1, "changes": 0 }""") },
            SourcePrivate = ByteString.CopyFromUtf8("""{"made":"yes"}"""),
            TargetTypeName = Thing,
        });

        Assert.Equal(isMoved, reply.Diagnostics.Count == 0);
        Assert.Equal(isMoved ? """{"made":"yes"}""" : string.Empty, reply.TargetPrivate.ToStringUtf8());
    }

    [Fact]
    public async Task An_import_id_of_the_wrong_form_is_refused()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.Resource(Thing).ImportAsync("a b"));

        Assert.Equal("Invalid import id", Assert.Single(failure.Errors).Summary);
    }

    [Fact]
    public async Task The_second_plan_of_a_replacement_has_no_private_facts_of_the_old_object()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);
        await thing.ConvergeAsync("""{ "name": "a" }""");
        var config = ProviderCalls.ToWire(thing.Config("""{ "name": "b" }"""), thing.Schema.Type);

        var plan = await core.Client.PlanResourceChangeAsync(new()
        {
            TypeName = Thing,
            Config = config,
            ProposedNewState = config,
            PriorState = ProviderCalls.ToWire(null, thing.Schema.Type),
            PriorPrivate = thing.Stored!.Private,
        });

        Assert.NotEmpty(thing.Stored.Private);
        Assert.Empty(plan.PlannedPrivate);
    }

    [Fact]
    public async Task A_change_from_nothing_to_nothing_and_one_without_configuration_get_words()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = ProviderCalls.ToWire(core.Resource(Thing).Config("""{ "name": "a" }"""), core.Resource(Thing).Schema.Type);

        var plan = await core.Client.PlanResourceChangeAsync(new() { TypeName = Thing });
        var apply = await core.Client.ApplyResourceChangeAsync(new() { TypeName = Thing });
        var bare = await core.Client.ApplyResourceChangeAsync(new() { TypeName = Thing, PlannedState = thing });

        Assert.Equal("Missing object", Assert.Single(plan.Diagnostics).Summary);
        Assert.Equal("Missing object", Assert.Single(apply.Diagnostics).Summary);
        Assert.Equal("Missing configuration", Assert.Single(bare.Diagnostics).Summary);
    }

    [Theory]
    [InlineData("{}", "here")]
    [InlineData("""{ "region": "there" }""", "there")]
    public async Task A_default_in_the_schema_of_the_provider_is_applied(string config, string region)
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);

        await core.ConfigureAsync(config);

        Assert.Equal(region, fake.Region);
        Assert.DoesNotContain(core.Schemas.Provider.Block.Attributes, static attribute => attribute.Computed);
    }

    [Fact]
    public async Task An_exception_while_configuring_is_a_bug_in_words()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => core.ConfigureAsync("""{ "token": "throw" }"""));

        Assert.DoesNotContain("secret words", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_imported_by_its_identity()
    {
        var fake = new FakeProvider(new FakeApi());
        fake.Api.Things["c"] = "1";
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);

        await thing.ImportByIdentityAsync("""{ "name": "c" }""");

        Assert.Equal(CtyValue.String("c"), thing["id"]);
        Assert.Equal(CtyValue.String("c"), thing.Stored!.Identity!["name"]);
        var empty = await Assert.ThrowsAsync<ProviderErrorException>(() => core.Resource(Thing).ImportByIdentityAsync("{}"));
        Assert.Equal("Incomplete identity", Assert.Single(empty.Errors).Summary);
    }

    [Fact]
    public async Task A_generated_configuration_holds_what_a_person_would_write_and_plans_no_change()
    {
        var fake = new FakeProvider(new FakeApi());
        await using var provider = await InProcessProvider.StartAsync(fake);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);
        await thing.ConvergeAsync("""{ "name": "a", "tags": ["x"], "parts": [{ "label": "x" }], "timeouts": { "create": "1m" } }""");

        var reply = await core.Client.GenerateResourceConfigAsync(new() { TypeName = Thing, State = ProviderCalls.ToWire(thing.State, thing.Schema.Type) });
        var config = ProviderCalls.FromWire("GenerateResourceConfig", reply.Config, thing.Schema)!;

        Assert.Equal(thing.Config("""{ "name": "a", "tags": ["x"], "parts": [{ "label": "x" }] }"""), config);
        await thing.ValidateAsync("""{ "name": "a", "tags": ["x"], "parts": [{ "label": "x" }] }""");
    }

    private static async Task<Wire.GetProviderSchema.Types.Response> SchemasAsync()
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        return (await CoreSimulation.ConnectAsync(provider.Channel)).Schemas;
    }

    private static async Task<Wire.UpgradeResourceState.Types.Response> UpgradeAsync(long version, string json)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        return await new Wire.Provider.ProviderClient(provider.Channel).UpgradeResourceStateAsync(
            new() { TypeName = Thing, Version = version, RawState = new() { Json = ByteString.CopyFromUtf8(json) } });
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(Wire.Provider.ProviderBase)
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(static method => method.IsVirtual);

    private static async Task<IReadOnlyList<IMessage>> InvokeAsync<TRequest, TReply>(CallInvoker channel, Google.Protobuf.Reflection.MethodDescriptor descriptor)
        where TRequest : class, IMessage<TRequest>, new()
        where TReply : class, IMessage<TReply>, new()
    {
        var type = (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (true, _) => MethodType.ClientStreaming,
            (_, true) => MethodType.ServerStreaming,
            _ => MethodType.Unary,
        };
        var method = new Method<TRequest, TReply>(
            type,
            descriptor.Service.FullName,
            descriptor.Name,
            Marshallers.Create(static message => message.ToByteArray(), new MessageParser<TRequest>(static () => new()).ParseFrom),
            Marshallers.Create(static message => message.ToByteArray(), new MessageParser<TReply>(static () => new()).ParseFrom));

        switch (type)
        {
            case MethodType.ClientStreaming:
                using (var call = channel.AsyncClientStreamingCall(method, null, default))
                {
                    await call.RequestStream.CompleteAsync();
                    return [await call.ResponseAsync];
                }

            case MethodType.ServerStreaming:
                List<IMessage> events = [];
                using (var call = channel.AsyncServerStreamingCall(method, null, default, new TRequest()))
                {
                    await foreach (var item in call.ResponseStream.ReadAllAsync()) events.Add(item);
                }

                return events;
            default:
                return [await channel.AsyncUnaryCall(method, null, default, new TRequest()).ResponseAsync];
        }
    }
}
