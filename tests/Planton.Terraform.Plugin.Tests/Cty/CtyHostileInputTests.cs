using System.Buffers.Binary;
using System.Text;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyHostileInputTests
{
    /// <summary>The smallest stack that this code may ever meet is larger than this.</summary>
    private const int SmallStack = 512 * 1024;

    private const string TooDeep = "Values nest deeper than 256 levels.";

    [Theory]
    [InlineData("\"string\"", "db")]
    [InlineData("\"string\"", "c6")]
    [InlineData("\"string\"", "c9")]
    [InlineData("\"number\"", "db")]
    [InlineData("\"number\"", "c6")]
    [InlineData("\"dynamic\"", "dd")]
    [InlineData("\"dynamic\"", "92db")]
    [InlineData("\"dynamic\"", "92c6")]
    [InlineData("[\"list\",\"bool\"]", "dd")]
    [InlineData("[\"set\",\"bool\"]", "dd")]
    [InlineData("[\"map\",\"bool\"]", "df")]
    [InlineData("[\"map\",\"bool\"]", "81db")]
    [InlineData("[\"tuple\",[\"bool\"]]", "dd")]
    [InlineData("[\"object\",{\"a\":\"bool\"}]", "df")]
    [InlineData("[\"object\",{\"a\":\"bool\"}]", "81db")]
    public void An_announced_length_that_the_input_cannot_hold_is_refused(string type, string head)
    {
        foreach (var length in (uint[])[9, 100, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF])
        {
            var tail = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(tail, length);
            byte[] bytes = [.. Convert.FromHexString(head), .. tail];
            Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(bytes, Type(type)));
        }
    }

    [Fact]
    public void Announced_lengths_are_bounded_in_sum_and_not_only_each()
    {
        // Two hundred lists within each other, and each announces as many elements as there are bytes left.
        const int Levels = 200;
        const int Filler = 100_000;
        using var stream = new MemoryStream();
        Span<byte> head = [0xDD, 0, 0, 0, 0];
        for (var i = 0; i < Levels; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(head[1..], Filler);
            stream.Write(head);
        }

        stream.Write(Enumerable.Repeat((byte)0xC0, Filler).ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(stream.ToArray(), Nested(Levels)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void The_deepest_value_is_handled_on_a_small_stack() => OnSmallStack(static () =>
    {
        var type = Nested(255);
        byte[] bytes = [.. Enumerable.Repeat((byte)0x91, 255), 0xC3];
        var value = CtyMsgpack.Decode(bytes, type);

        Assert.Equal(bytes, CtyMsgpack.Encode(value, type).ToArray());
        Assert.Equal(value, CtyJson.Decode(CtyJson.Encode(value, type).Span, type));
        Assert.Equal(value.GetHashCode(), CtyMsgpack.Decode(bytes, type).GetHashCode());
        Assert.Equal(type, CtyTypeJson.Decode(CtyTypeJson.Encode(type).Span));
        Assert.StartsWith("[[[", value.ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Values_and_types_that_nest_deeper_are_refused() => OnSmallStack(static () =>
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x91, 256), 0xC3];
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(bytes, Nested(256))).Message);

        var json = Encoding.UTF8.GetBytes($"{new string('[', 256)}true{new string(']', 256)}");
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(json, Nested(256))).Message);

        var type = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[\"list\",", 100_000)));
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyTypeJson.Decode(type)).Message);

        var objects = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[\"object\",{\"a\":", 100_000)));
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyTypeJson.Decode(objects)).Message);
    });

    [Fact]
    public void Dynamic_values_cannot_nest_without_end() => OnSmallStack(static () =>
    {
        var wrapper = Convert.FromHexString("92c4092264796e616d696322");
        var bytes = Enumerable.Repeat(wrapper, 100_000).SelectMany(static part => part).ToArray();
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(bytes, CtyType.Dynamic)).Message);

        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"type\":\"dynamic\",\"value\":", 100_000)));
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(json, CtyType.Dynamic));

        var whole = Encoding.UTF8.GetBytes(
            $"{string.Concat(Enumerable.Repeat("{\"type\":\"dynamic\",\"value\":", 300))}null{new string('}', 300)}");
        Assert.Equal(TooDeep, Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(whole, CtyType.Dynamic)).Message);
    });

    [Fact]
    public void Dynamic_values_within_each_other_cannot_multiply_the_work()
    {
        var text = new string('x', 200_000);
        Assert.Equal(CtyValue.String(text), CtyJson.Decode(Wrapped(text, 10), CtyType.Dynamic));
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(Wrapped(text, 200), CtyType.Dynamic));

        static byte[] Wrapped(string text, int times) => Encoding.UTF8.GetBytes(string.Concat(
            string.Concat(Enumerable.Repeat("{\"value\":", times)),
            $"{{\"value\":\"{text}\",\"type\":\"string\"}}",
            string.Concat(Enumerable.Repeat(",\"type\":\"dynamic\"}", times))));
    }

    [Fact]
    public void Unknown_attributes_cannot_nest_without_end()
    {
        var json = Encoding.UTF8.GetBytes($"{{\"gone\":{new string('[', 100_000)}");
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(json, CtyType.Object(), ignoreUnknownAttributes: true));
    }

    [Theory]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("9e99999999999999999999")]
    public void A_short_number_cannot_become_a_long_text(string text)
    {
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(Encoding.UTF8.GetBytes(text), CtyType.Number));
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(Encoding.UTF8.GetBytes($"\"{text}\""), CtyType.Number));
        var msgpack = CtyMsgpack.Encode(CtyValue.String(text), CtyType.String);
        Assert.Throws<CtyDecodeException>(() => CtyMsgpack.Decode(msgpack, CtyType.Number));
    }

    [Fact]
    public void Short_objects_of_a_wide_type_cannot_eat_memory()
    {
        var type = $"[\"list\",[\"object\",{{{string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $"\"a{i}\":\"bool\""))}}}]]";
        var json = Encoding.UTF8.GetBytes($"{{\"value\":[{string.Join(',', Enumerable.Repeat("{}", 100_000))}],\"type\":{type}}}");
        Assert.Throws<CtyDecodeException>(() => CtyJson.Decode(json, CtyType.Dynamic));
    }

    private static CtyType Nested(int levels) =>
        Enumerable.Range(0, levels).Aggregate(CtyType.Bool, static (type, _) => CtyType.List(type));

    private static CtyType Type(string json) => CtyTypeJson.Decode(Encoding.UTF8.GetBytes(json));

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
