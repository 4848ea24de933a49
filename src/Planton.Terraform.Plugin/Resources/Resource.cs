using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>A managed resource, as the server sees it: values without models.</summary>
public abstract class Resource
{
    private protected Resource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    /// <summary>What identifies an object; null where nothing does.</summary>
    internal abstract ResourceIdentity? UntypedIdentity { get; }

    internal abstract void ValidateConfig(CtyObject config, bool writeOnlyAllowed, DiagnosticList diagnostics);

    internal abstract PlannedResource Plan(ResourceChange change, PrivateState privateState, CallContext call);

    internal abstract Task ApplyAsync(ResourceChange change, ResourceInstance instance, CallContext call);

    internal abstract Task ReadAsync(ResourceInstance instance, CallContext call);

    internal abstract Task<ResourceInstance> ImportAsync(string id, CallContext call);

    internal abstract CtyObject Upgrade(long version, ReadOnlyMemory<byte> json, DiagnosticList diagnostics);

    internal abstract CtyObject? Move(MoveSource source, DiagnosticList diagnostics);
}
