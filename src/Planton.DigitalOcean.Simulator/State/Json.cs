using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Builds JSON without members that are null.</summary>
internal static class Json
{
    public static JsonObject Object(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    public static JsonArray Array(params IEnumerable<JsonNode> items) => new([.. items]);
}
