using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>The driver against a provider whose answers are spoiled on their way: each broken rule must stop it.</summary>
public sealed class ResourceDriverTests
{
    private const string Thing = "test_thing";
    private const string Config = """{ "name": "a", "secret": "s3cret" }""";

    private static readonly ByteString Garbage = ByteString.CopyFrom(0x81, 0xa1, 0x78);

    [Fact]
    public async Task An_untouched_provider_passes() => await LiveAsync(static _ => { });

    [Fact]
    public async Task Every_broken_answer_is_caught()
    {
        var calls = 0;
        (string Message, Action<IMessage> Spoil)[] table =
        [
            ("optional and required", For<Wire.GetProviderSchema.Types.Response>(static reply => reply.ResourceSchemas[Thing].Block.Attributes[0].Optional = true)),
            ("own schema is missing", For<Wire.GetProviderSchema.Types.Response>(static reply => reply.Provider = null)),
            ("exactly one of required and optional", For<Wire.GetResourceIdentitySchemas.Types.Response>(static reply => reply.IdentitySchemas[Thing].IdentityAttributes[0].RequiredForImport = false)),
            ("has no severity", For<Wire.ValidateResourceConfig.Types.Response>(static reply => reply.Diagnostics.Add(new Wire.Diagnostic { Summary = "Mild" }))),
            ("is one line", For<Wire.ValidateResourceConfig.Types.Response>(static reply => reply.Diagnostics.Add(Warning(string.Empty)))),
            ("leads nowhere", For<Wire.ValidateResourceConfig.Types.Response>(static reply => reply.Diagnostics.Add(Warning("Far", new Wire.AttributePath.Types.Step { AttributeName = "nowhere" })))),
            ("leads nowhere", For<Wire.ValidateResourceConfig.Types.Response>(static reply => reply.Diagnostics.Add(Warning("Deep", new Wire.AttributePath.Types.Step { AttributeName = "tags" }, new Wire.AttributePath.Types.Step { ElementKeyInt = 0 })))),
            ("no selector", For<Wire.ValidateResourceConfig.Types.Response>(static reply => reply.Diagnostics.Add(Warning("Odd", new Wire.AttributePath.Types.Step())))),
            ("upgraded state is null", For<Wire.UpgradeResourceState.Types.Response>(static reply => reply.UpgradedState = null)),
            ("does not have the type", For<Wire.UpgradeResourceState.Types.Response>(static reply => reply.UpgradedState.Msgpack = Garbage)),
            ("size: the value is unknown", For<Wire.UpgradeResourceState.Types.Response>(reply => Change(reply.UpgradedState, "size", CtyValue.Unknown(CtyType.Number)))),
            ("id: the value is unknown", For<Wire.ReadResource.Types.Response>(reply => Change(reply.NewState, "id", CtyValue.Unknown(CtyType.String)))),
            ("write-only", For<Wire.ReadResource.Types.Response>(reply => Change(reply.NewState, "secret", CtyValue.String("x")))),
            ("does not have the type", For<Wire.ReadResource.Types.Response>(static reply => reply.NewState.Msgpack = Garbage)),
            ("identity of an object is wholly known", For<Wire.ReadResource.Types.Response>(static reply => reply.NewIdentity = null)),
            ("deferred", For<Wire.ReadResource.Types.Response>(static reply => reply.Deferred = new())),
            ("planned for absence", For<Wire.PlanResourceChange.Types.Response>(static reply => reply.PlannedState = null)),
            ("does not match config value", For<Wire.PlanResourceChange.Types.Response>(reply => Change(reply.PlannedState, "name", CtyValue.String("b")))),
            ("write-only", For<Wire.PlanResourceChange.Types.Response>(reply => Change(reply.PlannedState, "secret", CtyValue.String("s3cret")))),
            ("legacy type system", For<Wire.PlanResourceChange.Types.Response>(static reply => reply.LegacyTypeSystem = true)),
            ("another plan the second time", For<Wire.PlanResourceChange.Types.Response>(reply => reply.PlannedPrivate = ByteString.CopyFromUtf8($"{calls++}"))),
            ("requires_replace names a path", For<Wire.PlanResourceChange.Types.Response>(static reply => reply.RequiresReplace.Add(new Wire.AttributePath { Steps = { new Wire.AttributePath.Types.Step { AttributeName = "nowhere" } } }))),
            ("planned identity is wholly known or absent", For<Wire.PlanResourceChange.Types.Response>(static reply => reply.PlannedIdentity = Identity(CtyValue.Unknown(CtyType.String)))),
            ("the object's own is", For<Wire.PlanResourceChange.Types.Response>(static reply => reply.PlannedIdentity = Identity(CtyValue.String("other")))),
            ("is now absent", For<Wire.ApplyResourceChange.Types.Response>(static reply => reply.NewState = null)),
            ("size: was 1, but now 2", For<Wire.ApplyResourceChange.Types.Response>(reply => Change(reply.NewState, "size", CtyValue.Number(2)))),
            ("write-only", For<Wire.ApplyResourceChange.Types.Response>(reply => Change(reply.NewState, "secret", CtyValue.String("s3cret")))),
            ("id: the value is unknown", For<Wire.ApplyResourceChange.Types.Response>(reply => Change(reply.NewState, "id", CtyValue.Unknown(CtyType.String)))),
            ("identity of an object is wholly known", For<Wire.ApplyResourceChange.Types.Response>(static reply => reply.NewIdentity = null)),
            ("exactly one object", For<Wire.ImportResourceState.Types.Response>(static reply => reply.ImportedResources.Clear())),
            ("exactly one object", For<Wire.ImportResourceState.Types.Response>(static reply => reply.ImportedResources.Add(reply.ImportedResources[0].Clone()))),
            ("the imported object is a", For<Wire.ImportResourceState.Types.Response>(static reply => reply.ImportedResources[0].TypeName = "test_other")),
            ("imported state is null", For<Wire.ImportResourceState.Types.Response>(static reply => reply.ImportedResources[0].State = null)),
        ];

        foreach (var (message, spoil) in table)
        {
            var broken = await Record.ExceptionAsync(() => LiveAsync(spoil));
            Assert.True(broken is ProviderRuleException && broken.Message.Contains(message, StringComparison.Ordinal), $"{message}: {broken?.ToString() ?? "nothing was caught"}");
        }
    }

    [Fact]
    public async Task A_refresh_that_finds_something_new_each_time_is_no_empty_plan()
    {
        var reads = 0L;

        var broken = await Assert.ThrowsAsync<ProviderRuleException>(() => LiveAsync(For<Wire.ReadResource.Types.Response>(reply => Change(reply.NewState, "changes", CtyValue.Number(++reads)))));

        Assert.Contains("The refresh after apply of test_thing", broken.Message, StringComparison.Ordinal);
        Assert.Contains("changes: was 0, is 1", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_never_settles_has_no_empty_second_plan()
    {
        var broken = await Assert.ThrowsAsync<ProviderRuleException>(() => LiveAsync(For<Wire.ReadResource.Types.Response>(reply => Change(reply.NewState, "size", CtyValue.Number(9)))));

        Assert.Contains("The second plan of test_thing", broken.Message, StringComparison.Ordinal);
    }

    /// <summary>Everything that the driver can do, in one life.</summary>
    private static async Task LiveAsync(Action<IMessage> spoil)
    {
        await using var provider = await InProcessProvider.StartAsync(new FakeProvider(new FakeApi()));
        var core = await CoreSimulation.ConnectAsync(provider.Channel.Intercept(new Spoiler(spoil)));
        await core.ConfigureAsync();
        var thing = core.Resource(Thing);
        await thing.ConvergeAsync(Config);
        var same = core.Resource(Thing);
        await same.ImportAsync("a");
        await same.ExpectEmptyPlanAsync(Config);
        await thing.ConvergeAsync("""{ "name": "b" }""");
        await thing.DestroyAsync();
    }

    private static Action<IMessage> For<T>(Action<T> spoil) => message =>
    {
        if (message is T reply) spoil(reply);
    };

    private static Wire.ResourceIdentityData Identity(CtyValue name)
    {
        var type = CtyType.Object([("name", CtyType.String)]);
        return new() { IdentityData = new() { Msgpack = ByteString.CopyFrom(CtyMsgpack.Encode(CtyValue.Object(type, [("name", name)]), type).Span) } };
    }

    private static Wire.Diagnostic Warning(string summary, params Wire.AttributePath.Types.Step[] steps) => new()
    {
        Severity = Wire.Diagnostic.Types.Severity.Warning,
        Summary = summary,
        Attribute = steps.Length == 0 ? null : new() { Steps = { steps } },
    };

    /// <summary>Changes one attribute of an object in an answer, where there is an object.</summary>
    private static void Change(Wire.DynamicValue? wire, string name, CtyValue value)
    {
        var type = new FakeThing().UntypedSchema.Type;
        if (wire is null || CtyMsgpack.Decode(wire.Msgpack.Memory, type) is not CtyObject known) return;
        wire.Msgpack = ByteString.CopyFrom(CtyMsgpack.Encode(known.With(name, value), type).Span);
    }

    private sealed class Spoiler(Action<IMessage> spoil) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, context);
            return new(SpoilAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        private async Task<TResponse> SpoilAsync<TResponse>(Task<TResponse> reply)
        {
            var message = await reply;
            spoil((IMessage)message!);
            return message;
        }
    }
}
