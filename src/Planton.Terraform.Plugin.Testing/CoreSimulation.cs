using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// Drives a provider over gRPC the way Terraform's core does, and checks every answer by the core's rules. Faster than a CLI, and a
/// broken rule is named with its path.
/// </summary>
public sealed class CoreSimulation
{
    private readonly ProviderCalls _calls;
    private readonly TimeProvider _time;
    private string? _config;

    private CoreSimulation(ProviderCalls calls, Wire.GetProviderSchema.Types.Response schemas, TimeProvider time) => (_calls, Schemas, _time) = (calls, schemas, time);

    /// <summary>What the provider offers.</summary>
    internal Wire.GetProviderSchema.Types.Response Schemas { get; }

    internal Wire.Provider.ProviderClient Client => _calls.Client;

    /// <summary>The warnings of all calls so far.</summary>
    public IReadOnlyList<CoreDiagnostic> Warnings => _calls.Warnings;

    /// <summary>Reads a provider's schemas and checks them.</summary>
    /// <param name="channel">The way to the provider.</param>
    /// <param name="time">The core's clock; the system's when not given.</param>
    public static async Task<CoreSimulation> ConnectAsync(CallInvoker channel, TimeProvider? time = null)
    {
        const string During = "GetProviderSchema";
        var client = new Wire.Provider.ProviderClient(channel);
        var schemas = await ProviderCalls.CallAsync(During, () => client.GetProviderSchemaAsync(new()));
        var calls = new ProviderCalls(client, await IdentitiesAsync(client, schemas));
        calls.ThrowOnErrors(During, null, schemas.Diagnostics);
        ProviderRuleException.ThrowIfAny(During, SchemaRules.Check(schemas));
        return new(calls, schemas, time ?? TimeProvider.System);
    }

    private static async Task<Dictionary<string, CtyObjectType>> IdentitiesAsync(
        Wire.Provider.ProviderClient client, Wire.GetProviderSchema.Types.Response schemas)
    {
        const string During = "GetResourceIdentitySchemas";
        var reply = await ProviderCalls.CallAsync(During, () => client.GetResourceIdentitySchemasAsync(new()));
        CoreDiagnostic.Read(During, null, reply.Diagnostics);
        ProviderRuleException.ThrowIfAny(During, SchemaRules.Check(reply, schemas.ResourceSchemas.Keys));
        return reply.IdentitySchemas.ToDictionary(
            static entry => entry.Key,
            static entry => CtyType.Object(entry.Value.IdentityAttributes.Select(static attribute => (attribute.Name, CtyTypeJson.Decode(attribute.Type.Span)))));
    }

    /// <summary>Validates and configures the provider.</summary>
    /// <param name="config">The provider block, as <see cref="ValueText"/> has it.</param>
    public async Task ConfigureAsync(string config = "")
    {
        _config = config;
        var schema = CoreBlock.From(Schemas.Provider.Block);
        var block = ProviderCalls.ToWire(schema.Config(config), schema.Type);
        var validated = await ProviderCalls.CallAsync("ValidateProviderConfig", () => Client.ValidateProviderConfigAsync(new() { Config = block }));
        _calls.ThrowOnErrors("ValidateProviderConfig", schema, validated.Diagnostics);
        var configured = await ProviderCalls.CallAsync("ConfigureProvider", () => Client.ConfigureProviderAsync(new()
        {
            Config = block,
            TerraformVersion = "1.11.4",
            ClientCapabilities = new() { WriteOnlyAttributesAllowed = true },
        }));
        _calls.ThrowOnErrors("ConfigureProvider", schema, configured.Diagnostics);
    }

    /// <summary>One resource of a configuration, with nothing in state yet.</summary>
    public ResourceDriver Resource(string typeName) => new(_calls, typeName, Schemas.ResourceSchemas[typeName], BeginCommandAsync);

    /// <summary>A function.</summary>
    public FunctionDriver Function(string name) => new(Client, name, Schemas.Functions[name]);

    /// <summary>An ephemeral resource of a configuration, not opened yet.</summary>
    public EphemeralDriver Ephemeral(string typeName) => new(_calls, typeName, Schemas.EphemeralResourceSchemas[typeName], _time);

    /// <summary>An action of a configuration.</summary>
    public ActionDriver Action(string typeName) => new(_calls, typeName, Schemas.ActionSchemas[typeName].Schema);

    /// <summary>A list of a query.</summary>
    public ListDriver List(string typeName) => new(_calls, typeName, Schemas.ListResourceSchemas[typeName], Schemas.ResourceSchemas[typeName]);

    /// <summary>Validates and reads a data source.</summary>
    /// <param name="config">The data block, as <see cref="ValueText"/> has it.</param>
    public async Task<CtyObject> ReadDataAsync(string typeName, string config)
    {
        var schema = CoreBlock.From(Schemas.DataSourceSchemas[typeName].Block);
        var given = schema.Config(config);
        var block = ProviderCalls.ToWire(given, schema.Type);
        var validated = await ProviderCalls.CallAsync(
            $"ValidateDataResourceConfig of {typeName}", () => Client.ValidateDataResourceConfigAsync(new() { TypeName = typeName, Config = block }));
        _calls.ThrowOnErrors($"ValidateDataResourceConfig of {typeName}", schema, validated.Diagnostics);

        var during = $"ReadDataSource of {typeName}";
        var reply = await ProviderCalls.CallAsync(during, () => Client.ReadDataSourceAsync(new() { TypeName = typeName, Config = block }));
        _calls.ThrowOnErrors(during, schema, reply.Diagnostics);
        var state = ProviderCalls.FromWire(during, reply.State, schema) ?? throw new ProviderRuleException(during, "the answer is null; what is not found is an error");
        ProviderRuleException.ThrowIfAny(during, StateRules.Check(schema, state));

        // Not the core's rule but every user's: what was asked stands in the answer.
        ProviderRuleException.ThrowIfAny(during, PlanRules.Check(schema, null, given, state));
        return state;
    }

    /// <summary>Each command of the CLI, and each phase of it, starts the provider anew and configures it.</summary>
    private Task BeginCommandAsync() => _config is null ? Task.CompletedTask : ConfigureAsync(_config);
}
