using System.Text.Json;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Identities of resources. Each follows from the state, so it is worked out here for every answer that holds one.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.UpgradeResourceIdentity.Types.Response> UpgradeResourceIdentity(
        Wire.UpgradeResourceIdentity.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.UpgradeResourceIdentity.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(UpgradeResourceIdentity), request.TypeName, context, _ =>
        {
            var resource = ResourceOf(request.TypeName);
            var type = resource.UntypedIdentity.TypeIn(resource.UntypedSchema);
            var identity = request.Version == resource.UntypedIdentity.Version
                ? ReadIdentity(request.RawIdentity, type)
                : UpgradeIdentity(resource, request);
            reply.UpgradedIdentity = new Wire.ResourceIdentityData { IdentityData = identity.ToWire(type) };
        });
    }

    private static CtyValue ReadIdentity(Wire.RawState? raw, CtyObjectType type)
    {
        try
        {
            return CtyJson.Decode(JsonOf(raw).Span, type, ignoreUnknownAttributes: true);
        }
        catch (CtyDecodeException exception)
        {
            throw Unreadable(exception.Message);
        }
    }

    private static CtyObject UpgradeIdentity(Resource resource, Wire.UpgradeResourceIdentity.Types.Request request)
    {
        var identity = resource.UntypedIdentity;
        if (!identity.Upgraders.TryGetValue(request.Version, out var upgrade)) throw UnknownVersion(resource, request.Version);

        try
        {
            using var document = JsonDocument.Parse(JsonOf(request.RawIdentity));
            var parts = upgrade(document.RootElement);
            return CtyValue.Object(identity.TypeIn(resource.UntypedSchema), identity.Attributes.Select((part, i) => (part.Name, parts[i])));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // What an upgrader meets in a stored identity that has not the shape of its version.
            throw Unreadable(exception.Message);
        }
    }

    private static DiagnosticException Unreadable(string why) =>
        new("Identity cannot be read", $"The stored identity does not fit: {why} Refresh the state to write it anew.");

    private static DiagnosticException UnknownVersion(Resource resource, long version) => new(
        "Identity is of an unknown version",
        $"The stored identity of {resource.TypeName} has version {version}; this provider writes version {resource.UntypedIdentity.Version}. "
        + "Use the provider release that wrote it, or a newer one.");

    private static Wire.ResourceIdentityData? IdentityOf(Resource resource, CtyObject? state)
    {
        if (state is null) return null;

        var identity = IdentityValueOf(resource, state);
        return new() { IdentityData = identity.ToWire(identity.Type) };
    }

    private static CtyObject IdentityValueOf(Resource resource, CtyObject state) => resource.UntypedIdentity.Of(state, resource.UntypedSchema);

    /// <summary>
    /// The identity of an object does not change while it lives, so an update or a destroy keeps the prior one; a new object has one at plan only when
    /// all of it is known. CLIs write the planned identity to plan files and their JSON, which cannot hold an unknown value.
    /// </summary>
    private static Wire.ResourceIdentityData? PlannedIdentityOf(Resource resource, PlanReply plan, CtyObject? prior, Wire.ResourceIdentityData? priorIdentity)
    {
        var isKept = prior is not null && (plan.Planned is null || plan.RequiresReplace.Count == 0);
        if (isKept) return priorIdentity ?? IdentityOf(resource, prior);

        return plan.Planned is { } planned && IdentityValueOf(resource, planned).IsWhollyKnown ? IdentityOf(resource, planned) : null;
    }

    private static string ImportIdOf(Resource resource, Wire.ResourceIdentityData data)
    {
        var identity = resource.UntypedIdentity;
        return identity.ImportIdOf(data.IdentityData.ToRequiredObject(identity.TypeIn(resource.UntypedSchema)));
    }

    private static Wire.ResourceIdentitySchema ToWire(Resource resource)
    {
        var identity = resource.UntypedIdentity;
        var type = identity.TypeIn(resource.UntypedSchema);
        var wire = new Wire.ResourceIdentitySchema { Version = identity.Version };
        wire.IdentityAttributes.AddRange(identity.Attributes.Select(part => new Wire.ResourceIdentitySchema.Types.IdentityAttribute
        {
            Name = part.Name,
            Type = type.Attributes[type.IndexOf(part.Name)].Type.ToWire(),
            RequiredForImport = true,
            Description = part.Description,
        }));
        return wire;
    }
}
