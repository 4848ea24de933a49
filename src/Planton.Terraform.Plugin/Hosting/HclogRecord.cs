using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>One log record on its way to a JSON line. Nothing that is logged can make it fail.</summary>
internal sealed class HclogRecord(DateTimeOffset time, LogLevel level, string module)
{
    /// <summary>The CLI reads lines up to this size; what is longer arrives in pieces, as plain text.</summary>
    public const int MaxLineBytes = 64 * 1024;

    // Characters kept of each text, step by step, until the line fits.
    private static readonly int[] TextLimits = [int.MaxValue, 8192, 512];

    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal);
    private string _message = "";
    private string? _exception;

    /// <summary>Adds the named values of a record's state or of a scope. A later value of the same name replaces an earlier one.</summary>
    public void Add(object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> values) return;

        try
        {
            foreach (var (key, value) in values)
            {
                if (!IsForeign(key))
                    _fields[key.TrimStart('@')] = value; // Names with @ are hclog's own.
            }
        }
#pragma warning disable CA1031 // A log call never fails its caller, whatever the values do.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fields["log_error"] = e.GetType().FullName;
        }
    }

    /// <summary>Sets the text, and the exception if there is one.</summary>
    public void Message<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _message = Safely(() => formatter(state, exception));
        _exception = exception is null ? null : Safely(exception.ToString);
    }

    /// <summary>The record as one line of UTF-8 JSON with its line end.</summary>
    public ReadOnlySpan<byte> ToLine()
    {
        foreach (var limit in TextLimits)
        {
            var line = Write(limit, withFields: true);
            if (line.Length <= MaxLineBytes) return line;
        }

        return Write(TextLimits[^1], withFields: false);
    }

    /// <summary>Templates, and what the web server adds to its scopes, mean nothing to the reader of a provider's log.</summary>
    private static bool IsForeign(string key) => key is "{OriginalFormat}" or "RequestId" or "RequestPath" or "ConnectionId" or "TransportConnectionId";

    private ReadOnlySpan<byte> Write(int textLimit, bool withFields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("@level", LevelName());
            json.WriteString("@message", Clean(_message, textLimit));
            json.WriteString("@module", module);
            // The CLI takes no other form: with any other count of digits the whole line is plain text to it.
            json.WriteString("@timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            if (withFields) WriteFields(json, textLimit);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private void WriteFields(Utf8JsonWriter json, int textLimit)
    {
        foreach (var (key, value) in _fields)
        {
            if (_exception is null || key != "exception") WriteField(json, Clean(key, textLimit), value, textLimit);
        }

        if (_exception is not null) json.WriteString("exception", Clean(_exception, textLimit));
    }

    private static void WriteField(Utf8JsonWriter json, string key, object? value, int textLimit)
    {
        switch (value)
        {
            case null: json.WriteNull(key); break;
            case bool flag: json.WriteBoolean(key, flag); break;
            case int number: json.WriteNumber(key, number); break;
            case long number: json.WriteNumber(key, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(key, number); break;
            case decimal number: json.WriteNumber(key, number); break;
            default: json.WriteString(key, Clean(Safely(() => Text(value)), textLimit)); break;
        }
    }

    private static string? Text(object value) => value switch
    {
        string text => text,
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private string LevelName() => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private static string Safely(Func<string?> text)
    {
        try
        {
            return text() ?? "";
        }
#pragma warning disable CA1031 // As above: the values are anybody's code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"(not readable: {e.GetType()})";
        }
    }

    /// <summary>Cuts to the limit, and replaces lone surrogates, which have no form in UTF-8.</summary>
    private static string Clean(string text, int limit)
    {
        var cut = text.Length <= limit ? text : string.Concat(text.AsSpan(0, limit), "…");
        var lone = cut.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
        return lone ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)) : cut;
    }
}
