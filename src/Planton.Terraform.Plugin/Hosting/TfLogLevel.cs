using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The CLI's log levels, as its environment variables name them.</summary>
internal static class TfLogLevel
{
    /// <summary>The variable for one provider alone, which precedes those for all of them.</summary>
    public static string OwnVariable(string typeName) => $"TF_LOG_PROVIDER_{typeName.ToUpperInvariant().Replace('-', '_')}";

    /// <summary>The level to log from, <see cref="LogLevel.None"/> when no variable is set: the CLI would drop every line.</summary>
    public static LogLevel From(Func<string, string?> variable, string typeName)
    {
        foreach (var name in (string[])[OwnVariable(typeName), "TF_LOG_PROVIDER", "TF_LOG"])
        {
            if (variable(name) is { Length: > 0 } value) return Parse(value);
        }

        return LogLevel.None;
    }

    /// <summary>A level by name. The CLI takes a name that it does not know for the most detailed level, and so does this.</summary>
    private static LogLevel Parse(string value) => value.Trim().ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "OFF" => LogLevel.None,
        _ => LogLevel.Trace, // TRACE, and JSON, which asks for another format of the same.
    };
}
