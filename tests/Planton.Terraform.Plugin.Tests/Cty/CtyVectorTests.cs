using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyVectorTests
{
    public static IEnumerable<TheoryDataRow<string>> Encoded => CtyVectors.Names(CtyVectors.Encode);

    public static IEnumerable<TheoryDataRow<string>> Decoded => CtyVectors.Names(CtyVectors.Decode);

    public static IEnumerable<TheoryDataRow<string>> WithJson => CtyVectors.Names(CtyVectors.Encode.Where(static vector => vector.HasJson));

    public static IEnumerable<TheoryDataRow<string>> Types => CtyVectors.Types.Select(static type => new TheoryDataRow<string>(type.Key));

    [Theory]
    [MemberData(nameof(Encoded))]
    public void What_Terraform_writes_comes_back_byte_for_byte(string name)
    {
        var vector = CtyVectors.Encode.Single(vector => vector.Name == name);

        var value = CtyMsgpack.Decode(vector.Bytes, vector.Type);

        // Refinements are read over: what comes back is the plain unknown, which Terraform takes for a refined one.
        var expected = vector.IsRefined ? "D40000" : vector.Hex.ToUpperInvariant();
        Assert.Equal(expected, Convert.ToHexString(CtyMsgpack.Encode(value, vector.Type).Span));
    }

    [Theory]
    [MemberData(nameof(Decoded))]
    public void Bytes_are_accepted_and_refused_as_Terraform_does(string name)
    {
        var vector = CtyVectors.Decode.Single(vector => vector.Name == name);
        var expected = name switch
        {
            // Terraform reads this as an object without attributes and refuses it one step later, for lack of them.
            "object empty map" => null,

            // Terraform keeps broken text as it is; here it gets a replacement character.
            "string invalid utf8" => "A3EFBFBD",
            _ => vector.IsAccepted ? vector.ReencodedHex!.ToUpperInvariant() : null,
        };

        if (expected is null)
        {
            Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(vector.Bytes, vector.Type));
            return;
        }

        Assert.Equal(expected, Convert.ToHexString(CtyMsgpack.Encode(CtyMsgpack.Decode(vector.Bytes, vector.Type), vector.Type).Span));
    }

    [Theory]
    [MemberData(nameof(WithJson))]
    public void A_value_has_the_JSON_that_Terraform_gives_it(string name)
    {
        var vector = CtyVectors.Encode.Single(vector => vector.Name == name);
        var value = CtyMsgpack.Decode(vector.Bytes, vector.Type);

        var json = JsonNode.Parse(CtyJson.Encode(value, vector.Type).Span);

        Assert.True(Alike(vector.Json, json), $"{vector.Json?.ToJsonString()} against {json?.ToJsonString()}");
        Assert.Equal(value, CtyJson.Decode(CtyJson.Encode(value, vector.Type).Span, vector.Type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_reads_and_writes_as_in_Terraform(string name)
    {
        var json = CtyVectors.Types.Single(type => type.Key == name).Value;

        var type = CtyTypeJson.Decode(JsonSerializer.SerializeToUtf8Bytes(json));

        // The optional names belong to type constraints, not to types.
        if (name == "object with optional") json = new JsonArray(json![0]!.DeepClone(), json[1]!.DeepClone());
        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(CtyTypeJson.Encode(type).Span)));
    }

    /// <summary>The recording passed through a tool that rounds fractions to doubles, so these are compared as doubles.</summary>
    private static bool Alike(JsonNode? recorded, JsonNode? written) => (recorded, written) switch
    {
        (JsonArray left, JsonArray right) =>
            left.Count == right.Count && left.Zip(right).All(static pair => Alike(pair.First, pair.Second)),
        (JsonObject left, JsonObject right) =>
            left.Count == right.Count && left.All(pair => right.ContainsKey(pair.Key) && Alike(pair.Value, right[pair.Key])),
        (JsonValue left, JsonValue right) when IsFraction(left) && right.GetValueKind() == JsonValueKind.Number =>
            left.GetValue<double>().Equals(right.GetValue<double>()),
        _ => recorded?.ToJsonString() == written?.ToJsonString(),
    };

    private static bool IsFraction(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.Number && value.ToJsonString().AsSpan().ContainsAny('.', 'e');
}
