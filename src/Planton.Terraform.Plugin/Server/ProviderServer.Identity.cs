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
        new("Identity cannot be read", $"The stored identity does not fit: {why} Refresh the state to rewrite it.");

    private static DiagnosticException UnknownVersion(Resource resource, long version) => new(
        "Identity has an unknown version",
        $"The stored identity of {resource.TypeName} has version {version}; this provider writes version {resource.UntypedIdentity.Version}. "
        + "Use the provider release that wrote it, or a newer one.");

    /// <summary>The identity of an object, or none: the CLI cannot show a plan whose identity is unknown in part.</summary>
    private static Wire.ResourceIdentityData? IdentityOf(Resource resource, CtyObject? state)
    {
        if (state is null) return null;

        var identity = resource.UntypedIdentity;
        var value = identity.Of(state, resource.UntypedSchema);
        return value.IsWhollyKnown ? new() { IdentityData = value.ToWire(identity.TypeIn(resource.UntypedSchema)) } : null;
    }

    /// <summary>
    /// The identity of a planned object: an object that stays keeps its own, whatever the plan leaves unknown, and one that is made has the
    /// planned one as far as it is certain.
    /// </summary>
    private static Wire.ResourceIdentityData? PlannedIdentityOf(Resource resource, CtyObject? prior, PlanReply plan, Wire.ResourceIdentityData? priorIdentity) =>
        prior is not null && (plan.Planned is null || plan.RequiresReplace.Count == 0)
            ? priorIdentity ?? IdentityOf(resource, prior)
            : IdentityOf(resource, plan.Planned);

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
