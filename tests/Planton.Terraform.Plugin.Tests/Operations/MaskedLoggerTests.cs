using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Operations;

namespace Planton.Terraform.Plugin.Tests.Operations;

public sealed class MaskedLoggerTests
{
    private readonly Inner _inner = new();

    [Fact]
    public void A_secret_shows_neither_in_the_message_nor_in_a_field_nor_in_an_exception()
    {
        var log = new MaskedLogger(_inner);
        log.Mask("hunter2");
        log.Mask("hunter2-long");
        log.Mask(string.Empty);

        log.Log(
            LogLevel.Error,
            new EventId(1),
            new KeyValuePair<string, object?>[] { new("url", new Uri("https://u:hunter2@h/")), new("count", 3) },
            new InvalidOperationException("hunter2-long"),
            static (_, failure) => $"Failed with hunter2: {failure?.Message}");

        Assert.Equal("Failed with ***: ***", _inner.Message);
        Assert.Equal(("https://u:***@h/", 3), (_inner.Fields["url"], _inner.Fields["count"]));
        Assert.EndsWith("InvalidOperationException: ***", (string)_inner.Fields["exception"]!, StringComparison.Ordinal);
        Assert.Null(_inner.Exception);
    }

    [Fact]
    public void Without_secrets_everything_passes_as_it_is()
    {
        var failure = new InvalidOperationException("x");
        ILogger log = new MaskedLogger(_inner);

        log.Log(LogLevel.Error, new EventId(1), new KeyValuePair<string, object?>[] { new("word", "hunter2") }, failure, static (_, _) => "Said hunter2");

        Assert.Equal(("Said hunter2", "hunter2", failure), (_inner.Message, _inner.Fields["word"], _inner.Exception));
    }

    private sealed class Inner : ILogger
    {
        public string? Message { get; private set; }

        public Exception? Exception { get; private set; }

        public Dictionary<string, object?> Fields { get; } = new(StringComparer.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            (Message, Exception) = (formatter(state, exception), exception);
            foreach (var (key, value) in (IEnumerable<KeyValuePair<string, object?>>)(object)state!) Fields[key] = value;
        }
    }
}
