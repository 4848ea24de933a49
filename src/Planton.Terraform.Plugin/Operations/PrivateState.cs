using System.Buffers;
using System.Text.Json;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>
/// Facts that a provider keeps beside an object's state, which people neither see nor configure. Terraform stores the bytes and
/// hands them back; they are as readable as the state file, so nothing secret belongs here, unless they are an ephemeral
/// resource's, which the CLI keeps in memory only. Keys map to texts.
/// </summary>
public sealed class PrivateState
{
    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is kept.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The text under a key; null when there is none. Setting null removes it.</summary>
    public string? this[string key]
    {
        get => _entries.GetValueOrDefault(key);
        set
        {
            if (value is null) _entries.Remove(key);
            else _entries[key] = value;
        }
    }

    /// <summary>
    /// Reads stored bytes. Bytes of another provider (after a move) or none at all give an empty store: the facts of another
    /// provider mean nothing here.
    /// </summary>
    internal static PrivateState Parse(ReadOnlySpan<byte> bytes)
    {
        var state = new PrivateState();
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (bytes.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return state;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) state.ReadEntry(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is how the reader refuses a text that is no Unicode.
            return new PrivateState();
        }

        return state;
    }

    internal byte[] ToBytes()
    {
        if (_entries.Count == 0) return [];

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (key, value) in _entries) writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void ReadEntry(ref Utf8JsonReader reader)
    {
        var key = reader.GetString()!;
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) _entries[key] = reader.GetString()!;
        else reader.Skip();
    }
}
