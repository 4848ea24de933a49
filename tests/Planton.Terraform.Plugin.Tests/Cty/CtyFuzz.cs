using System.Text;
using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

/// <summary>An input of the decoders.</summary>
/// <param name="IsJson">Whether it is JSON; else it is MessagePack.</param>
/// <param name="Type">The type that it is read as.</param>
internal sealed record FuzzInput(bool IsJson, CtyType Type, byte[] Bytes)
{
    /// <summary>A line of the corpus.</summary>
    public override string ToString() =>
        $"{(IsJson ? "json" : "msgpack")}\t{Encoding.UTF8.GetString(CtyTypeJson.Encode(Type).Span)}\t{Convert.ToHexStringLower(Bytes)}";

    public static FuzzInput Parse(string line) => line.Split('\t') is [var kind, var type, var hex]
        ? new(kind == "json", CtyTypeJson.Decode(Encoding.UTF8.GetBytes(type)), Convert.FromHexString(hex))
        : throw new FormatException($"This is no line of a corpus: {line}");
}

/// <summary>
/// Feeds the decoders what is almost right. It is guided by the outcomes: an input that is refused in words that were not heard before, or
/// read as a value of a new shape, is kept and changed further, so that the search goes where the decoders have not been yet.
/// </summary>
/// <param name="random">Decides everything, so that a seed repeats a run.</param>
/// <param name="seeds">The inputs to begin with.</param>
internal sealed partial class CtyFuzz(Random random, IEnumerable<FuzzInput> seeds)
{
    /// <summary>
    /// What one byte of input may cost in memory. The most expensive is an object of one-letter attributes, given as null each; a decoder
    /// that trusts an announced length is beyond this by orders of magnitude.
    /// </summary>
    private const long BytesForByte = 2_000;

    private const long BytesForAll = 200_000;
    private const int MaxInput = 4_096;

    private static readonly byte[] Telling = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x90, 0x91, 0xa0, 0xbf, 0xc0, 0xc1, 0xc4, 0xc7, 0xca, 0xcb, 0xcf, 0xd3, 0xd4, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff, .. "[]{}\",:\\-e."u8];

    private readonly List<FuzzInput> _pool = [.. seeds];
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);

    /// <summary>The inputs that led somewhere new, and those of the start.</summary>
    public IReadOnlyList<FuzzInput> Pool => _pool;

    /// <summary>How many different outcomes were seen.</summary>
    public int Outcomes => _outcomes.Count;

    public void Run(int inputs)
    {
        foreach (var seed in _pool.ToList()) _outcomes.Add(Outcome(seed));
        for (var i = 0; i < inputs; i++)
        {
            var input = Next();
            if (_outcomes.Add(Outcome(input))) _pool.Add(input);
        }
    }

    /// <summary>What becomes of an input: a value that survives being written and read again, or a refusal. Anything else fails the test.</summary>
    private static string Outcome(FuzzInput input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var value = Decode(input);
            Within(input, before);
            var again = input.IsJson && value.IsWhollyKnown
                ? CtyJson.Decode(CtyJson.Encode(value, input.Type).Span, input.Type)
                : CtyMsgpack.Decode(CtyMsgpack.Encode(value, input.Type), input.Type);
            Assert.True(value.Equals(again), $"The value of this input changes when it is written and read: {input}");
            return $"{input.IsJson} {Kind().Match(input.Type.ToString()!)} of {value.ToString()!.Length:x}";
        }
        catch (CtyDecodeException refusal)
        {
            Within(input, before);
            return $"{input.IsJson} {Math.Min(refusal.Path.Steps.Length, 4)} {Particular().Replace(refusal.Message, "_")}";
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{exception.GetType().Name}: {exception.Message}\nInput: {input}", exception);
        }
    }

    private static CtyValue Decode(FuzzInput input) => input.IsJson ? CtyJson.Decode(input.Bytes, input.Type) : CtyMsgpack.Decode(input.Bytes, input.Type);

    private static void Within(FuzzInput input, long before)
    {
        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(spent <= BytesForAll + (BytesForByte * input.Bytes.Length), $"{spent} bytes of memory went to this input: {input}");
    }

    private FuzzInput Next()
    {
        var input = Any();
        var bytes = new List<byte>(input.Bytes);
        for (var changes = random.Next(1, 5); changes > 0; changes--) Change(bytes);
        if (bytes.Count > MaxInput) bytes.RemoveRange(MaxInput, bytes.Count - MaxInput);
        return input with { Bytes = [.. bytes], Type = random.Next(10) == 0 ? Any().Type : input.Type };
    }

    private FuzzInput Any() => _pool[random.Next(_pool.Count)];

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = Telling[random.Next(Telling.Length)]; break;
            case 2: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, [.. bytes.GetRange(at, length)]); break;
            case 5: bytes.InsertRange(at, Any().Bytes.Take(64)); break;
            default: bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }

    /// <summary>What of a refusal comes from the input, and not from the decoder.</summary>
    [GeneratedRegex("\".*\"?|\\d+", RegexOptions.Singleline)]
    private static partial Regex Particular();

    [GeneratedRegex("^\\w+")]
    private static partial Regex Kind();
}
