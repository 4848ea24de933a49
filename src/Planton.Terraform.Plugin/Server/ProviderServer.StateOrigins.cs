using System.Text.Json;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
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
        {
            var resource = ResourceOf(request.TypeName);
            reply.UpgradedState = resource.Upgrade(request.Version, JsonOf(request.RawState)).ToWire(resource.UntypedSchema.Type);
        });
    }

    public override Task<Wire.ImportResourceState.Types.Response> ImportResourceState(
        Wire.ImportResourceState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ImportResourceState.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(ImportResourceState), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = ResourceOf(request.TypeName);
            var id = request.Identity is { } identity ? ImportIdOf(resource, identity) : request.Id;
            var result = await resource.ImportAsync(id, call);
            diagnostics.AddRange(result.Diagnostics);
            if (result.State is null) return;

            reply.ImportedResources.Add(new Wire.ImportResourceState.Types.ImportedResource
            {
                TypeName = resource.TypeName,
                State = result.State.ToWire(resource.UntypedSchema.Type),
                Private = ToWire(result.Private),
                Identity = IdentityOf(resource, result.State),
            });
        });
    }

    public override Task<Wire.MoveResourceState.Types.Response> MoveResourceState(
        Wire.MoveResourceState.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.MoveResourceState.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(MoveResourceState), request.TargetTypeName, context, _ =>
        {
            var resource = ResourceOf(request.TargetTypeName);
            var moved = Move(resource, request);
            reply.TargetState = moved.ToWire(resource.UntypedSchema.Type);
            reply.TargetIdentity = IdentityOf(resource, moved);

            // The facts of another resource's provider mean nothing here; those of the same resource go with it.
            if (IsOwnState(request)) reply.TargetPrivate = request.SourcePrivate;
        });
    }

    private static DiagnosticException NoMove(Wire.MoveResourceState.Types.Request request) => new(
        "Resource cannot be moved",
        $"A state of {request.SourceTypeName} ({request.SourceProviderAddress}) cannot become a {request.TargetTypeName}. "
        + "Nothing was changed. Use a removed block for the old resource and an import block for the new one.");

    private static ReadOnlyMemory<byte> JsonOf(Wire.RawState? state) => state is { Json.IsEmpty: false }
        ? state.Json.Memory
        : throw new DiagnosticException(
            "State is too old", "The stored state has the format of Terraform 0.11 and earlier, which cannot be read. Import the object again.");

    private CtyObject Move(Resource resource, Wire.MoveResourceState.Types.Request request)
    {
        // OpenTofu before 1.12.5 asks for a move where a mere upgrade is due, so one's own state is always welcome.
        var json = JsonOf(request.SourceState);
        if (IsOwnState(request)) return resource.Upgrade(request.SourceSchemaVersion, json);

        try
        {
            using var document = JsonDocument.Parse(json);
            var source = new MoveSource(request.SourceProviderAddress, request.SourceTypeName, request.SourceSchemaVersion, document.RootElement);
            return resource.Move(source) ?? throw NoMove(request);
        }
        catch (JsonException)
        {
            throw new DiagnosticException(
                "State cannot be read",
                "The state of the resource to be moved is not JSON. Nothing was changed. Use a removed block for the old resource and an import block "
                + "for the new one.");
        }
    }

    private bool IsOwnState(Wire.MoveResourceState.Types.Request request) =>
        request.SourceTypeName == request.TargetTypeName && IsOwn(request.SourceProviderAddress);

    /// <summary>Whether a source address names this provider, on any registry host.</summary>
    private bool IsOwn(string source) => source.EndsWith(address[address.IndexOf('/', StringComparison.Ordinal)..], StringComparison.Ordinal);
}
