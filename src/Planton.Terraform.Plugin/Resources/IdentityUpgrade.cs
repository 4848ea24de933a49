using System.Text.Json;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>Brings a stored identity to its current shape.</summary>
internal static class IdentityUpgrade
{
    public static CtyObject Run(Resource resource, long version, ReadOnlyMemory<byte> json)
    {
        var identity = resource.UntypedIdentity ?? throw NoIdentity(resource);
        if (version == identity.Version) return Decode(identity.TypeIn(resource.UntypedSchema), json);
        if (!identity.Upgraders.TryGetValue(version, out var upgrade)) throw UnknownVersion(resource, version);

        try
        {
            using var document = JsonDocument.Parse(json);
            var parts = upgrade(new(document.RootElement));
            return CtyValue.Object(identity.TypeIn(resource.UntypedSchema), identity.Attributes.Select((part, i) => (part.Name, parts[i])));
        }
        catch (Exception exception) when (exception is JsonException or StoredValueException)
        {
            throw Unreadable(exception.Message);
        }
    }

    public static DiagnosticException NoIdentity(Resource resource) =>
        new($"{resource.TypeName} has no identity", "Objects of this resource are not identified by attributes. Import by id instead, if the resource can be imported.");

    private static CtyObject Decode(CtyObjectType type, ReadOnlyMemory<byte> json)
    {
        try
        {
            return CtyJson.Decode(json.Span, type, ignoreUnknownAttributes: true) as CtyObject ?? throw Unreadable("It is null.");
        }
        catch (CtyDecodeException exception)
        {
            throw Unreadable(exception.Message);
        }
    }

    private static DiagnosticException Unreadable(string why) =>
        new("Identity cannot be read", $"The stored identity does not fit: {why} Refresh the state to rewrite it.");

    private static DiagnosticException UnknownVersion(Resource resource, long version) => new(
        "Identity has an unknown version",
        $"The stored identity of {resource.TypeName} has version {version}; this provider writes version {resource.UntypedIdentity?.Version}. "
        + "Use the provider release that wrote it, or a newer one.");
}
