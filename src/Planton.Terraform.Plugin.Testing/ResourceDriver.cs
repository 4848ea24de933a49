using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>What the core would do with a resource.</summary>
public enum CoreAction
{
    /// <summary>Nothing.</summary>
    NoOp,

    /// <summary>Create it.</summary>
    Create,

    /// <summary>Update it in place.</summary>
    Update,

    /// <summary>Destroy it and create another one.</summary>
    Replace,

    /// <summary>Destroy it.</summary>
    Delete,
}

/// <summary>A plan of the core for one resource.</summary>
/// <param name="Config">The configuration; null for a destroy.</param>
/// <param name="Prior">The state before; null when there is none.</param>
/// <param name="Planned">The planned state; null for a destroy.</param>
/// <param name="RequiresReplace">The paths that really force a replacement.</param>
public sealed record CorePlan(CoreAction Action, CtyObject? Config, CtyObject? Prior, CtyObject? Planned, IReadOnlyList<CtyPath> RequiresReplace);

/// <summary>
/// The life of one resource under Terraform: state between the calls is kept as the state file keeps it, every stored state goes
/// through an upgrade before it is used, and every answer is held to the core's rules.
/// </summary>
public sealed class ResourceDriver
{
    private readonly ProviderCalls _calls;
    private readonly string _typeName;
    private readonly long _schemaVersion;
    private readonly Func<Task> _beginCommand;

    /// <summary>A resource that is not in state yet.</summary>
    /// <param name="beginCommand">Is called where the CLI would start the provider anew.</param>
    internal ResourceDriver(ProviderCalls calls, string typeName, Wire.Schema schema, Func<Task> beginCommand)
    {
        (_calls, _typeName, _schemaVersion, _beginCommand) = (calls, typeName, schema.Version, beginCommand);
        Schema = CoreBlock.From(schema.Block);
    }

    internal CoreBlock Schema { get; }

    /// <summary>What the state file holds; null when there is no such object.</summary>
    internal StoredObject? Stored { get; set; }

    /// <summary>Whether the service may answer something else than was planned; where it does not lie, that is a mistake of the provider.</summary>
    public bool ServiceMayDiffer { get; set; }

    /// <summary>The state; null when there is no such object.</summary>
    public CtyObject? State => Stored is null ? null : (CtyObject)CtyJson.Decode(Stored.Json.Span, Schema.Type);

    /// <summary>Whether its creation failed after it had begun to exist, so that the next plan replaces it.</summary>
    public bool IsTainted => Stored is { IsTainted: true };

    /// <summary>Its identity; null when there is no such object, or the resource has none.</summary>
    public CtyObject? Identity => Stored?.Identity;

    /// <summary>An attribute of the state.</summary>
    public CtyValue this[string attribute] => (State ?? throw new InvalidOperationException($"There is no {_typeName} in state."))[attribute];

    /// <summary>Puts a state in place, as a state file has it, to test how the provider upgrades it.</summary>
    /// <param name="json">The attributes as JSON.</param>
    /// <param name="schemaVersion">The version of the schema that stored them.</param>
    public void Restore(string json, long schemaVersion = 0) => Stored = new(ByteString.CopyFromUtf8(json), schemaVersion, ByteString.Empty);

    /// <summary>A configuration, as <see cref="ValueText"/> has it.</summary>
    public CtyObject Config(string config) => Schema.Config(config);

    /// <summary>Validates a configuration; values may be unknown.</summary>
    public Task ValidateAsync(string config) => _calls.ValidateAsync(_typeName, Schema, Config(config));

    /// <summary>Reads the object anew; it leaves the state when it is gone.</summary>
    public async Task RefreshAsync()
    {
        await _beginCommand();
        await ReadStoredAsync();
    }

    /// <summary>Refreshes and plans.</summary>
    /// <param name="refresh">Whether to read the object before.</param>
    public Task<CorePlan> PlanAsync(string config, bool refresh = true) => PlanAsync(Config(config), refresh);

    /// <summary>Refreshes and plans.</summary>
    public Task<CorePlan> PlanAsync(CtyObject config) => PlanAsync(config, refresh: true);

    /// <summary>Refreshes and plans in the command that has planned another resource before, so the provider knows of both.</summary>
    public Task<CorePlan> PlanInSameRunAsync(string config, bool refresh = true) => PlanInSameRunAsync(Config(config), refresh);

    private async Task<CorePlan> PlanAsync(CtyObject config, bool refresh)
    {
        await _beginCommand();
        return await PlanInSameRunAsync(config, refresh);
    }

    private async Task<CorePlan> PlanInSameRunAsync(CtyObject config, bool refresh)
    {
        if (refresh) await ReadStoredAsync();
        await _calls.ValidateAsync(_typeName, Schema, config);
        return (await PlanStoredAsync(config)).Core;
    }

    /// <summary>Carries a plan out: plans again as the core does, checks that the plans agree, applies, checks the outcome.</summary>
    /// <param name="config">The configuration where values have become known since; null for the one of the plan.</param>
    public async Task ApplyAsync(CorePlan plan, string? config = null)
    {
        await _beginCommand();
        var known = config is null ? plan.Config : Config(config);
        switch (plan.Action)
        {
            case CoreAction.NoOp:
                return;
            case CoreAction.Delete:
                await DestroyStoredAsync();
                return;
            case CoreAction.Replace:
                await DestroyStoredAsync();
                break;
            default:
                break;
        }

        await _calls.ValidateAsync(_typeName, Schema, known!);
        var (core, final) = await PlanStoredAsync(known!);
        CheckFinal(plan, core);
        if (core.Action == CoreAction.NoOp) return;
        await ApplyAsync(core.Action == CoreAction.Create ? null : core.Prior, known, final);
    }

    /// <summary>Plans, applies, and checks that a second plan finds nothing left to do.</summary>
    /// <returns>What was done.</returns>
    public async Task<CoreAction> ConvergeAsync(string config)
    {
        var plan = await PlanAsync(config);
        await ApplyAsync(plan);
        await ExpectEmptyPlanAsync(config);
        return plan.Action;
    }

    /// <summary>Refreshes and plans, and demands that there is nothing to do and that the refresh found nothing new.</summary>
    public async Task ExpectEmptyPlanAsync(string config)
    {
        var before = State;
        var plan = await PlanAsync(config);
        if (plan.Action != CoreAction.NoOp)
        {
            throw new ProviderRuleException($"The second plan of {_typeName}", Differences(plan.Prior, plan.Planned));
        }

        if (!Equals(before, State)) throw new ProviderRuleException($"The refresh after apply of {_typeName}", Differences(before, State));
    }

    /// <summary>Imports an object by its id and reads it, as the CLI does.</summary>
    public Task ImportAsync(string id) => ImportAsync(id, null);

    /// <summary>Imports an object by its identity (Terraform 1.12), as <see cref="ValueText"/> has it.</summary>
    public Task ImportByIdentityAsync(string identity) => ImportByIdentityAsync(ValueText.Object(_calls.IdentityType(_typeName), identity));

    /// <summary>Imports an object by its identity (Terraform 1.12).</summary>
    public Task ImportByIdentityAsync(CtyObject identity) => ImportAsync(string.Empty, identity);

    /// <summary>Puts the state of another resource in the place of this one's, as a <c>moved</c> block does.</summary>
    /// <param name="source">The source address of the other resource's provider.</param>
    /// <param name="version">The version of their shape.</param>
    public async Task MoveAsync(string source, string sourceType, string json, long version = 0)
    {
        await _beginCommand();
        var (state, privateBytes, identity) = await _calls.MoveAsync(_typeName, Schema, new()
        {
            SourceProviderAddress = source,
            SourceTypeName = sourceType,
            SourceSchemaVersion = version,
            SourceState = new() { Json = ByteString.CopyFromUtf8(json) },
            SourcePrivate = ByteString.CopyFromUtf8("null"),
            TargetTypeName = _typeName,
        });
        Stored = Store(state, privateBytes, isTainted: false, identity);
    }

    private async Task ImportAsync(string id, CtyObject? identity)
    {
        await _beginCommand();
        var (state, privateBytes, imported) = await _calls.ImportAsync(_typeName, Schema, id, identity);
        var (read, readPrivate, readIdentity) = await _calls.ReadAsync(_typeName, Schema, state, privateBytes, imported);
        Stored = read is null
            ? throw new ProviderRuleException($"Importing {_typeName}", "the import named an object that the read does not find; the CLI says that it does not exist")
            : Store(read, readPrivate, isTainted: false, readIdentity);
    }

    /// <summary>Plans a destroy and carries it out.</summary>
    public async Task DestroyAsync()
    {
        await RefreshAsync();
        if (Stored is null) return;
        await _calls.PlanAsync(_typeName, Schema, State, null, Stored.Private, Stored.Identity);
        await DestroyStoredAsync();
    }

    private async Task ReadStoredAsync()
    {
        if (Stored is null) return;

        var state = await _calls.UpgradeAsync(_typeName, Schema, Stored);
        var (read, privateBytes, identity) = await _calls.ReadAsync(_typeName, Schema, state, Stored.Private, Stored.Identity);
        Stored = read is null ? null : Store(read, privateBytes, Stored.IsTainted, identity);
    }

    private async Task DestroyStoredAsync()
    {
        var state = await _calls.UpgradeAsync(_typeName, Schema, Stored!);
        var plan = await _calls.PlanAsync(_typeName, Schema, state, null, Stored!.Private, Stored.Identity);
        await ApplyAsync(state, null, plan);
    }

    private async Task<(CorePlan Core, ProviderPlan Provider)> PlanStoredAsync(CtyObject config)
    {
        var stored = Stored;
        var state = stored is null ? null : await _calls.UpgradeAsync(_typeName, Schema, stored);
        var prior = stored is { IsTainted: true } ? null : state;
        var plan = await _calls.PlanAsync(_typeName, Schema, prior, config, prior is null ? ByteString.Empty : stored!.Private, prior is null ? null : stored!.Identity);
        if (state is null) return (new(CoreAction.Create, config, null, plan.Planned, []), plan);

        var replace = PlanRules.Effective(Schema, prior, plan.Planned, plan.RequiresReplace);
        if (stored!.IsTainted) return (new(CoreAction.Replace, config, state, plan.Planned, []), plan);
        if (replace.Count > 0)
        {
            // The second plan of a replacement starts from nothing but gets the private bytes of the first.
            plan = await _calls.PlanAsync(_typeName, Schema, null, config, plan.Private, null);
            return (new(CoreAction.Replace, config, state, plan.Planned, replace), plan);
        }

        return (new(Equals(plan.Planned, state) ? CoreAction.NoOp : CoreAction.Update, config, state, plan.Planned, []), plan);
    }

    private void CheckFinal(CorePlan first, CorePlan final)
    {
        var during = $"The final plan of {_typeName}";
        var expected = first.Action == CoreAction.Replace ? CoreAction.Create : first.Action;
        var collapsed = expected == CoreAction.Update && final.Action == CoreAction.NoOp;
        if (final.Action != expected && !collapsed) throw new ProviderRuleException(during, $"the action was {expected} and is now {final.Action}");
        ProviderRuleException.ThrowIfAny(during, ApplyRules.Check(Schema, first.Planned, final.Planned));
    }

    private async Task ApplyAsync(CtyObject? prior, CtyObject? config, ProviderPlan plan)
    {
        var during = $"ApplyResourceChange of {_typeName}";
        var reply = await _calls.ApplyAsync(_typeName, Schema, prior, config, plan);
        var state = ProviderCalls.FromWire(during, reply.NewState, Schema);
        var read = CoreDiagnostic.Read(during, Schema, reply.Diagnostics);
        if (reply.LegacyTypeSystem) throw new ProviderRuleException(during, "the legacy type system is reserved for an old SDK");
        if (!ServiceMayDiffer && read.FirstOrDefault(static diagnostic => diagnostic.Summary.EndsWith(PlanConsistency.Differs, StringComparison.Ordinal)) is { } differs) throw new ProviderRuleException(during, differs.ToString());

        var hasErrors = read.Any(static diagnostic => diagnostic.IsError);
        if (!hasErrors) ProviderRuleException.ThrowIfAny(during, [.. StateRules.Check(Schema, state), .. ApplyRules.Check(Schema, plan.Planned, state)]);
        else ProviderRuleException.ThrowIfAny(during, StateRules.Check(Schema, state));

        // With an error a null answer keeps the prior state, and an object whose creation failed half-way is tainted.
        var identity = hasErrors ? null : _calls.IdentityOf(during, _typeName, reply.NewIdentity, state);
        if (prior is not null && state is not null && identity is not null && Stored?.Identity is { } before && !before.Equals(identity)) throw new ProviderRuleException(during, $"the identity changed from {before} to {identity}");
        if (state is not null) Stored = Store(state, reply.Private, isTainted: hasErrors && prior is null, identity);
        else if (!hasErrors || prior is null) Stored = null;
        _calls.ThrowOnErrors(during, Schema, reply.Diagnostics);
    }

    private StoredObject Store(CtyObject state, ByteString privateBytes, bool isTainted, CtyObject? identity) =>
        new(ByteString.CopyFrom(CtyJson.Encode(state, Schema.Type).Span), _schemaVersion, privateBytes, isTainted, identity);

    private RuleBreak[] Differences(CtyObject? before, CtyObject? after) => before is null || after is null
        ? [new(CtyPath.Root, $"was {before?.ToString() ?? "absent"}, is {after?.ToString() ?? "absent"}")]
        : [.. Schema.Type.Attributes
            .Where(attribute => !before[attribute.Name].Equals(after[attribute.Name]))
            .Select(attribute => new RuleBreak(attribute.Name, $"was {before[attribute.Name]}, is {after[attribute.Name]}"))];
}
