using Grpc.Core;
using Planton.Terraform.Plugin.Diagnostics;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Where state comes from: an import, an older version, another resource.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.UpgradeResourceState.Types.Response> UpgradeResourceState(
        Wire.UpgradeResourceState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.UpgradeResourceState.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(UpgradeResourceState), request.TypeName, context, _ =>
            reply.UpgradedState = Upgrade(request.TypeName, request.Version, request.RawState));
    }

    public override Task<Wire.UpgradeResourceIdentity.Types.Response> UpgradeResourceIdentity(
        Wire.UpgradeResourceIdentity.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.UpgradeResourceIdentity.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(UpgradeResourceIdentity), request.TypeName, context, static _ =>
            throw NotOffered("Resource identity", "The stored identity was not written by this provider."));
    }

    public override Task<Wire.ImportResourceState.Types.Response> ImportResourceState(
        Wire.ImportResourceState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ImportResourceState.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(ImportResourceState), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = ResourceOf(request.TypeName);
            if (request.Identity is not null) throw NotOffered("Import by identity", "Import by id: give the import block an id.");

            var result = await resource.ImportAsync(request.Id, call).ConfigureAwait(false);
            diagnostics.AddRange(result.Diagnostics);
            if (result.State is null) return;

            reply.ImportedResources.Add(new Wire.ImportResourceState.Types.ImportedResource
            {
                TypeName = resource.TypeName,
                State = result.State.ToWire(resource.UntypedSchema.Type),
                Private = ToWire(result.Private),
            });
        });
    }

    public override Task<Wire.MoveResourceState.Types.Response> MoveResourceState(
        Wire.MoveResourceState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.MoveResourceState.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(MoveResourceState), request.TargetTypeName, context, _ =>
        {
            // OpenTofu before 1.12.5 asks for a move where a mere upgrade is due, so one's own state is always welcome.
            if (request.SourceTypeName != request.TargetTypeName || !IsOwn(request.SourceProviderAddress)) throw NoMove(request);
            reply.TargetState = Upgrade(request.TargetTypeName, request.SourceSchemaVersion, request.SourceState);
            reply.TargetPrivate = request.SourcePrivate;
        });
    }

    private static DiagnosticException NoMove(Wire.MoveResourceState.Types.Request request) => new(
        "Resource cannot be moved",
        $"A state of {request.SourceTypeName} ({request.SourceProviderAddress}) cannot become a {request.TargetTypeName}. "
        + "Nothing was changed. Use a removed block for the old resource and an import block for the new one.");

    private Wire.DynamicValue Upgrade(string typeName, long version, Wire.RawState? state)
    {
        var resource = ResourceOf(typeName);
        return state is { Json.IsEmpty: false }
            ? resource.Upgrade(version, state.Json.Memory).ToWire(resource.UntypedSchema.Type)
            : throw new DiagnosticException(
                "State is too old",
                "The stored state has the form of Terraform 0.11 and before, which this provider never wrote. Import the object again.");
    }

    /// <summary>Whether a source address names this provider, on any registry host.</summary>
    private bool IsOwn(string source) => source.EndsWith(address[address.IndexOf('/', StringComparison.Ordinal)..], StringComparison.Ordinal);
}
