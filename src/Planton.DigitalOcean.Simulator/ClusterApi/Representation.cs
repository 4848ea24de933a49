using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The form of a response that the client accepts: whole objects, their metadata only, or a table.</summary>
internal abstract class Representation
{
    /// <summary>The API version of metadata and tables.</summary>
    protected const string Meta = "meta.k8s.io/v1";

    private static readonly string[] JsonTypes = ["application/json", "application/*", "*/*"];

    /// <exception cref="ApiErrorException">406: none of the accepted forms is known.</exception>
    public static Representation Of(ApiRequest request, DateTimeOffset now)
    {
        if (request.Accept.Length == 0) return new WholeObjects();
        foreach (var text in request.Accept.Split(','))
        {
            if (MediaTypeHeaderValue.TryParse(text.Trim(), out var accepted) && JsonTypes.Contains(accepted.MediaType) && Of(accepted, request, now) is { } known)
            {
                return known;
            }
        }

        throw ApiErrorException.Of(StatusCodes.Status406NotAcceptable, "only the following media types are accepted: application/json");
    }

    /// <summary>One object.</summary>
    public abstract ReadOnlyMemory<byte> One(ClusterObject found);

    /// <summary>A page of objects of one kind.</summary>
    public abstract ReadOnlyMemory<byte> List(ObjectKind kind, ObjectPage page);

    protected static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) write(writer);
        return buffer.WrittenMemory;
    }

    /// <summary>Starts an object with its kind and API version.</summary>
    protected static void Begin(Utf8JsonWriter writer, string kind, string apiVersion)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        writer.WriteString("apiVersion", apiVersion);
    }

    protected static void WriteListMetadata(Utf8JsonWriter writer, ObjectPage page)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", page.Revision.ToString(CultureInfo.InvariantCulture));
        if (page.Continue is not null) writer.WriteString("continue", page.Continue);
        if (page.Remaining is { } remaining) writer.WriteNumber("remainingItemCount", remaining);
        writer.WriteEndObject();
    }

    /// <summary>Writes only an object's metadata.</summary>
    protected static void WriteMetadata(Utf8JsonWriter writer, ClusterObject one)
    {
        Begin(writer, "PartialObjectMetadata", Meta);
        writer.WritePropertyName("metadata");
        one.Read().GetProperty("metadata").WriteTo(writer);
        writer.WriteEndObject();
    }

    private static Representation? Of(MediaTypeHeaderValue accepted, ApiRequest request, DateTimeOffset now)
    {
        string? Parameter(string name) => accepted.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;
        if (Parameter("as") is not { } form) return new WholeObjects();
        if ($"{Parameter("g")}/{Parameter("v")}" != Meta) return null;
        return form switch
        {
            "Table" => new ObjectTable(request.Query.GetValueOrDefault("includeObject").ToString(), now),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => new MetadataOnly(),
            _ => null,
        };
    }

    /// <summary>Objects as they are stored; the items of a list do not repeat kind and API version.</summary>
    private sealed class WholeObjects : Representation
    {
        public override ReadOnlyMemory<byte> One(ClusterObject found) => Write(writer =>
        {
            Begin(writer, found.Kind.Name, found.Kind.ApiVersion);
            foreach (var member in found.Read().EnumerateObject()) member.WriteTo(writer);
            writer.WriteEndObject();
        });

        public override ReadOnlyMemory<byte> List(ObjectKind kind, ObjectPage page) => Write(writer =>
        {
            Begin(writer, kind.Name + "List", kind.ApiVersion);
            WriteListMetadata(writer, page);
            writer.WriteStartArray("items");
            foreach (var one in page.Items) writer.WriteRawValue(one.Json.Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private sealed class MetadataOnly : Representation
    {
        public override ReadOnlyMemory<byte> One(ClusterObject found) => Write(writer => WriteMetadata(writer, found));

        public override ReadOnlyMemory<byte> List(ObjectKind kind, ObjectPage page) => Write(writer =>
        {
            Begin(writer, "PartialObjectMetadataList", Meta);
            WriteListMetadata(writer, page);
            writer.WriteStartArray("items");
            foreach (var one in page.Items) WriteMetadata(writer, one);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
