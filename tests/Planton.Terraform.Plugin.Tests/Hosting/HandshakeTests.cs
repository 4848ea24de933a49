using Planton.Terraform.Plugin.Hosting;

namespace Planton.Terraform.Plugin.Tests.Hosting;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData("", "1|6|unix|/tmp/p/grpc|grpc|")]
    [InlineData("000102", "1|6|unix|/tmp/p/grpc|grpc|AAEC")] // Length 0 mod 3.
    [InlineData("00010203", "1|6|unix|/tmp/p/grpc|grpc|AAECAw")] // 1 mod 3: two signs of padding taken off.
    [InlineData("0001020304", "1|6|unix|/tmp/p/grpc|grpc|AAECAwQ")] // 2 mod 3: one.
    [InlineData("FBEFBEFFFFFF", "1|6|unix|/tmp/p/grpc|grpc|++++////")] // The standard alphabet, not the one for URLs.
    public void The_certificate_is_raw_standard_base64(string certificate, string line)
        => Assert.Equal(line, Handshake.Line(new PluginAddress("unix", "/tmp/p/grpc"), Convert.FromHexString(certificate), hostAsksForMultiplex: false));

    [Fact]
    public void The_seventh_field_answers_only_a_host_that_asks()
        => Assert.Equal("1|6|tcp|127.0.0.1:10000|grpc||false", Handshake.Line(new PluginAddress("tcp", "127.0.0.1:10000"), [], hostAsksForMultiplex: true));

    [Theory]
    [InlineData("5,6", true)]
    [InlineData("6,5", true)]
    [InlineData("6", true)]
    [InlineData(" 5 , 6 ", true)]
    [InlineData("7,6,5", true)]
    [InlineData("5", false)]
    [InlineData("16,60", false)]
    [InlineData("five,6x", false)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void A_host_that_names_protocols_has_to_name_ours(string? versions, bool expected)
        => Assert.Equal(expected, Handshake.HostSpeaksOurProtocol(versions));
}
