using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>How the simulator writes and reads JSON: snake case throughout, as the API does.</summary>
internal static class SimulatorJson
{
    /// <summary>Answers and requests of the API. A null is written; a member that may be missing says so itself.</summary>
    public static JsonSerializerOptions Api { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Bodies of the control path: a misspelt member is an error, because a seed that is half read misleads.</summary>
    public static JsonSerializerOptions Control { get; } = new(Api)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Converters = { new SpanConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };
}
