using Wire = Planton.Terraform.Plugin.Protocol;
using Event = Planton.Terraform.Plugin.Protocol.InvokeAction.Types.Event;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// An action under the core (Terraform 1.14): validated, planned, then invoked as a stream of events. The core panics on an event of no
/// kind, and takes a stream that merely ends for success.
/// </summary>
public sealed class ActionDriver
{
    /// <summary>What Terraform 1.14 says of itself.</summary>
    private static readonly Wire.ClientCapabilities Capabilities = new() { WriteOnlyAttributesAllowed = true };

    private readonly ProviderCalls _calls;
    private readonly string _typeName;

    internal ActionDriver(ProviderCalls calls, string typeName, Wire.Schema schema) => (_calls, _typeName, Schema) = (calls, typeName, CoreBlock.From(schema.Block));

    internal CoreBlock Schema { get; }

    /// <summary>Validates the arguments; values may be unknown.</summary>
    public async Task ValidateAsync(string config)
    {
        var during = $"ValidateActionConfig of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.ValidateActionConfigAsync(new() { TypeName = _typeName, Config = Config(config) }));
        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
    }

    /// <summary>Validates and plans; values may be unknown.</summary>
    /// <param name="config">The arguments, as <see cref="ValueText"/> has them.</param>
    public async Task PlanAsync(string config)
    {
        await ValidateAsync(config);
        var during = $"PlanAction of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.PlanActionAsync(new() { ActionType = _typeName, Config = Config(config), ClientCapabilities = Capabilities }));
        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
        if (reply.Deferred is not null) throw new ProviderRuleException(during, "the answer is deferred, which the client did not allow");
    }

    /// <summary>Plans and invokes, and throws what the action ends with when it is an error.</summary>
    /// <param name="config">The arguments, wholly known.</param>
    /// <param name="onProgress">Is told of each message while the action goes on.</param>
    /// <returns>The progress messages.</returns>
    public async Task<IReadOnlyList<string>> InvokeAsync(string config, Func<string, Task>? onProgress = null)
    {
        if (!Schema.Config(config).IsWhollyKnown) throw new ArgumentException("The core invokes nothing whose arguments are not known.", nameof(config));
        await PlanAsync(config);

        var during = $"InvokeAction of {_typeName}";
        List<string> messages = [];
        Event.Types.Completed? completed = null;
        using var stream = _calls.Client.InvokeAction(new() { ActionType = _typeName, Config = Config(config), ClientCapabilities = Capabilities });
        await foreach (var item in ProviderCalls.StreamAsync(during, stream))
        {
            if (completed is not null) throw new ProviderRuleException(during, "an event comes after the completed one");
            if (item.TypeCase == Event.TypeOneofCase.None) throw new ProviderRuleException(during, "an event is of no kind; the core panics on it");
            completed = item.Completed;
            if (item.Progress is not { } progress) continue;

            if (string.IsNullOrWhiteSpace(progress.Message) || progress.Message.Contains('\n', StringComparison.Ordinal))
            {
                throw new ProviderRuleException(during, $"a progress message is one line, not \"{progress.Message}\"");
            }

            messages.Add(progress.Message);
            if (onProgress is not null) await onProgress(progress.Message);
        }

        _calls.ThrowOnErrors(during, Schema, (completed ?? throw new ProviderRuleException(during, "the stream ends without a completed event")).Diagnostics);
        return messages;
    }

    private Wire.DynamicValue Config(string config) => ProviderCalls.ToWire(Schema.Config(config), Schema.Type);
}
