using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;
using Event = Planton.Terraform.Plugin.Protocol.ListResource.Types.Event;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>An object that a query found.</summary>
/// <param name="DisplayName">What people call it.</param>
/// <param name="State">Its state; null when it was not asked for.</param>
public sealed record ListedResource(string DisplayName, CtyObject Identity, CtyObject? State);

/// <summary>A list of a query under the core (Terraform 1.14): validated, then read as a stream of events up to a limit.</summary>
public sealed class ListDriver
{
    private const long CoreLimit = 100;

    private readonly ProviderCalls _calls;
    private readonly string _typeName;
    private readonly CoreBlock _resource;

    internal ListDriver(ProviderCalls calls, string typeName, Wire.Schema schema, Wire.Schema resource)
    {
        (_calls, _typeName) = (calls, typeName);
        (Schema, _resource) = (CoreBlock.From(schema.Block), CoreBlock.From(resource.Block));
    }

    internal CoreBlock Schema { get; }

    /// <summary>Validates the arguments; values may be unknown.</summary>
    public async Task ValidateAsync(string? config)
    {
        var during = $"ValidateListResourceConfig of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.ValidateListResourceConfigAsync(new() { TypeName = _typeName, Config = Config(config) }));
        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
    }

    /// <summary>Validates and lists, and throws when the listing ends with an error.</summary>
    /// <param name="config">The arguments, as <see cref="ValueText"/> has them; null where the query has no block for them.</param>
    /// <param name="includeResource">Whether whole states are asked for.</param>
    /// <param name="limit">How many objects are wanted at most.</param>
    public async Task<IReadOnlyList<ListedResource>> ListAsync(string? config = null, bool includeResource = false, long limit = CoreLimit)
    {
        await ValidateAsync(config);
        var (during, found) = ($"ListResource of {_typeName}", new List<ListedResource>());
        List<Wire.Diagnostic> diagnostics = [];
        using var stream = _calls.Client.ListResource(new() { TypeName = _typeName, Config = Config(config), IncludeResourceObject = includeResource, Limit = limit });
        await foreach (var item in ProviderCalls.StreamAsync(during, stream))
        {
            if (diagnostics.Any(IsError)) throw new ProviderRuleException(during, "an event comes after an error, which nobody reads");
            diagnostics.AddRange(item.Diagnostic);
            if (item.Diagnostic.Any(IsError)) continue;
            if (item.Identity?.IdentityData is null)
            {
                if (item.Diagnostic.Count == 0) throw new ProviderRuleException(during, "an event has neither an identity nor a diagnostic");
                continue;
            }

            // The core stops to read at the limit, so that whatever comes after it is work for nobody.
            if (found.Count == limit) throw new ProviderRuleException(during, $"more than {limit} objects are listed");
            found.Add(Read(during, item, includeResource));
        }

        if (found.Select(static item => item.Identity).Distinct().Count() < found.Count) throw new ProviderRuleException(during, "an object is listed twice");
        _calls.ThrowOnErrors(during, Schema, diagnostics);
        return found;
    }

    /// <summary>The configuration that <c>-generate-config-out</c> writes for a listed object.</summary>
    public async Task<CtyObject> GenerateConfigAsync(ListedResource listed)
    {
        var during = $"GenerateResourceConfig of {_typeName}";
        var reply = await ProviderCalls.CallAsync(
            during, () => _calls.Client.GenerateResourceConfigAsync(new() { TypeName = _typeName, State = ProviderCalls.ToWire(listed.State, _resource.Type) }));
        _calls.ThrowOnErrors(during, _resource, reply.Diagnostics);
        return ProviderCalls.FromWire(during, reply.Config, _resource) ?? throw new ProviderRuleException(during, "the configuration is null");
    }

    private ListedResource Read(string during, Event item, bool includeResource)
    {
        if (string.IsNullOrWhiteSpace(item.DisplayName)) throw new ProviderRuleException(during, "an object has no display name");
        var state = item.ResourceObject is null ? null : ProviderCalls.FromWire(during, item.ResourceObject, _resource);
        if (state is null == includeResource) throw new ProviderRuleException(during, includeResource ? "the state is missing" : "a state comes that was not asked for");
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(_resource, state));

        var identity = CtyMsgpack.Decode(item.Identity.IdentityData.Msgpack.Memory, _calls.IdentityType(_typeName)) as CtyObject;
        if (identity is not { IsWhollyKnown: true } || identity.Values.Any(static part => part.IsNull)) throw new ProviderRuleException(during, $"the identity {identity} has holes");
        foreach (var part in identity.Type.Attributes.Where(part => state is not null && _resource.Type.IndexOf(part.Name) >= 0))
        {
            if (!identity[part.Name].Equals(state![part.Name])) throw new ProviderRuleException(during, "the state says otherwise than the identity", part.Name);
        }

        return new(item.DisplayName, identity, state);
    }

    private static bool IsError(Wire.Diagnostic diagnostic) => diagnostic.Severity == Wire.Diagnostic.Types.Severity.Error;

    private Wire.DynamicValue Config(string? config) => ProviderCalls.ToWire(config is null ? null : Schema.Config(config), Schema.Type);
}
