using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Writes log records as the JSON lines of go-hclog, which the CLI reads back from a plugin's stderr.</summary>
/// <param name="module">Name of the logger, by convention <c>provider.</c> and the type name.</param>
/// <param name="errors">Takes each record as one write.</param>
/// <param name="time">Clock of the records.</param>
internal sealed class HclogLoggerProvider(string module, StandardStream errors, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The stream belongs to the process.
    }

    private sealed class Logger(HclogLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;

            var record = new HclogRecord(provider.Time.GetUtcNow(), logLevel, provider.Module);
            provider._scopes.ForEachScope(static (scope, record) => record.Add(scope), record);
            record.Add(state);
            record.Message(state, exception, formatter);
            provider.Errors.Write(record.ToLine());
        }
    }

    private string Module => module;

    private StandardStream Errors => errors;

    private TimeProvider Time => time;
}
