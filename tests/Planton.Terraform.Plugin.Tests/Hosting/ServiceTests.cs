using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Planton.Terraform.Plugin.Protocol.Health;
using Empty = Google.Protobuf.WellKnownTypes.Empty;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>What the process serves.</summary>
public sealed class ServiceTests
{
    private static readonly FileDescriptor[] Files =
    [
        Tfplugin6Reflection.Descriptor, GrpcBrokerReflection.Descriptor, GrpcControllerReflection.Descriptor,
        GrpcStdioReflection.Descriptor, HealthReflection.Descriptor,
    ];

    [Fact]
    public void Every_method_of_every_service_is_served_under_its_name_with_its_types()
    {
        using var stop = new ShutdownSignal();
        var services = new PluginServices(new FakeProvider(), new(stop, static () => Task.CompletedTask), new(stop), new(stop), new(stop));

        var served = services.Routes().Select(r => $"{r.Path} {r.Type} {string.Join(' ', r.GetType().GenericTypeArguments.Select(t => t.FullName))}");
        var described = Files.SelectMany(f => f.Services).SelectMany(s => s.Methods)
            .Select(m => $"/{m.Service.FullName}/{m.Name} {TypeOf(m)} {m.InputType.ClrType.FullName} {m.OutputType.ClrType.FullName}");

        Assert.Equal(described.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Messages_far_beyond_the_usual_limits_pass_both_ways()
    {
        await using var cli = new FakeCli();
        var line = await cli.StartAsync();
        var state = new byte[40_000_000];
        new Random(6).NextBytes(state);

        var response = await new Provider.ProviderClient(cli.Connect(line)).ApplyResourceChangeAsync(
            new() { PlannedState = new DynamicValue { Msgpack = UnsafeByteOperations.UnsafeWrap(state) } });

        Assert.True(response.NewState.Msgpack.Span.SequenceEqual(state));
    }

    [Fact]
    public async Task Calls_in_any_number_run_at_the_same_time()
    {
        await using var cli = new FakeCli();
        cli.Provider.Rendezvous = 500; // Each call waits for the last one.
        var provider = new Provider.ProviderClient(cli.Connect(await cli.StartAsync()));

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => provider.ReadResourceAsync(new()).ResponseAsync));

        Assert.Equal(500, cli.Provider.Calls);
    }

    [Fact]
    public async Task A_fault_of_the_provider_is_a_status_and_an_error_in_the_log_not_the_end()
    {
        await using var cli = new FakeCli().With("TF_LOG", "ERROR");
        var provider = new Provider.ProviderClient(cli.Connect(await cli.StartAsync()));

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await provider.CallFunctionAsync(new()));

        Assert.Equal(StatusCode.Unknown, fault.StatusCode);
        Assert.DoesNotContain("a bug", fault.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("a bug", cli.Errors.Text, StringComparison.Ordinal);
        Assert.True((await provider.GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
    }

    [Fact]
    public async Task Unknown_services_and_methods_are_unimplemented()
    {
        await using var cli = new FakeCli();
        var invoker = cli.Connect(await cli.StartAsync()).CreateCallInvoker();

        foreach (var (service, name) in new[] { ("tfplugin6.Provider", "NoSuch"), ("tfplugin5.Provider", "GetSchema"), ("grpc.reflection.v1.ServerReflection", "X") })
        {
            var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, Marshallers.Create<byte[]>(x => x, x => x), Marshallers.Create<byte[]>(x => x, x => x));
            var fault = await Assert.ThrowsAsync<RpcException>(async () => await invoker.AsyncUnaryCall(method, null, default, []));
            Assert.Equal(StatusCode.Unimplemented, fault.StatusCode);
        }
    }

    [Theory]
    [InlineData("plugin")]
    [InlineData("")]
    public async Task Health_of_what_is_here_is_serving(string service)
    {
        await using var cli = new FakeCli();
        var health = new Health.HealthClient(cli.Connect(await cli.StartAsync()));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new() { Service = service })).Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.ListAsync(new())).Statuses[service].Status);
        using var watch = health.Watch(new() { Service = service });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Health_of_something_else_is_not_found()
    {
        await using var cli = new FakeCli();
        var health = new Health.HealthClient(cli.Connect(await cli.StartAsync()));

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new() { Service = "database" }));
        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
        using var watch = health.Watch(new() { Service = "database" });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Stdio_and_broker_stay_open_and_silent_until_the_end()
    {
        await using var cli = new FakeCli();
        var channel = cli.Connect(await cli.StartAsync());
        using var stdio = new GRPCStdio.GRPCStdioClient(channel).StreamStdio(new Empty());
        using var broker = new GRPCBroker.GRPCBrokerClient(channel).StartStream();
        await broker.RequestStream.WriteAsync(new ConnInfo { ServiceId = 7, Network = "unix", Address = "/nowhere" });
        await Task.WhenAll(stdio.ResponseHeadersAsync, broker.ResponseHeadersAsync);
        var silent = stdio.ResponseStream.MoveNext(CancellationToken.None);
        var idle = broker.ResponseStream.MoveNext(CancellationToken.None);

        await new Health.HealthClient(channel).CheckAsync(new() { Service = "plugin" });
        Assert.False(silent.IsCompleted);
        Assert.False(idle.IsCompleted);

        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new());
        Assert.Equal(0, await cli.Running);
        await AssertEndsAsync(silent);
        await AssertEndsAsync(idle);
    }

    [Fact]
    public async Task The_broker_stays_open_after_the_host_has_said_its_last()
    {
        await using var cli = new FakeCli();
        var channel = cli.Connect(await cli.StartAsync());
        using var broker = new GRPCBroker.GRPCBrokerClient(channel).StartStream();
        await broker.RequestStream.CompleteAsync();
        var idle = broker.ResponseStream.MoveNext(CancellationToken.None);

        await new Health.HealthClient(channel).CheckAsync(new());

        Assert.False(idle.IsCompleted);
    }

    /// <summary>The stream ended without a message. A client that writes while the process goes may see the connection break instead.</summary>
    private static async Task AssertEndsAsync(Task<bool> next)
    {
        try
        {
            Assert.False(await next);
        }
        catch (RpcException e)
        {
            Assert.Contains(e.StatusCode, (StatusCode[])[StatusCode.Unavailable, StatusCode.Internal, StatusCode.Cancelled]);
        }
    }

    private static MethodType TypeOf(MethodDescriptor method) => (method.IsClientStreaming, method.IsServerStreaming) switch
    {
        (false, false) => MethodType.Unary,
        (false, true) => MethodType.ServerStreaming,
        (true, false) => MethodType.ClientStreaming,
        (true, true) => MethodType.DuplexStreaming,
    };
}
