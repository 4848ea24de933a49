using System.Text.Json;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Where the state of a resource comes from: an import, an older version, another resource.</summary>
/// <param name="address">The provider's source address, by which it knows its own states.</param>
internal sealed class ResourceStateHandler(Provider provider, string address, CallPipeline calls)
{
    public Task<Wire.UpgradeResourceState.Types.Response> UpgradeAsync(Wire.UpgradeResourceState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.UpgradeResourceState.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            call.Action = $"Upgrading the state of {request.TypeName} from version {request.Version}";
            response.UpgradedState = resource.Upgrade(request.Version, JsonOf(request.RawState), call.Diagnostics).ToWire(resource.UntypedSchema.Type);
        });
    }

    public Task<Wire.UpgradeResourceIdentity.Types.Response> UpgradeIdentityAsync(Wire.UpgradeResourceIdentity.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.UpgradeResourceIdentity.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            call.Action = $"Upgrading the identity of {request.TypeName} from version {request.Version}";
            var identity = IdentityUpgrade.Run(resource, request.Version, JsonOf(request.RawIdentity));
            response.UpgradedIdentity = new() { IdentityData = identity.ToWire(identity.Type) };
        });
    }

    public Task<Wire.ImportResourceState.Types.Response> ImportAsync(Wire.ImportResourceState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ImportResourceState.Types.Response();
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            if (Deferral.IsDue(request.ClientCapabilities, call))
            {
                response.Deferred = Deferral.ProviderUnknown();
                response.ImportedResources.Add(NotYetImported(resource, request.Identity));
                return;
            }

            call.Admit(request.ClientCapabilities);
            var imported = await resource.ImportAsync(request.Identity is { } identity ? resource.ImportIdOf(identity) : request.Id, call);
            response.ImportedResources.Add(new Wire.ImportResourceState.Types.ImportedResource
            {
                TypeName = resource.TypeName,
                State = imported.State.ToWire(resource.UntypedSchema.Type),
                Private = imported.Private.ToWire(),
                Identity = resource.IdentityOf(imported.State),
            });
            response.Deferred = call.DeferredToWire();
        });
    }

    public Task<Wire.MoveResourceState.Types.Response> MoveAsync(Wire.MoveResourceState.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.MoveResourceState.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TargetTypeName, context, call =>
        {
            var resource = provider.ResourceCatalog[request.TargetTypeName];
            call.Action = $"Moving {request.SourceTypeName} to {request.TargetTypeName}";
            var privateState = new PrivateState();
            var moved = Move(resource, request, privateState, call.Diagnostics);
            response.TargetState = moved.ToWire(resource.UntypedSchema.Type);
            response.TargetIdentity = resource.IdentityOf(moved);

            // The facts of another resource's provider mean nothing here, so only what the move itself puts there is kept; those of the same resource go with it.
            response.TargetPrivate = IsOwnState(request) ? request.SourcePrivate : privateState.ToWire();
        });
    }

    /// <summary>The place of an object that cannot be looked up yet: nothing of it is known but what it was asked for by.</summary>
    private static Wire.ImportResourceState.Types.ImportedResource NotYetImported(Resource resource, Wire.ResourceIdentityData? identity)
    {
        var type = resource.UntypedSchema.Type;
        return new() { TypeName = resource.TypeName, State = CtyValue.Unknown(type).ToWire(type), Identity = identity };
    }

    private static DiagnosticException NoMove(Wire.MoveResourceState.Types.Request request) => new(
        "Resource cannot be moved",
        $"A state of {request.SourceTypeName} ({request.SourceProviderAddress}) cannot become a {request.TargetTypeName}. "
        + "Nothing was changed. Use a removed block for the old resource and an import block for the new one.");

    private static ReadOnlyMemory<byte> JsonOf(Wire.RawState? state) => state is { Json.IsEmpty: false }
        ? state.Json.Memory
        : throw new DiagnosticException(
            "State is too old", "The stored state has the format of Terraform 0.11 and earlier, which cannot be read. Import the object again.");

    private CtyObject Move(Resource resource, Wire.MoveResourceState.Types.Request request, PrivateState privateState, DiagnosticList diagnostics)
    {
        // OpenTofu before 1.12.5 asks for a move where a mere upgrade is due, so one's own state is always welcome.
        var json = JsonOf(request.SourceState);
        if (IsOwnState(request)) return resource.Upgrade(request.SourceSchemaVersion, json, diagnostics);

        try
        {
            using var document = JsonDocument.Parse(json);
            using var identity = request.SourceIdentity is { Json.IsEmpty: false } stored ? JsonDocument.Parse(stored.Json.Memory) : null;
            var source = new MoveSource(request.SourceProviderAddress, request.SourceTypeName, request.SourceSchemaVersion, document.RootElement)
            {
                Identity = identity?.RootElement,
                SourcePrivate = request.SourcePrivate.Memory,
                Private = privateState,
            };
            return resource.Move(source, diagnostics) ?? throw NoMove(request);
        }
        catch (StoredValueException exception)
        {
            throw new DiagnosticException(
                "State cannot be read",
                $"The state of the resource to be moved does not have the expected shape: {exception.Message} Nothing was changed. Use a removed block for the "
                + "old resource and an import block for the new one.");
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
