using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>A managed resource, as the server sees it: values without models.</summary>
public abstract class Resource
{
    private protected Resource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract ResourceIdentity UntypedIdentity { get; }

    /// <summary>Whether the provider's configuration hangs on a value that is known only after apply.</summary>
    internal abstract bool IsConfigurationIncomplete { get; }

    internal abstract void ValidateConfig(CtyObject config, bool writeOnlyAllowed, DiagnosticList diagnostics);

    internal abstract Task<PlanReply> PlanAsync(PlanRequest request, CallContext call);

    internal abstract Task<StateReply> ApplyAsync(ApplyRequest request, CallContext call);

    internal abstract Task<StateReply> ReadAsync(CtyObject state, PrivateState privateState, CallContext call);

    internal abstract Task<StateReply> ImportAsync(string id, CallContext call);

    internal abstract CtyObject Upgrade(long version, ReadOnlyMemory<byte> json);

    internal abstract CtyObject? Move(MoveSource source);
}

/// <summary>What the CLI asks to plan. <paramref name="Proposed"/> and <paramref name="Config"/> are null for a destroy.</summary>
internal sealed record PlanRequest(CtyObject? Config, CtyObject? Prior, CtyObject? Proposed, PrivateState Private);

/// <summary>A resource's answer to a plan.</summary>
internal sealed record PlanReply(
    CtyObject? Planned, IReadOnlyCollection<CtyPath> RequiresReplace, PrivateState Private, DiagnosticList Diagnostics);

/// <summary>What the CLI asks to carry out. <paramref name="Planned"/> is null for a destroy, <paramref name="Prior"/> for a create.</summary>
internal sealed record ApplyRequest(CtyObject? Config, CtyObject? Prior, CtyObject? Planned, PrivateState Private);

/// <summary>A resource's answer to an apply, read or import: the object as it is now, null when there is none.</summary>
internal sealed record StateReply(CtyObject? State, PrivateState Private, DiagnosticList Diagnostics);
