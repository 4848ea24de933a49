using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planton.Dist;

/// <summary>What an executable is made of, as CycloneDX 1.6.</summary>
/// <param name="name">The name of the provider's executable.</param>
/// <param name="version">The version.</param>
/// <param name="platform">The platform, as Terraform names it.</param>
/// <param name="time">The time of the commit.</param>
internal sealed class BillOfMaterials(string name, string version, string platform, DateTimeOffset time)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _subject = $"{name}@{version}?platform={platform}";

    /// <summary>Writes the document.</summary>
    /// <param name="executable">The bytes of the executable.</param>
    /// <param name="parts">What is compiled into it.</param>
    public string Write(byte[] executable, IReadOnlyList<Part> parts) => new JsonObject
    {
        ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
        ["bomFormat"] = "CycloneDX",
        ["specVersion"] = "1.6",
        ["serialNumber"] = $"urn:uuid:{Identity(executable)}",
        ["version"] = 1,
        ["metadata"] = new JsonObject
        {
            ["timestamp"] = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["component"] = Subject(executable),
        },
        ["components"] = new JsonArray([.. parts.Select(Component)]),
        ["dependencies"] = new JsonArray([Dependency(_subject, [.. parts.Select(static part => part.Url)]), .. parts.Select(static part => Dependency(part.Url, part.Needs))]),
    }.ToJsonString(Indented) + "\n";

    private JsonObject Subject(byte[] executable) => new()
    {
        ["type"] = "application",
        ["bom-ref"] = _subject,
        ["name"] = name,
        ["version"] = version,
        ["hashes"] = Hash("SHA-256", Convert.ToHexStringLower(SHA256.HashData(executable))),
        ["licenses"] = Licence("MPL-2.0"),
        ["properties"] = new JsonArray(new JsonObject { ["name"] = "terraform:platform", ["value"] = platform }),
    };

    private static JsonObject Component(Part part)
    {
        var component = new JsonObject { ["type"] = "library", ["bom-ref"] = part.Url, ["name"] = part.Name, ["version"] = part.Version };
        if (part.Sha512 is not null) component["hashes"] = Hash("SHA-512", part.Sha512);
        component["licenses"] = Licence(part.Licence);
        component["purl"] = part.Url;
        if (part.Package is not null) component["properties"] = new JsonArray(new JsonObject { ["name"] = "distribution:package", ["value"] = part.Package });
        return component;
    }

    private static JsonObject Dependency(string of, IReadOnlyList<string> on) => new() { ["ref"] = of, ["dependsOn"] = new JsonArray([.. on.Order(StringComparer.Ordinal).Select(static url => (JsonNode)url)]) };

    private static JsonArray Hash(string algorithm, string content) => new(new JsonObject { ["alg"] = algorithm, ["content"] = content });

    private static JsonArray Licence(string id) => new(new JsonObject { ["license"] = new JsonObject { ["id"] = id } });

    /// <summary>The same executable has the same serial number: a UUID made of its checksum (version 8 of RFC 9562).</summary>
    private static Guid Identity(byte[] executable)
    {
        var bytes = SHA256.HashData(executable).AsSpan(0, 16);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
