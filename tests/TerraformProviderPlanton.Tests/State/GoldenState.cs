using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.State;

/// <summary>A state as a released version wrote it, kept as a file beside this one.</summary>
internal static class GoldenState
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Set to a folder, to write the states of this version there instead of reading the kept ones.</summary>
    public static string? WriteTo => Environment.GetEnvironmentVariable("PLANTON_GOLDEN") is { Length: > 0 } folder ? folder : null;

    public static StoredObject Read(string name)
    {
        using var stream = typeof(GoldenState).Assembly.GetManifestResourceStream($"golden/{name}.json")
            ?? throw new InvalidOperationException($"There is no state {name}.");
        var file = JsonNode.Parse(stream)!;
        return new(
            ByteString.CopyFromUtf8(file["attributes"]!.ToJsonString()),
            file["schema_version"]!.GetValue<long>(),
            ByteString.CopyFromUtf8(file["private"]!.GetValue<string>()));
    }

    public static void Write(string name, StoredObject stored) => File.WriteAllText(
        Path.Combine(WriteTo!, $"{name}.json"),
        new JsonObject
        {
            ["schema_version"] = stored.SchemaVersion,
            ["private"] = stored.Private.ToStringUtf8(),
            ["attributes"] = JsonNode.Parse(stored.Json.Span),
        }.ToJsonString(Indented) + "\n");
}
