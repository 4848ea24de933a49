using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Planton.Terraform.Plugin.Hosting.Rpc;

namespace Planton.Terraform.Plugin.Tests.Hosting.Rpc;

public sealed class RpcFrameTests
{
    private const int Limit = 1000;

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 1, 2 })]
    public void A_part_of_a_message_is_left_to_wait_for_the_rest(byte[] bytes)
    {
        var received = new ReadOnlySequence<byte>(bytes);

        Assert.False(RpcFrame.TryTake(ref received, Limit, out _, out _));
        Assert.Equal(bytes.Length, received.Length);
    }

    [Fact]
    public void Messages_are_taken_one_by_one()
    {
        var received = new ReadOnlySequence<byte>([0, 0, 0, 0, 2, 8, 9, 1, 0, 0, 0, 0, 7]);

        Assert.True(RpcFrame.TryTake(ref received, Limit, out var first, out var isCompressed));
        Assert.Equal([8, 9], first.ToArray());
        Assert.False(isCompressed);
        Assert.True(RpcFrame.TryTake(ref received, Limit, out var second, out isCompressed));
        Assert.True(second.IsEmpty);
        Assert.True(isCompressed);
        Assert.Equal(1, received.Length);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 3, 233 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, StatusCode.Internal)]
    public void What_is_too_long_or_of_another_form_is_refused_before_it_is_there(byte[] bytes, StatusCode expected)
    {
        var received = new ReadOnlySequence<byte>(bytes);

        Assert.Equal(expected, Assert.Throws<RpcException>(() => RpcFrame.TryTake(ref received, Limit, out _, out _)).StatusCode);
    }

    [Fact]
    public void A_header_says_how_long_the_message_is()
    {
        var output = new ArrayBufferWriter<byte>();

        RpcFrame.WriteHeader(output, 0x01020304);

        Assert.Equal([0, 1, 2, 3, 4], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Compressed_messages_are_read_up_to_the_limit()
    {
        Assert.Equal(new byte[Limit], RpcFrame.Decompress(Gzip(Limit), "gzip", Limit).ToArray());
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => RpcFrame.Decompress(Gzip(Limit + 1), "gzip", Limit)).StatusCode);
        Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => RpcFrame.Decompress(Gzip(1), null, Limit)).StatusCode);
        Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => RpcFrame.Decompress(Gzip(1), "identity", Limit)).StatusCode);
        Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => RpcFrame.Decompress(new([1, 2, 3]), "gzip", Limit)).StatusCode);
    }

    private static ReadOnlySequence<byte> Gzip(int length)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) gzip.Write(new byte[length]);
        return new(bytes.ToArray());
    }
}
