using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// A state or identity as an older version of the provider stored it, or a part of one. It knows where it stands, so an upgrade that misses a part or
/// finds another kind of value there ends with an error that names it.
/// </summary>
public sealed class StoredValue
{
    private readonly string _path;

    internal StoredValue(JsonElement json, string path = "") => (Json, _path) = (json, path);

    /// <summary>The part as JSON.</summary>
    public JsonElement Json { get; }

    /// <summary>The kind of the value.</summary>
    public JsonValueKind ValueKind => Json.ValueKind;

    /// <summary>The part as JSON.</summary>
    public static implicit operator JsonElement(StoredValue value) => value.Json;

    /// <summary>The part as JSON.</summary>
    public JsonElement ToJsonElement() => Json;

    /// <summary>The object as a model: one with the attributes that it was stored with. An attribute that it lacks is null.</summary>
    /// <exception cref="StoredValueException">The value does not fit the attributes.</exception>
    public TModel As<TModel>(AttributeSet<TModel> attributes)
        where TModel : class, new()
    {
        var json = Encoding.UTF8.GetBytes(Expect(JsonValueKind.Object, "an object").GetRawText());
        try
        {
            return attributes.Decode(attributes.WithBlocks((CtyObject)CtyJson.Decode(json, attributes.Type, ignoreUnknownAttributes: true)));
        }
        catch (CtyDecodeException exception)
        {
            throw new StoredValueException($"{Inside(exception.Path.ToString())}: {exception.Message}");
        }
        catch (TfConversionException exception)
        {
            throw new StoredValueException($"{Inside(exception.Path.ToString())}: {exception.Message}");
        }
    }

    /// <summary>The attribute of an object.</summary>
    /// <exception cref="StoredValueException">There is none of that name, or the value is no object.</exception>
    public StoredValue GetProperty(string name) =>
        TryGetProperty(name, out var value) ? value : throw new StoredValueException($"It has no {Inside(name)}.");

    /// <summary>The attribute of an object, when there is one of that name.</summary>
    /// <exception cref="StoredValueException">The value is no object.</exception>
    public bool TryGetProperty(string name, [NotNullWhen(true)] out StoredValue? value)
    {
        value = Expect(JsonValueKind.Object, "an object").TryGetProperty(name, out var json) ? new(json, Inside(name)) : null;
        return value is not null;
    }

    /// <summary>The text, or null where the state has null.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public string? GetString() => ValueKind == JsonValueKind.Null ? null : Expect(JsonValueKind.String, "a text").GetString();

    /// <summary>The whole number.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public long GetInt64() => Expect(JsonValueKind.Number, "a number").TryGetInt64(out var number) ? number : throw Is("a whole number of 64 bits");

    /// <summary>The number.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public double GetDouble() => Expect(JsonValueKind.Number, "a number").GetDouble();

    /// <summary>The truth value.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public bool GetBoolean() => ValueKind == JsonValueKind.True || Expect(JsonValueKind.False, "true or false").GetBoolean();

    /// <summary>The elements of a list or set.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public IEnumerable<StoredValue> EnumerateArray() =>
        Expect(JsonValueKind.Array, "a list").EnumerateArray().Select((element, i) => new StoredValue(element, $"{_path}[{i}]"));

    /// <summary>The entries of a map or the attributes of an object.</summary>
    /// <exception cref="StoredValueException">The value is something else.</exception>
    public IEnumerable<KeyValuePair<string, StoredValue>> EnumerateObject() =>
        Expect(JsonValueKind.Object, "an object").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, new StoredValue(entry.Value, Inside(entry.Name))));

    private string Inside(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private JsonElement Expect(JsonValueKind kind, string what) => ValueKind == kind ? Json : throw Is(what);

    private StoredValueException Is(string what) => new($"{(_path.Length == 0 ? "It" : _path)} is not {what}.");
}

/// <summary>A stored state or identity does not have the shape that an upgrade expects.</summary>
/// <param name="message">What is missing or different, and where; never the value, which may be a secret.</param>
public sealed class StoredValueException(string message) : Exception(message);
