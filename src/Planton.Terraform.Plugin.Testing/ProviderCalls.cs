using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>Single calls of a provider, with the checks that hold for every answer.</summary>
/// <param name="identities">The identity schemas by type; empty where the client is too old to ask for them.</param>
internal sealed class ProviderCalls(Wire.Provider.ProviderClient client, IReadOnlyDictionary<string, CtyObjectType> identities)
{
    /// <summary>What Terraform 1.11 and OpenTofu 1.11 say of themselves.</summary>
    private static readonly Wire.ClientCapabilities Capabilities = new() { WriteOnlyAttributesAllowed = true };

    public Wire.Provider.ProviderClient Client => client;

    /// <summary>The warnings since this was last emptied.</summary>
    public List<CoreDiagnostic> Warnings { get; } = [];

    public static Wire.DynamicValue ToWire(CtyValue? value, CtyType type) =>
        new() { Msgpack = ByteString.CopyFrom(CtyMsgpack.Encode(value ?? CtyValue.Null(type), type).Span) };

    /// <summary>Reads an object of an answer as the core does: neither encoding is null.</summary>
    public static CtyObject? FromWire(string during, Wire.DynamicValue? wire, CoreBlock schema)
    {
        try
        {
            var value = wire switch
            {
                { Msgpack.IsEmpty: false } => CtyMsgpack.Decode(wire.Msgpack.Memory, schema.Type),
                { Json.IsEmpty: false } => CtyJson.Decode(wire.Json.Span, schema.Type),
                _ => CtyValue.Null(schema.Type),
            };
            return value.IsUnknown ? throw new ProviderRuleException(during, "the whole object is unknown") : value as CtyObject;
        }
        catch (CtyDecodeException exception)
        {
            throw new ProviderRuleException(during, $"the value does not have the type of the schema: {exception.Message}", exception.Path);
        }
    }

    /// <summary>Makes a call. A failure of gRPC itself is a broken plugin to the core.</summary>
    public static async Task<T> CallAsync<T>(string during, Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            return await call().ResponseAsync;
        }
        catch (RpcException exception)
        {
            throw new ProviderRuleException(during, $"the call itself failed: {exception.Status.StatusCode} {exception.Status.Detail}");
        }
    }

    /// <summary>Reads the events of a call. A failure of gRPC itself is a broken plugin to the core.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(string during, AsyncServerStreamingCall<T> call)
    {
        while (true)
        {
            try
            {
                if (!await call.ResponseStream.MoveNext(CancellationToken.None)) yield break;
            }
            catch (RpcException exception)
            {
                throw new ProviderRuleException(during, $"the call itself failed: {exception.Status.StatusCode} {exception.Status.Detail}");
            }

            yield return call.ResponseStream.Current;
        }
    }

    /// <summary>Keeps the warnings of an answer and throws when there is an error among its diagnostics.</summary>
    public void ThrowOnErrors(string during, CoreBlock? schema, IEnumerable<Wire.Diagnostic> diagnostics)
    {
        var read = CoreDiagnostic.Read(during, schema, diagnostics);
        Warnings.AddRange(read.Where(static diagnostic => !diagnostic.IsError));
        if (read.Any(static diagnostic => diagnostic.IsError)) throw new ProviderErrorException(during, read);
    }

    public async Task ValidateAsync(string typeName, CoreBlock schema, CtyObject config)
    {
        var during = $"ValidateResourceConfig of {typeName}";
        var reply = await CallAsync(during, () => client.ValidateResourceConfigAsync(new()
        {
            TypeName = typeName,
            Config = ToWire(config, schema.Type),
            ClientCapabilities = Capabilities,
        }));
        ThrowOnErrors(during, schema, reply.Diagnostics);
    }

    public async Task<CtyObject> UpgradeAsync(string typeName, CoreBlock schema, StoredObject stored)
    {
        var during = $"UpgradeResourceState of {typeName}";
        var reply = await CallAsync(during, () => client.UpgradeResourceStateAsync(new()
        {
            TypeName = typeName,
            Version = stored.SchemaVersion,
            RawState = new() { Json = stored.Json },
        }));
        ThrowOnErrors(during, null, reply.Diagnostics);
        var state = FromWire(during, reply.UpgradedState, schema) ?? throw new ProviderRuleException(during, "the upgraded state is null");
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(schema, state));
        return state;
    }

    /// <summary>Moves the state of another resource. The core demands an object that is known throughout.</summary>
    public async Task<(CtyObject State, ByteString Private, CtyObject? Identity)> MoveAsync(
        string typeName, CoreBlock schema, Wire.MoveResourceState.Types.Request request)
    {
        var during = $"MoveResourceState to {typeName}";
        var reply = await CallAsync(during, () => client.MoveResourceStateAsync(request));
        ThrowOnErrors(during, null, reply.Diagnostics);
        var state = FromWire(during, reply.TargetState, schema) ?? throw new ProviderRuleException(during, "the moved state is null");
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(schema, state));
        return (state, reply.TargetPrivate, IdentityOf(during, typeName, reply.TargetIdentity, state));
    }

    /// <summary>Reads an object; null when it is gone.</summary>
    public async Task<(CtyObject? State, ByteString Private, CtyObject? Identity)> ReadAsync(
        string typeName, CoreBlock schema, CtyObject state, ByteString privateBytes, CtyObject? identity)
    {
        var during = $"ReadResource of {typeName}";
        var reply = await CallAsync(during, () => client.ReadResourceAsync(new()
        {
            TypeName = typeName,
            CurrentState = ToWire(state, schema.Type),
            Private = privateBytes,
            CurrentIdentity = ToWire(typeName, identity),
            ClientCapabilities = Capabilities,
        }));
        ThrowOnErrors(during, schema, reply.Diagnostics);
        NotDeferred(during, reply.Deferred);
        var read = FromWire(during, reply.NewState, schema);
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(schema, read));
        var newIdentity = IdentityOf(during, typeName, reply.NewIdentity, read);
        if (identity is not null && newIdentity is not null && !identity.Equals(newIdentity)) throw new ProviderRuleException(during, $"the identity changed from {identity} to {newIdentity}");
        return (read, reply.Private, newIdentity);
    }

    /// <summary>Plans, twice with the same request: a plan is a pure function.</summary>
    public async Task<ProviderPlan> PlanAsync(
        string typeName, CoreBlock schema, CtyObject? prior, CtyObject? config, ByteString privateBytes, CtyObject? identity)
    {
        var during = $"PlanResourceChange of {typeName}";
        var request = new Wire.PlanResourceChange.Types.Request
        {
            TypeName = typeName,
            PriorState = ToWire(prior, schema.Type),
            ProposedNewState = ToWire(ProposedNew.Of(schema, prior, config), schema.Type),
            Config = ToWire(config, schema.Type),
            PriorPrivate = privateBytes,
            PriorIdentity = ToWire(typeName, identity),
            ClientCapabilities = Capabilities,
        };
        var reply = await CallAsync(during, () => client.PlanResourceChangeAsync(request));
        ThrowOnErrors(during, schema, reply.Diagnostics);
        NotDeferred(during, reply.Deferred);
        if (reply.LegacyTypeSystem) throw new ProviderRuleException(during, "the legacy type system is reserved for an old SDK");

        var plan = new ProviderPlan(
            FromWire(during, reply.PlannedState, schema), [.. reply.RequiresReplace.Select(path => CoreDiagnostic.ReadPath(during, path))], reply.PlannedPrivate, reply.PlannedIdentity);
        ProviderRuleException.ThrowIfAny(during, PlanRules.Check(schema, prior, config, plan.Planned, plan.RequiresReplace));
        var isReplaced = PlanRules.Effective(schema, prior, plan.Planned, plan.RequiresReplace).Count > 0;
        ProviderRuleException.ThrowIfAny(during, PlanRules.CheckIdentity(prior is null ? null : identity, PlannedIdentityOf(typeName, plan.Identity), isReplaced));

        var again = await CallAsync(during, () => client.PlanResourceChangeAsync(request));
        var repeated = CoreDiagnostic.Read(during, schema, again.Diagnostics);
        if (repeated.Any(static diagnostic => diagnostic.IsError)) throw new ProviderErrorException(during, repeated);
        var second = FromWire(during, again.PlannedState, schema);
        if (!Equals(plan.Planned, second) || reply.PlannedPrivate != again.PlannedPrivate || !reply.RequiresReplace.Equals(again.RequiresReplace))
        {
            throw new ProviderRuleException(during, $"the same request gave another plan the second time: {plan.Planned}, then {second}");
        }

        return plan;
    }

    public Task<Wire.ApplyResourceChange.Types.Response> ApplyAsync(
        string typeName, CoreBlock schema, CtyObject? prior, CtyObject? config, ProviderPlan plan) =>
        CallAsync($"ApplyResourceChange of {typeName}", () => client.ApplyResourceChangeAsync(new()
        {
            TypeName = typeName,
            PriorState = ToWire(prior, schema.Type),
            PlannedState = ToWire(plan.Planned, schema.Type),
            Config = ToWire(config, schema.Type),
            PlannedPrivate = plan.Private,
            PlannedIdentity = plan.Identity,
        }));

    /// <summary>Imports an object by its id, or by its identity.</summary>
    public async Task<(CtyObject State, ByteString Private, CtyObject? Identity)> ImportAsync(string typeName, CoreBlock schema, string id, CtyObject? identity = null)
    {
        var during = $"ImportResourceState of {typeName}";
        var reply = await CallAsync(during, () => client.ImportResourceStateAsync(
            new() { TypeName = typeName, Id = id, Identity = ToWire(typeName, identity), ClientCapabilities = Capabilities }));
        ThrowOnErrors(during, null, reply.Diagnostics);
        NotDeferred(during, reply.Deferred);
        if (reply.ImportedResources is not [var imported]) throw new ProviderRuleException(during, $"exactly one object is imported, not {reply.ImportedResources.Count}");
        if (imported.TypeName != typeName) throw new ProviderRuleException(during, $"the imported object is a \"{imported.TypeName}\"");

        var state = FromWire(during, imported.State, schema) ?? throw new ProviderRuleException(during, "the imported state is null");
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(schema, state));
        return (state, imported.Private, IdentityOf(during, typeName, imported.Identity, state));
    }

    /// <summary>The identity of an answer: where the resource has one, every object has a whole one.</summary>
    public CtyObject? IdentityOf(string during, string typeName, Wire.ResourceIdentityData? data, CtyObject? state)
    {
        if (!identities.TryGetValue(typeName, out var type)) return null;
        if (state is null) return null;

        var identity = data is { IdentityData.Msgpack.IsEmpty: false } ? CtyMsgpack.Decode(data.IdentityData.Msgpack.Memory, type) : null;
        return identity is CtyObject { IsWhollyKnown: true } known
            ? known
            : throw new ProviderRuleException(during, $"the identity of an object is wholly known, not {identity?.ToString() ?? "missing"}");
    }

    public CtyObjectType IdentityType(string typeName) => identities[typeName];

    private Wire.ResourceIdentityData? ToWire(string typeName, CtyObject? identity) =>
        identity is null ? null : new() { IdentityData = ToWire(identity, identities[typeName]) };

    private CtyValue? PlannedIdentityOf(string typeName, Wire.ResourceIdentityData? data) =>
        identities.TryGetValue(typeName, out var type) && data is { IdentityData.Msgpack.IsEmpty: false } ? CtyMsgpack.Decode(data.IdentityData.Msgpack.Memory, type) : null;

    private static void NotDeferred(string during, Wire.Deferred? deferred)
    {
        if (deferred is not null) throw new ProviderRuleException(during, "the answer is deferred, which the client did not allow");
    }
}

/// <summary>A provider's plan.</summary>
/// <param name="Planned">The planned state; null for a destroy.</param>
/// <param name="Private">What the provider gives to the apply.</param>
/// <param name="Identity">The planned identity; absent where it is not wholly known yet.</param>
internal sealed record ProviderPlan(CtyObject? Planned, IReadOnlyList<CtyPath> RequiresReplace, ByteString Private, Wire.ResourceIdentityData? Identity);

/// <summary>An object as the state file holds it.</summary>
/// <param name="SchemaVersion">The version of the schema that it was written with.</param>
/// <param name="Private">The provider's own bytes.</param>
/// <param name="IsTainted">Whether its creation failed, so that the next plan replaces it.</param>
/// <param name="Identity">Its identity; null where the resource has none.</param>
internal sealed record StoredObject(ByteString Json, long SchemaVersion, ByteString Private, bool IsTainted = false, CtyObject? Identity = null);
