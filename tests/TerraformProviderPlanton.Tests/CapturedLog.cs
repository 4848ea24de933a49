using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TerraformProviderPlanton.Tests;

/// <summary>Everything that a provider logs, at every level, with its fields and scopes.</summary>
internal sealed class CapturedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue(Fields(state));
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {Fields(state)} {exception}");

    public void Dispose()
    {
    }

    private static string Fields<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> fields ? string.Join(' ', fields.Select(static field => $"{field.Key}={field.Value}")) : $"{state}";
}
