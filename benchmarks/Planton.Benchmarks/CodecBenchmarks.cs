using System.Text;
using BenchmarkDotNet.Attributes;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Benchmarks;

/// <summary>
/// Reads and writes values. <see cref="GetString"/> is the floor of a reader, and <see cref="Copy"/> that of a writer, for as many bytes as the
/// value takes as MessagePack.
/// </summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private CtyValue _value = CtyBool.True;
    private byte[] _msgpack = [];
    private byte[] _json = [];
    private byte[] _ascii = [];

    /// <summary>What the value is made of.</summary>
    [ParamsAllValues]
    public Shape Shape { get; set; }

    /// <summary>About how many bytes it takes.</summary>
    [Params(1_000, 100_000, 10_000_000)]
    public int Size { get; set; }

    /// <summary>Makes the value and its bytes.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _value = Sample.Create(Shape, Size);
        _msgpack = CtyMsgpack.Encode(_value, _value.Type).ToArray();
        _json = CtyJson.Encode(_value, _value.Type).ToArray();
        _ascii = new byte[_msgpack.Length];
        _ascii.AsSpan().Fill((byte)'x');
    }

    /// <summary>The floor of reading: the bytes become one string.</summary>
    [Benchmark(Baseline = true)]
    public string GetString() => Encoding.UTF8.GetString(_ascii);

    /// <summary>The floor of writing: the bytes are copied to a new array.</summary>
    [Benchmark]
    public byte[] Copy() => _ascii.AsSpan().ToArray();

    /// <summary>Reads MessagePack.</summary>
    [Benchmark]
    public CtyValue ReadMsgpack() => CtyMsgpack.Decode(_msgpack, _value.Type);

    /// <summary>Writes MessagePack.</summary>
    [Benchmark]
    public ReadOnlyMemory<byte> WriteMsgpack() => CtyMsgpack.Encode(_value, _value.Type);

    /// <summary>Reads JSON.</summary>
    [Benchmark]
    public CtyValue ReadJson() => CtyJson.Decode(_json, _value.Type);

    /// <summary>Writes JSON.</summary>
    [Benchmark]
    public ReadOnlyMemory<byte> WriteJson() => CtyJson.Encode(_value, _value.Type);
}
