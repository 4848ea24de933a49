using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Planton.Terraform.Plugin.Protocol.Health;

namespace Planton.Terraform.Plugin.Tests.Hosting.Rpc;

/// <summary>gRPC as clients of every kind speak it, also wrongly: over HTTP/2 by hand where no client library would do it.</summary>
public sealed class RpcServerTests
{
    private const string Metadata = "/tfplugin6.Provider/GetMetadata";

    [Fact]
    public async Task An_answer_is_headers_a_message_and_trailers()
    {
        await using var cli = new FakeCli().WithoutTls();
        using var http = Http(await cli.StartAsync());

        using var answer = await SendAsync(http, Metadata, [0, 0, 0, 0, 0]);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(0, body[0]);
        Assert.Equal(body.Length - 5, (body[3] << 8) | body[4]);
        Assert.Equal(["0"], answer.TrailingHeaders.GetValues("grpc-status"));
    }

    [Theory]
    [InlineData(new byte[] { }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 10, 200 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 255, 0, 0, 0 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 1 }, StatusCode.Internal)] // The flag of a compressed message, and no grpc-encoding.
    public async Task A_request_that_is_no_message_is_refused_in_the_headers(byte[] body, StatusCode expected)
    {
        await using var cli = new FakeCli().WithoutTls();
        using var http = Http(await cli.StartAsync());

        using var answer = await SendAsync(http, "/tfplugin6.Provider/ReadResource", body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([((int)expected).ToString(System.Globalization.CultureInfo.InvariantCulture)], answer.Headers.GetValues("grpc-status"));
        Assert.NotEmpty(answer.Headers.GetValues("grpc-message").Single());
        using var next = await SendAsync(http, Metadata, [0, 0, 0, 0, 0]);
        Assert.Equal(["0"], next.TrailingHeaders.GetValues("grpc-status"));
    }

    [Theory]
    [InlineData("GET", "application/grpc", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/grpcfoo", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "application/grpc; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("POST", "application/grpc+proto", HttpStatusCode.OK)]
    public async Task Other_HTTP_is_refused_in_words_of_HTTP(string method, string type, HttpStatusCode expected)
    {
        await using var cli = new FakeCli().WithoutTls();
        using var http = Http(await cli.StartAsync());

        using var answer = await SendAsync(http, Metadata, [0, 0, 0, 0, 0], method, type);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_time_limit_of_the_client_ends_the_call()
    {
        await using var cli = new FakeCli().WithoutTls();
        using var http = Http(await cli.StartAsync());
        using var request = Request("/tfplugin6.Provider/ReadDataSource", [0, 0, 0, 0, 0], "POST", "application/grpc");
        request.Headers.Add("grpc-timeout", "50m");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["4"], answer.Headers.GetValues("grpc-status"));
    }

    [Fact]
    public async Task A_handler_that_does_not_heed_the_time_limit_cannot_answer_after_it()
    {
        await using var cli = new FakeCli().WithoutTls();
        cli.Provider.Rendezvous = 2; // The first call waits for the second, and hears of nothing else.
        var line = await cli.StartAsync();
        using var http = Http(line);
        using var request = Request("/tfplugin6.Provider/ReadResource", [0, 0, 0, 0, 0], "POST", "application/grpc");
        request.Headers.Add("grpc-timeout", "50m");

        var late = http.SendAsync(request, TestContext.Current.CancellationToken);
        while (cli.Provider.Calls == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        await new Provider.ProviderClient(cli.Connect(line)).ReadResourceAsync(new());
        using var answer = await late;

        Assert.Equal(["4"], answer.Headers.GetValues("grpc-status"));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_compresses_in_an_unknown_way_learns_which_ways_are_known()
    {
        await using var cli = new FakeCli().WithoutTls();
        using var http = Http(await cli.StartAsync());
        using var request = Request(Metadata, [1, 0, 0, 0, 1, 1], "POST", "application/grpc");
        request.Headers.Add("grpc-encoding", "zstd");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["12"], answer.Headers.GetValues("grpc-status"));
        Assert.Contains("gzip", answer.Headers.GetValues("grpc-accept-encoding").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_read_message_by_message_to_its_end()
    {
        await using var cli = new FakeCli();
        using var list = new Provider.ProviderClient(cli.Connect(await cli.StartAsync())).ListResource(new());

        var names = new List<string>();
        while (await list.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) names.Add(list.ResponseStream.Current.DisplayName);

        Assert.Equal(["one", "two"], names);
        Assert.Equal(StatusCode.OK, list.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Compressed_requests_are_read()
    {
        await using var cli = new FakeCli();
        var provider = new Provider.ProviderClient(cli.Connect(await cli.StartAsync()));
        var state = new byte[100_000];

        var answer = await provider.ApplyResourceChangeAsync(
            new() { PlannedState = new() { Msgpack = Google.Protobuf.ByteString.CopyFrom(state) } }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Equal(state, answer.NewState.Msgpack.ToByteArray());
    }

    [Fact]
    public async Task Clients_that_leave_in_the_middle_disturb_nobody()
    {
        await using var cli = new FakeCli().With("TF_LOG", "ERROR");
        var channel = cli.Connect(await cli.StartAsync());
        using var leaving = new CancellationTokenSource();
        using var broker = new GRPCBroker.GRPCBrokerClient(channel).StartStream(cancellationToken: leaving.Token);
        using var watch = new Health.HealthClient(channel).Watch(new() { Service = "plugin" }, cancellationToken: leaving.Token);
        await broker.ResponseHeadersAsync;
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        await leaving.CancelAsync();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(channel).CheckAsync(new())).Status);
        Assert.Equal("", cli.Errors.Text);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, byte[] body, string method = "POST", string type = "application/grpc")
    {
        using var request = Request(path, body, method, type);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static HttpRequestMessage Request(string path, byte[] body, string method, string type) => new(new HttpMethod(method), $"http://localhost{path}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
    };

    private static HttpClient Http(HandshakeLine line) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(line.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(line.EndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
