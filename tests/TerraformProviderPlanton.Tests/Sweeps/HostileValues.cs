using System.Text;
using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Values as no CLI would send them, and almost as one would.</summary>
/// <param name="random">Decides everything, so that a seed repeats a run.</param>
internal sealed class HostileValues(Random random)
{
    private const int Long = 1_000_000;

    private static readonly string[] Texts =
    [
        "", " ", "main", "(", "\0", "../..", "a/b", "%2e%2e", "0 3 * * *", "* * * * * *", "@daily", "Europe/Berlin", "4h", "-1h", "9999999999h", "1e999", "é", "😀",
        "\r\nAuthorization: x", "${x}", "<script>", "bd5f5959-5e1e-4205-a714-a914373942af", "professional", "app_platform", "terraform", new('x', 300),
    ];

    private static readonly string[] Numbers = ["0", "-1", "1", "1.5", "1e30", "-1e30", "9223372036854775807", "9223372036854775808", "0.0000001"];

    public string Text() => Texts[random.Next(Texts.Length)];

    /// <summary>Anything that a message may carry in the place of a value of a type.</summary>
    public Wire.DynamicValue Any(CtyType type) => random.Next(24) switch
    {
        0 => new(),
        1 => Msgpack([0xc0]),
        2 => Msgpack([0xd4, 0, 0]),
        3 => Json("null"),
        4 => Json("{}"),
        5 => Json(new string('[', Long)),
        6 => Json($"{{\"name\":\"{new string('x', Long)}\"}}"),
        7 => Msgpack(Noise(random.Next(200))),
        8 => Json(Encoding.Latin1.GetString(Noise(random.Next(200)))),
        9 => Msgpack([0xdf, 0xff, 0xff, 0xff, 0xff]),
        10 or 11 or 12 => Msgpack(Broken(Encode(Value(type), type))),
        13 => new() { Msgpack = ByteString.CopyFrom(Encode(Value(type), type)), Json = ByteString.CopyFromUtf8("{}") },
        14 => ProviderCalls.ToWire(Filled(type, static inner => CtyValue.Null(inner)), type),
        15 => ProviderCalls.ToWire(Filled(type, static inner => CtyValue.Unknown(inner)), type),
        _ => ProviderCalls.ToWire(Value(type), type),
    };

    /// <summary>A value of a type: null, unknown, or known with parts that are meant to hurt.</summary>
    public CtyValue Value(CtyType type, int depth = 0) => depth > 0 && random.Next(4) == 0
        ? random.Next(3) == 0 ? CtyValue.Unknown(type) : CtyValue.Null(type)
        : type switch
        {
            CtyObjectType shape => CtyValue.Object(shape, [.. shape.Attributes.Select(attribute => (attribute.Name, Value(attribute.Type, depth + 1)))]),
            CtyCollectionType { Kind: CtyCollectionKind.Map } map => CtyValue.Map(map.Element, Several().Select(i => KeyValuePair.Create($"{Text()}{i}", Value(map.Element, depth + 1)))),
            CtyCollectionType { Kind: CtyCollectionKind.Set } set => CtyValue.Set(set.Element, Several().Select(_ => Value(set.Element, depth + 1))),
            CtyCollectionType list => CtyValue.List(list.Element, Several().Select(_ => Value(list.Element, depth + 1))),
            CtyPrimitiveType { Name: "number" } => CtyNumber.Parse(Numbers[random.Next(Numbers.Length)]),
            CtyPrimitiveType { Name: "bool" } => CtyValue.Bool(random.Next(2) == 0),
            CtyPrimitiveType => CtyValue.String(Text()),
            _ => CtyValue.Null(type),
        };

    public byte[] Noise(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private IEnumerable<int> Several() => Enumerable.Range(0, random.Next(4));

    private byte[] Broken(byte[] bytes)
    {
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static CtyValue Filled(CtyType type, Func<CtyType, CtyValue> fill) => type is CtyObjectType shape
        ? CtyValue.Object(shape, [.. shape.Attributes.Select(attribute => (attribute.Name, fill(attribute.Type)))])
        : fill(type);

    private static byte[] Encode(CtyValue value, CtyType type) => CtyMsgpack.Encode(value, type).ToArray();

    private static Wire.DynamicValue Msgpack(byte[] bytes) => new() { Msgpack = ByteString.CopyFrom(bytes) };

    private static Wire.DynamicValue Json(string text) => new() { Json = ByteString.CopyFromUtf8(text) };
}
