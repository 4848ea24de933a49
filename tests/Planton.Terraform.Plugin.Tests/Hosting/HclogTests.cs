using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>The log as the CLI reads it: one JSON object for each line of stderr.</summary>
public sealed class HclogTests : IDisposable
{
    private readonly CapturedStream _errors = new();
    private readonly LoggerFactory _loggers;
    private readonly ILogger _log;

    public HclogTests()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2027, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)) + TimeSpan.FromTicks(1_234_567));
        _loggers = new LoggerFactory([new HclogLoggerProvider("provider.planton", new StandardStream(_errors), time)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        _log = _loggers.CreateLogger("Any.Category");
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "error")]
    public void A_record_is_one_line_in_one_write(LogLevel level, string name)
    {
        _log.Log(level, "hello");

        Assert.Equal($$"""{"@level":"{{name}}","@message":"hello","@module":"provider.planton","@timestamp":"2027-03-04T03:06:07.123456Z"}""" + "\n", Assert.Single(_errors.Writes));
    }

    [Fact]
    public void The_values_of_a_template_are_fields_of_their_own_types()
    {
        _log.LogInformation("{text} {flag} {count} {big} {ratio} {none} {when} {money}", "a \"b\"\n", true, 7, 1L << 40, 0.5, null, new TimeSpan(1, 2, 3), 1.10m);

        var record = Record();
        Assert.Equal("a \"b\"\n", record.GetProperty("text").GetString());
        Assert.True(record.GetProperty("flag").GetBoolean());
        Assert.Equal(7, record.GetProperty("count").GetInt32());
        Assert.Equal(1L << 40, record.GetProperty("big").GetInt64());
        Assert.Equal(0.5, record.GetProperty("ratio").GetDouble());
        Assert.Equal(JsonValueKind.Null, record.GetProperty("none").ValueKind);
        Assert.Equal("01:02:03", record.GetProperty("when").GetString());
        Assert.Equal("1.10", record.GetProperty("money").GetRawText());
        Assert.False(record.TryGetProperty("{OriginalFormat}", out _));
    }

    [Fact]
    public void Scopes_are_fields_and_the_innermost_wins()
    {
        using var outer = _log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tf_rpc"] = "ReadResource", ["tf_req_id"] = "1", ["name"] = "outer" });
        using var text = _log.BeginScope("a scope of mere text");
        using var inner = _log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tf_req_id"] = "2", ["name"] = "inner" });
        _log.LogInformation("about {name}", "record");

        var record = Record();
        Assert.Equal("ReadResource", record.GetProperty("tf_rpc").GetString());
        Assert.Equal("2", record.GetProperty("tf_req_id").GetString());
        Assert.Equal("record", record.GetProperty("name").GetString());
    }

    [Fact]
    public void What_the_web_server_adds_to_its_scopes_is_left_out()
    {
        using var scope = _log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["RequestId"] = "0HN", ["RequestPath"] = "/", ["ConnectionId"] = "0HN" });
        _log.LogInformation("x");

        Assert.Equal(4, Record().EnumerateObject().Count());
    }

    [Fact]
    public void An_exception_is_text()
    {
        _log.LogError(new InvalidOperationException("broken"), "failed");

        Assert.StartsWith("System.InvalidOperationException: broken", Record().GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@level")]
    [InlineData("@message")]
    [InlineData("@timestamp")]
    public void Fields_cannot_replace_those_of_the_format(string name)
    {
        _log.Log(LogLevel.Information, default, new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = 1 }, null, (_, _) => "text");

        var record = Record();
        Assert.Equal("info", record.GetProperty("@level").GetString());
        Assert.Equal("text", record.GetProperty("@message").GetString());
        Assert.Equal(1, record.GetProperty(name[1..]).GetInt32());
    }

    [Theory]
    [InlineData("\ud83d\ude00 pair")]
    [InlineData("nul \0 and \u001b escape")]
    [InlineData("<html> & 'quotes' \\")]
    [InlineData("two\r\nlines\u2028three")]
    public void Any_text_survives(string text)
    {
        _log.LogInformation("{field}", text);

        Assert.Single(_errors.Text.TrimEnd('\n').Split('\n'));
        Assert.Equal(text, Record().GetProperty("field").GetString());
        Assert.Equal(text, Record().GetProperty("@message").GetString());
    }

    [Fact]
    public void A_lone_surrogate_is_replaced()
    {
        _log.LogInformation("{field}", "lone " + (char)0xD800);

        Assert.Equal("lone \ufffd", Record().GetProperty("field").GetString());
        Assert.Equal("lone \ufffd", Record().GetProperty("@message").GetString());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Numbers_that_JSON_cannot_hold_are_text(double number, string text)
    {
        _log.LogInformation("{number}", number);

        Assert.Equal(text, Record().GetProperty("number").GetString());
    }

    [Fact]
    public void Values_and_formatters_that_throw_do_not_reach_the_caller()
    {
        _log.LogInformation("{a} {b}", new Throwing(), "fine");
        _log.Log<object>(LogLevel.Information, default, "state", new ThrowingException(), (_, _) => throw new InvalidOperationException());

        var lines = _errors.Text.TrimEnd('\n').Split('\n');
        Assert.Contains("not readable: System.NotSupportedException", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"b\":\"fine\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("not readable: System.InvalidOperationException", lines[1], StringComparison.Ordinal);
        Assert.Contains("not readable: System.NotSupportedException", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_is_gone_does_not_reach_the_caller()
    {
        using var provider = new HclogLoggerProvider("provider.planton", new StandardStream(new ClosedStream()), TimeProvider.System);

        var log = provider.CreateLogger("x");

        Assert.Null(Xunit.Record.Exception(() => log.LogInformation("nobody reads this")));
    }

    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(20_000, 10)]
    [InlineData(100, 5_000)]
    public void A_line_never_grows_beyond_what_the_CLI_reads_at_once(int length, int fields)
    {
        var state = Enumerable.Range(0, fields).ToDictionary(i => $"f{i}", _ => (object?)new string('ä', length), StringComparer.Ordinal);
        _log.Log(LogLevel.Information, default, state, null, (_, _) => new string('m', length));

        var line = Assert.Single(_errors.Writes);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 1, HclogRecord.MaxLineBytes);
        Assert.StartsWith("mmm", Record().GetProperty("@message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        Parallel.For(0, 2_000, i => _log.LogInformation("{number} {padding}", i, new string('x', i % 97)));

        var numbers = _errors.Text.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(0, 2_000), numbers.Order());
    }

    [Theory]
    [InlineData(null, null, null, LogLevel.None)]
    [InlineData("", "", "", LogLevel.None)]
    [InlineData("TRACE", null, null, LogLevel.Trace)]
    [InlineData("debug", null, null, LogLevel.Debug)]
    [InlineData("Info", null, null, LogLevel.Information)]
    [InlineData("WARN", null, null, LogLevel.Warning)]
    [InlineData("ERROR", null, null, LogLevel.Error)]
    [InlineData("OFF", null, null, LogLevel.None)]
    [InlineData("JSON", null, null, LogLevel.Trace)]
    [InlineData("loud", null, null, LogLevel.Trace)]
    [InlineData("TRACE", "ERROR", null, LogLevel.Error)]
    [InlineData(null, "INFO", null, LogLevel.Information)]
    [InlineData("ERROR", "INFO", "DEBUG", LogLevel.Debug)]
    [InlineData("TRACE", "TRACE", "off", LogLevel.None)]
    [InlineData("WARN", "", "", LogLevel.Warning)]
    public void Levels_come_from_the_closest_variable(string? all, string? providers, string? own, LogLevel expected)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TF_LOG"] = all, ["TF_LOG_PROVIDER"] = providers, ["TF_LOG_PROVIDER_MY_CLOUD"] = own };

        Assert.Equal(expected, TfLogLevel.From(variables.GetValueOrDefault, "my-cloud"));
    }

    [Fact]
    public async Task The_provider_logs_through_the_process_and_the_server_keeps_to_itself()
    {
        await using var cli = new FakeCli().With("TF_LOG", "TRACE");
        await new Provider.ProviderClient(cli.Connect(await cli.StartAsync())).GetMetadataAsync(new());

        using var record = JsonDocument.Parse(Assert.Single(cli.Errors.Writes));
        Assert.Equal("provider.planton", record.RootElement.GetProperty("@module").GetString());
        Assert.Equal("GetMetadata", record.RootElement.GetProperty("tf_rpc").GetString());
        Assert.Equal("registry.terraform.io/example/planton", record.RootElement.GetProperty("tf_provider_addr").GetString());
    }

    [Fact]
    public async Task Without_a_variable_the_process_is_silent()
    {
        await using var cli = new FakeCli();
        var provider = new Provider.ProviderClient(cli.Connect(await cli.StartAsync()));
        await provider.GetMetadataAsync(new());
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await provider.CallFunctionAsync(new()));

        Assert.Equal("", cli.Errors.Text);
    }

    private JsonElement Record() => JsonDocument.Parse(_errors.Text).RootElement;

    private sealed class Throwing
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class ThrowingException() : Exception
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
