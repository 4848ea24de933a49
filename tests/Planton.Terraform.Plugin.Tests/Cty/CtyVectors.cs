using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>The recorded bytes of Terraform's own codec.</summary>
internal static class CtyVectors
{
    private static readonly JsonNode Root = Load();

    public static IEnumerable<CtyVector> Encode => Section("encode");

    public static IEnumerable<CtyVector> Decode => Section("decode");

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Types => Root["type_json"]!.AsObject();

    public static IEnumerable<TheoryDataRow<string>> Names(IEnumerable<CtyVector> vectors) =>
        vectors.Select(static vector => new TheoryDataRow<string>(vector.Name) { TestDisplayName = vector.Name });

    private static IEnumerable<CtyVector> Section(string name) =>
        Root[name]!.AsArray().Select(static node => new CtyVector(node!.AsObject()));

    private static JsonNode Load()
    {
        using var stream = typeof(CtyVectors).Assembly.GetManifestResourceStream("cty-msgpack-vectors.json")!;
        return JsonNode.Parse(stream)!;
    }
}

/// <summary>One recorded case.</summary>
internal sealed record CtyVector(JsonObject Node)
{
    public string Name => (string)Node["name"]!;

    public CtyType Type => CtyTypeJson.Decode(JsonSerializer.SerializeToUtf8Bytes(Node["type"]));

    public string Hex => (string)Node["msgpack_hex"]!;

    public byte[] Bytes => Convert.FromHexString(Hex);

    public bool IsAccepted => (bool)Node["accepted_by_go_cty"]!;

    public string? ReencodedHex => (string?)Node["reencoded_hex"];

    public bool IsRefined => ((string?)Node["note"])?.StartsWith("refined", StringComparison.Ordinal) is true;

    public bool HasJson => !Node.ContainsKey("cty_json_error");

    public JsonNode? Json => Node["cty_json"];
}
