using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>A log in which secrets that were named to it are replaced by stars, in messages, fields and exceptions alike.</summary>
internal sealed class MaskedLogger(ILogger inner) : ILogger
{
    private const string Stars = "***";

    private ImmutableHashSet<string> _secrets = [];

    /// <summary>Keeps a text out of the log from now on.</summary>
    public void Mask(string secret)
    {
        // An empty text is everywhere.
        if (secret.Length > 0) ImmutableInterlocked.Update(ref _secrets, static (known, added) => known.Add(added), secret);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_secrets.IsEmpty || !IsEnabled(logLevel))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        // An exception writes its own text, so here it is a field like the others.
        var fields = state is IEnumerable<KeyValuePair<string, object?>> given ? given : [];
        if (exception is not null) fields = fields.Append(new("exception", exception));
        KeyValuePair<string, object?>[] masked = [.. fields.Select(field => KeyValuePair.Create(field.Key, Masked(field.Value)))];
        inner.Log(logLevel, eventId, masked, null, (_, _) => Masked(formatter(state, exception)));
    }

    private object? Masked(object? value) => value switch
    {
        null or bool or int or long or double or decimal => value,
        _ => Masked(value.ToString() ?? string.Empty),
    };

    private string Masked(string text) => _secrets.OrderByDescending(static secret => secret.Length)
        .Aggregate(text, static (text, secret) => text.Replace(secret, Stars, StringComparison.Ordinal));
}
