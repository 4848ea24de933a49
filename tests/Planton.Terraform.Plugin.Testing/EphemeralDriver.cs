using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>An open ephemeral resource, as the core keeps it in memory.</summary>
/// <param name="Result">The arguments and the results.</param>
/// <param name="Private">What opening gave; Terraform closes with it.</param>
/// <param name="RenewAt">When to renew; null for never.</param>
/// <param name="Renewed">What the last renewal gave; OpenTofu closes with it, and both renew with it.</param>
internal sealed record OpenedResource(CtyObject Result, ByteString Private, DateTimeOffset? RenewAt, ByteString Renewed)
{
    public CtyValue this[string attribute] => Result[attribute];
}

/// <summary>An ephemeral resource under the core: opened in a plan or an apply, renewed while in use, closed at the end.</summary>
internal sealed class EphemeralDriver(ProviderCalls calls, string typeName, Wire.Schema wireSchema)
{
    public CoreBlock Schema { get; } = CoreBlock.From(wireSchema.Block);

    /// <summary>Validates and opens.</summary>
    /// <param name="config">The arguments, wholly known, as <see cref="ValueText"/> has them.</param>
    /// <param name="isConfigured">Whether the provider's own configuration is known; without it results may be unknown.</param>
    public async Task<OpenedResource> OpenAsync(string config, bool isConfigured = true)
    {
        var given = ValueText.Object(Schema.Type, config);
        if (!given.IsWhollyKnown) throw new ArgumentException("The core opens nothing whose arguments are not known.", nameof(config));
        await ValidateAsync(config);

        var during = $"OpenEphemeralResource of {typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => calls.Client.OpenEphemeralResourceAsync(new() { TypeName = typeName, Config = ProviderCalls.ToWire(given, Schema.Type) }));
        if (reply.Diagnostics.Any(static diagnostic => diagnostic.Severity == Wire.Diagnostic.Types.Severity.Error) && !reply.Private.IsEmpty)
        {
            throw new ProviderRuleException(during, "an open with an error is never closed, so it must leave nothing to close");
        }

        calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
        if (reply.Deferred is not null) throw new ProviderRuleException(during, "the answer is deferred, which the client did not allow");
        var result = ProviderCalls.FromWire(during, reply.Result, Schema) ?? throw new ProviderRuleException(during, "the result is null");
        ProviderRuleException.ThrowIfAny(during, PlanRules.Check(Schema, null, given, result));
        if (isConfigured) ProviderRuleException.ThrowIfAny(during, StateRules.Check(Schema, result));
        return new(result, reply.Private, RenewAt(during, reply.RenewAt?.ToDateTimeOffset()), reply.Private);
    }

    public async Task ValidateAsync(string config)
    {
        var during = $"ValidateEphemeralResourceConfig of {typeName}";
        var block = ProviderCalls.ToWire(ValueText.Object(Schema.Type, config), Schema.Type);
        var reply = await ProviderCalls.CallAsync(during, () => calls.Client.ValidateEphemeralResourceConfigAsync(new() { TypeName = typeName, Config = block }));
        calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
    }

    /// <summary>Renews, as the core does when the time has come.</summary>
    public async Task<OpenedResource> RenewAsync(OpenedResource opened)
    {
        var during = $"RenewEphemeralResource of {typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => calls.Client.RenewEphemeralResourceAsync(new() { TypeName = typeName, Private = opened.Renewed }));
        calls.ThrowOnErrors(during, null, reply.Diagnostics);
        return opened with { RenewAt = RenewAt(during, reply.RenewAt?.ToDateTimeOffset()), Renewed = reply.Private };
    }

    /// <summary>Closes as Terraform does, with what opening gave, or as OpenTofu does, with what the last renewal gave.</summary>
    public async Task CloseAsync(OpenedResource opened, bool afterRenewal = false)
    {
        var during = $"CloseEphemeralResource of {typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => calls.Client.CloseEphemeralResourceAsync(new() { TypeName = typeName, Private = afterRenewal ? opened.Renewed : opened.Private }));
        calls.ThrowOnErrors(during, null, reply.Diagnostics);
    }

    private static DateTimeOffset? RenewAt(string during, DateTimeOffset? time) => time <= DateTimeOffset.UtcNow
        ? throw new ProviderRuleException(during, $"the time to renew, {time:O}, has passed already, so that the core renews without end")
        : time;
}
