using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Whatever an author's code throws, wherever it does, the CLI gets an answer with an error in it and never a broken plugin.</summary>
public sealed class SabotageTests
{
    private const string Any = "test_any";

    private static readonly CtyObject Object = FakeSabotagedModel.Schema.Attributes.Encode(new() { Name = "a" });
    private static readonly Wire.DynamicValue A = ProviderCalls.ToWire(Object, Object.Type);
    private static readonly Wire.DynamicValue B = ProviderCalls.ToWire(Object.With("name", CtyValue.String("b")), Object.Type);
    private static readonly Wire.DynamicValue None = ProviderCalls.ToWire(null, Object.Type);

    private static readonly (string Name, Func<Exception> Make)[] Exceptions =
    [
        ("a bug", static () => new InvalidOperationException("inner secret")),
        ("one without words", static () => new SilentException()),
        ("one of diagnostics without any", static () => new DiagnosticException([])),
        ("one of diagnostics without an error", static () => new DiagnosticException(new Diagnostic(DiagnosticSeverity.Warning, "Careful", "Only a warning."))),
        ("one of diagnostics without words", static () => new DiagnosticException(null!, null!)),
        ("one of a function without words", static () => new FunctionException(null!)),
        ("a conversion's", static () => new TfConversionException("It does not fit.", "name")),
        ("a decoder's", static () => new CtyDecodeException("It cannot be read.")),
        ("a missing value's", static () => new TfMissingValueException("It is null.")),
        ("a cancellation", static () => new OperationCanceledException("inner secret")),
        ("gRPC's own", static () => new RpcException(new Status(StatusCode.Unavailable, "inner secret"))),
        ("one of a type that cannot be made", static () => new TypeInitializationException("Outer", new InvalidOperationException("inner secret"))),
        ("several at once", static () => new AggregateException(new InvalidOperationException("inner secret"), new SilentException())),
    ];

    private static readonly Dictionary<string, Func<Wire.Provider.ProviderClient, Task<string>>> Calls = new()
    {
        ["ValidateProviderConfig"] = static async client => Text((await client.ValidateProviderConfigAsync(new() { Config = A })).Diagnostics),
        ["ConfigureProvider"] = static async client => Text((await client.ConfigureProviderAsync(new() { Config = A })).Diagnostics),
        ["ValidateResourceConfig"] = static async client => Text((await client.ValidateResourceConfigAsync(new() { TypeName = Any, Config = A })).Diagnostics),
        ["UpgradeResourceState"] = static async client => Text((await client.UpgradeResourceStateAsync(new() { TypeName = Any, Version = 7, RawState = new() { Json = ByteString.CopyFromUtf8("{}") } })).Diagnostics),
        ["MoveResourceState"] = static async client => Text((await client.MoveResourceStateAsync(new() { TargetTypeName = Any, SourceTypeName = "other", SourceProviderAddress = "a/b/c", SourceState = new() { Json = ByteString.CopyFromUtf8("{}") } })).Diagnostics),
        ["ImportResourceState"] = static async client => Text((await client.ImportResourceStateAsync(new() { TypeName = Any, Id = "a" })).Diagnostics),
        ["ReadResource"] = static async client => Text((await client.ReadResourceAsync(new() { TypeName = Any, CurrentState = A })).Diagnostics),
        ["PlanResourceChange"] = static async client => Text((await client.PlanResourceChangeAsync(new() { TypeName = Any, Config = A, ProposedNewState = A, PriorState = None })).Diagnostics),
        ["ApplyResourceChange to create"] = static async client => Text((await client.ApplyResourceChangeAsync(new() { TypeName = Any, Config = A, PlannedState = A, PriorState = None })).Diagnostics),
        ["ApplyResourceChange to update"] = static async client => Text((await client.ApplyResourceChangeAsync(new() { TypeName = Any, Config = B, PlannedState = B, PriorState = A })).Diagnostics),
        ["ApplyResourceChange to delete"] = static async client => Text((await client.ApplyResourceChangeAsync(new() { TypeName = Any, Config = None, PlannedState = None, PriorState = A })).Diagnostics),
        ["ReadDataSource"] = static async client => Text((await client.ReadDataSourceAsync(new() { TypeName = Any, Config = A })).Diagnostics),
        ["OpenEphemeralResource"] = static async client => Text((await client.OpenEphemeralResourceAsync(new() { TypeName = Any, Config = A })).Diagnostics),
        ["RenewEphemeralResource"] = static async client => Text((await client.RenewEphemeralResourceAsync(new() { TypeName = Any })).Diagnostics),
        ["CloseEphemeralResource"] = static async client => Text((await client.CloseEphemeralResourceAsync(new() { TypeName = Any })).Diagnostics),
        ["PlanAction"] = static async client => Text((await client.PlanActionAsync(new() { ActionType = Any, Config = A })).Diagnostics),
        ["InvokeAction"] = static async client => Text((await AllAsync(client.InvokeAction(new() { ActionType = Any, Config = A }))).SelectMany(static item => item.Completed.Diagnostics)),
        ["ListResource"] = static async client => Text((await AllAsync(client.ListResource(new() { TypeName = Any, Config = A }))).SelectMany(static item => item.Diagnostic)),
        ["CallFunction"] = static async client => (await client.CallFunctionAsync(new() { Name = "any" })).Error.Text,
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_exception_of_any_type_becomes_an_error(string call)
    {
        foreach (var (name, make) in Exceptions)
        {
            await using var provider = await InProcessProvider.StartAsync(new FakeSaboteur(make));
            var text = await Calls[call](new(provider.Channel));

            Assert.True(text.Length > 0, $"{call} keeps {name} secret.");
            Assert.DoesNotContain("inner secret", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_exception_whose_words_are_no_error_is_one_all_the_same(string call)
    {
        Diagnostic?[] explanations = [new(DiagnosticSeverity.Warning, "Careful", "Only a warning."), new(DiagnosticSeverity.Error, null!, null!)];
        foreach (var explanation in explanations)
        {
            await using var provider = await InProcessProvider.StartAsync(new FakeSaboteur(static () => new FakeApiException("no")) { Explanation = _ => explanation });

            Assert.NotEmpty(await Calls[call](new(provider.Channel)));
        }
    }

    /// <summary>The errors of an answer, each of which has a summary, since the CLI shows nothing else of it in a list.</summary>
    private static string Text(IEnumerable<Wire.Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(static diagnostic => diagnostic.Severity == Wire.Diagnostic.Types.Severity.Error).ToArray();
        Assert.All(errors, static error => Assert.False(string.IsNullOrWhiteSpace(error.Summary)));
        return string.Join('\n', errors.Select(static error => $"{error.Summary}: {error.Detail}"));
    }

    private static async Task<List<T>> AllAsync<T>(AsyncServerStreamingCall<T> call)
    {
        List<T> all = [];
        await foreach (var item in call.ResponseStream.ReadAllAsync()) all.Add(item);
        return all;
    }

    private sealed class SilentException : Exception
    {
        public override string Message => null!;
    }
}
