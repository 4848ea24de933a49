using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>An open ephemeral resource, as the core keeps it in memory.</summary>
public sealed record OpenedResource
{
    internal OpenedResource(CtyObject result, ByteString bytes, DateTimeOffset? renewAt) => (Result, Private, RenewAt, Renewed) = (result, bytes, renewAt, bytes);

    /// <summary>The arguments and the results.</summary>
    public CtyObject Result { get; }

    /// <summary>When to renew; null for never.</summary>
    public DateTimeOffset? RenewAt { get; internal init; }

    /// <summary>What opening left to the provider's later _calls. Terraform closes with it.</summary>
    internal ByteString Private { get; init; }

    /// <summary>What the last renewal left. OpenTofu closes with it, and both renew with it.</summary>
    internal ByteString Renewed { get; init; }

    /// <summary>An argument or result.</summary>
    public CtyValue this[string attribute] => Result[attribute];
}

/// <summary>An ephemeral resource under the core: opened in a plan or an apply, renewed while in use, closed at the end.</summary>
public sealed class EphemeralDriver
{
    private readonly ProviderCalls _calls;
    private readonly string _typeName;
    private readonly TimeProvider _time;

    internal EphemeralDriver(ProviderCalls calls, string typeName, Wire.Schema schema, TimeProvider time) =>
        (_calls, _typeName, Schema, _time) = (calls, typeName, CoreBlock.From(schema.Block), time);

    internal CoreBlock Schema { get; }

    /// <summary>Validates and opens.</summary>
    /// <param name="config">The arguments, wholly known, as <see cref="ValueText"/> has them.</param>
    /// <param name="isConfigured">Whether the provider's own configuration is known; without it results may be unknown.</param>
    public async Task<OpenedResource> OpenAsync(string config, bool isConfigured = true)
    {
        var given = Schema.Config(config);
        if (!given.IsWhollyKnown) throw new ArgumentException("The core opens nothing whose arguments are not known.", nameof(config));
        await ValidateAsync(config);

        var during = $"OpenEphemeralResource of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.OpenEphemeralResourceAsync(new() { TypeName = _typeName, Config = ProviderCalls.ToWire(given, Schema.Type) }));
        if (reply.Diagnostics.Any(static diagnostic => diagnostic.Severity == Wire.Diagnostic.Types.Severity.Error) && !reply.Private.IsEmpty)
        {
            throw new ProviderRuleException(during, "an open with an error is never closed, so it must leave nothing to close");
        }

        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
        if (reply.Deferred is not null) throw new ProviderRuleException(during, "the answer is deferred, which the client did not allow");
        var result = ProviderCalls.FromWire(during, reply.Result, Schema) ?? throw new ProviderRuleException(during, "the result is null");
        ProviderRuleException.ThrowIfAny(during, PlanRules.Check(Schema, null, given, result));
        if (isConfigured) ProviderRuleException.ThrowIfAny(during, StateRules.Check(Schema, result));
        return new(result, reply.Private, RenewAt(during, reply.RenewAt?.ToDateTimeOffset()));
    }

    /// <summary>Validates the arguments; values may be unknown.</summary>
    public async Task ValidateAsync(string config)
    {
        var during = $"ValidateEphemeralResourceConfig of {_typeName}";
        var block = ProviderCalls.ToWire(Schema.Config(config), Schema.Type);
        var reply = await ProviderCalls.CallAsync(during, () => _calls.Client.ValidateEphemeralResourceConfigAsync(new() { TypeName = _typeName, Config = block }));
        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
    }

    /// <summary>Renews, as the core does when the time has come.</summary>
    public async Task<OpenedResource> RenewAsync(OpenedResource opened)
    {
        var during = $"RenewEphemeralResource of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.RenewEphemeralResourceAsync(new() { TypeName = _typeName, Private = opened.Renewed }));
        _calls.ThrowOnErrors(during, null, reply.Diagnostics);
        return opened with { RenewAt = RenewAt(during, reply.RenewAt?.ToDateTimeOffset()), Renewed = reply.Private };
    }

    /// <summary>Closes as Terraform does, with what opening gave, or as OpenTofu does, with what the last renewal gave.</summary>
    public async Task CloseAsync(OpenedResource opened, bool afterRenewal = false)
    {
        var during = $"CloseEphemeralResource of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.CloseEphemeralResourceAsync(new() { TypeName = _typeName, Private = afterRenewal ? opened.Renewed : opened.Private }));
        _calls.ThrowOnErrors(during, null, reply.Diagnostics);
    }

    private DateTimeOffset? RenewAt(string during, DateTimeOffset? time) => time <= _time.GetUtcNow()
        ? throw new ProviderRuleException(during, $"the time to renew, {time:O}, has passed already, so that the core renews without end")
        : time;
}
