using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Server;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>A provider with just enough behaviour to see the process around it.</summary>
internal sealed class FakeProvider : Provider.ProviderBase, IEndOfService
{
    private readonly TaskCompletionSource _allHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>What is left to do before the end.</summary>
    public Func<Task> OnEnd { get; set; } = static () => Task.CompletedTask;

    public Task EndAsync() => OnEnd();

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many calls of ReadResource wait for each other.</summary>
    public int Rendezvous { get; set; } = 1;

    /// <summary>Completes once a call of ReadDataSource hangs.</summary>
    public Task Hanging => _hanging.Task;

    public override Task<GetMetadata.Types.Response> GetMetadata(GetMetadata.Types.Request request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        using var scope = Logger.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tf_rpc"] = "GetMetadata" });
        Logger.LogInformation("Answering for {tf_provider_addr}", "registry.terraform.io/example/planton");
        return Task.FromResult(new GetMetadata.Types.Response { ServerCapabilities = new() { PlanDestroy = true } });
    }

    public override Task<ApplyResourceChange.Types.Response> ApplyResourceChange(ApplyResourceChange.Types.Request request, ServerCallContext context)
        => Task.FromResult(new ApplyResourceChange.Types.Response { NewState = request.PlannedState });

    public override async Task<ReadResource.Types.Response> ReadResource(ReadResource.Types.Request request, ServerCallContext context)
    {
        if (Interlocked.Increment(ref _calls) == Rendezvous) _allHere.SetResult();
        await _allHere.Task;
        return new ReadResource.Types.Response();
    }

    public override async Task<ReadDataSource.Types.Response> ReadDataSource(ReadDataSource.Types.Request request, ServerCallContext context)
    {
        _hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new ReadDataSource.Types.Response();
    }

    public override Task<CallFunction.Types.Response> CallFunction(CallFunction.Types.Request request, ServerCallContext context)
        => throw new InvalidOperationException("a bug");

    public override async Task ListResource(ListResource.Types.Request request, IServerStreamWriter<ListResource.Types.Event> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new() { DisplayName = "one" }, context.CancellationToken);
        await responseStream.WriteAsync(new() { DisplayName = "two" });
    }
}
