using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Identities of resources on their way from and to the wire. Each follows from the state, so it is worked out for every response that holds one.</summary>
internal static class WireIdentities
{
    public static Wire.ResourceIdentitySchema IdentitySchema(this Resource resource, ResourceIdentity identity)
    {
        var type = identity.TypeIn(resource.UntypedSchema);
        var wire = new Wire.ResourceIdentitySchema { Version = identity.Version };
        wire.IdentityAttributes.AddRange(identity.Attributes.Select(part => new Wire.ResourceIdentitySchema.Types.IdentityAttribute
        {
            Name = part.Name,
            Type = type.Attributes[type.IndexOf(part.Name)].Type.ToWire(),
            RequiredForImport = !part.IsOptionalForImport,
            OptionalForImport = part.IsOptionalForImport,
            Description = part.Description,
        }));
        return wire;
    }

    /// <summary>The identity of an object, or none where it has none: the CLI cannot show a plan whose identity is unknown in part.</summary>
    public static Wire.ResourceIdentityData? IdentityOf(this Resource resource, CtyObject? state)
    {
        if (state is null || resource.UntypedIdentity is not { } identity) return null;

        var value = identity.Of(state, resource.UntypedSchema);
        return value.IsWhollyKnown ? new() { IdentityData = value.ToWire(identity.TypeIn(resource.UntypedSchema)) } : null;
    }

    /// <summary>
    /// The identity of a planned object: an object that stays keeps its own, whatever the plan leaves unknown, and one that is made has the
    /// planned one as far as it is certain.
    /// </summary>
    public static Wire.ResourceIdentityData? PlannedIdentityOf(
        this Resource resource, CtyObject? prior, PlannedResource plan, Wire.ResourceIdentityData? priorIdentity) =>
        prior is not null && (plan.Planned is null || plan.RequiresReplace.Count == 0)
            ? priorIdentity ?? resource.IdentityOf(prior)
            : resource.IdentityOf(plan.Planned);

    public static string ImportIdOf(this Resource resource, Wire.ResourceIdentityData data)
    {
        var identity = resource.UntypedIdentity ?? throw IdentityUpgrade.NoIdentity(resource);
        return identity.ImportIdOf(data.IdentityData.ToRequiredObject(identity.TypeIn(resource.UntypedSchema)));
    }
}
