using System.Diagnostics;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Planton.DigitalOcean.Simulator;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// Random and broken requests for every call of the protocol, with values against every schema of the provider: each gets an answer in
/// words. <c>make sweep</c> sends many more.
/// </summary>
public sealed partial class HostileCallTests
{
    // An answer never takes this long; a call that does hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static bool IsWhole => Environment.GetEnvironmentVariable("PLANTON_SWEEP") == "whole";

    /// <summary>All calls but the one that ends the provider.</summary>
    private static IEnumerable<MethodDescriptor> Calls { get; } =
        [.. Wire.Provider.Descriptor.Methods.Where(static call => call.Name != "StopProvider")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_request_gets_an_answer_in_words(int seed)
    {
        await using var world = await StartAsync();
        var random = new Random(seed);
        var messages = new HostileMessages(new HostileValues(random), random, Types(world.Core.Schemas));
        var (watch, rounds) = (Stopwatch.StartNew(), IsWhole ? 4_000 : 60);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var wrong = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var call in Calls)
            {
                var request = messages.Request(call);
                var answer = await SendAsync(world.Channel, call, request);
                if (Unworthy().Match(answer) is { Success: true } unworthy)
                {
                    wrong.TryAdd($"{call.Name}: {answer[Math.Max(0, unworthy.Index - 90)..Math.Min(answer.Length, unworthy.Index + 120)]}", Short(request.ToString()!));
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Select(static found => $"{found.Key}\n  Request: {found.Value}")));
        await world.Core.ConfigureAsync();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine($"Hostile calls, seed {seed}: {rounds * Calls.Count()} requests of {Calls.Count()} calls, {watch.Elapsed.TotalSeconds:0} s, {kept >> 20} MiB kept");
        Assert.InRange(kept, long.MinValue, 256L << 20);
    }

    private static async Task<ProviderFixture> StartAsync() => await ProviderFixture.BeforeAsync(
        await SimulatorHost.StartAsync(new SimulatorOptions
        {
            Seed = new() { Behavior = ProviderFixture.Prompt, Tier = "professional", Registries = [new() { Name = "main" }], Clusters = [new() { Name = "one" }] },
        }),
        time: new HastyTime(1_000));

    /// <summary>Every schema under the names of its type, so that most requests get past the door.</summary>
    private static List<KeyValuePair<string, CtyType>> Types(Wire.GetProviderSchema.Types.Response schemas) =>
    [
        new("", CoreBlock.From(schemas.Provider.Block).Type),
        .. schemas.ResourceSchemas.Concat(schemas.DataSourceSchemas).Concat(schemas.EphemeralResourceSchemas).Concat(schemas.ListResourceSchemas)
            .Select(static entry => KeyValuePair.Create(entry.Key, (CtyType)CoreBlock.From(entry.Value.Block).Type)),
        .. schemas.ActionSchemas.Select(static entry => KeyValuePair.Create(entry.Key, (CtyType)CoreBlock.From(entry.Value.Schema.Block).Type)),
        .. schemas.Functions.Select(static entry => KeyValuePair.Create(entry.Key, CtyTypeJson.Decode(entry.Value.Parameters[0].Type.Span))),
    ];

    /// <summary>Sends a request as bytes, whatever kind of call it is, and gives the answer as text.</summary>
    private static async Task<string> SendAsync(CallInvoker channel, MethodDescriptor call, IMessage request)
    {
        var kind = (call.IsClientStreaming, call.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var bytes = Marshallers.Create(static (byte[] raw) => raw, static raw => raw);
        var method = new Method<byte[], byte[]>(kind, call.Service.FullName, call.Name, bytes, bytes);
        var options = new CallOptions(deadline: DateTime.UtcNow + Patience);
        try
        {
            if (kind == MethodType.Unary) return Text(call, await channel.AsyncUnaryCall(method, null, options, request.ToByteArray()));
            if (kind == MethodType.ServerStreaming)
            {
                using var stream = channel.AsyncServerStreamingCall(method, null, options, request.ToByteArray());
                var text = string.Empty;
                await foreach (var part in stream.ResponseStream.ReadAllAsync()) text += Text(call, part);
                return text;
            }

            using var upload = channel.AsyncClientStreamingCall(method, null, options);
            await UploadAsync(upload.RequestStream, request);
            return Text(call, await upload.ResponseAsync);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unimplemented)
        {
            return string.Empty;
        }
        catch (RpcException failure)
        {
            throw new InvalidOperationException($"{call.Name} failed as a call, {failure.Status}\nRequest: {Short(request.ToString()!)}", failure);
        }
    }

    private static async Task UploadAsync(IClientStreamWriter<byte[]> stream, IMessage request)
    {
        try
        {
            await stream.WriteAsync(request.ToByteArray());
            await stream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server has answered without waiting for the request; its answer, which is read next, says why.
        }
    }

    private static string Text(MethodDescriptor call, byte[] answer) => call.OutputType.Parser.ParseFrom(answer).ToString()!;

    private static string Short(string text) => text.Length <= 2_000 ? text : text[..2_000] + "…";

    [GeneratedRegex($@"bug in the provider|\\n\s+at \S+\(|System\.|{ProviderFixture.Token}")]
    private static partial Regex Unworthy();
}
