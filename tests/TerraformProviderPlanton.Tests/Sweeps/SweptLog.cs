using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Keeps every line that the provider logs.</summary>
internal sealed class SweptLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one log.");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
        // Nothing is held but text.
    }
}
