using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Values on their way from and to the wire.</summary>
internal static class WireValues
{
    /// <summary>Reads an object; null is a null object, and so is a message with neither encoding.</summary>
    /// <exception cref="DiagnosticException">The bytes are no object of the type.</exception>
    public static CtyObject? ToObject(this Wire.DynamicValue? value, CtyObjectType type) => value.ToValue(type) switch
    {
        CtyObject known => known,
        CtyNull => null,
        _ => throw new DiagnosticException("Unknown object", "The CLI sent an object that is entirely unknown, which is impossible for a block. Please report it."),
    };

    /// <summary>Reads an object that must be there.</summary>
    /// <exception cref="DiagnosticException">The bytes are no object of the type, or null.</exception>
    public static CtyObject ToRequiredObject(this Wire.DynamicValue? value, CtyObjectType type) => value.ToObject(type)
        ?? throw new DiagnosticException("Missing object", "The CLI sent null where the protocol requires an object. Please report it.");

    /// <summary>Reads a value of any type.</summary>
    /// <exception cref="DiagnosticException">The bytes are no value of the type.</exception>
    public static CtyValue ToValue(this Wire.DynamicValue? value, CtyType type)
    {
        try
        {
            return value switch
            {
                { Msgpack.IsEmpty: false } => CtyMsgpack.Decode(value.Msgpack.Memory, type),
                { Json.IsEmpty: false } => CtyJson.Decode(value.Json.Span, type),
                _ => CtyValue.Null(type),
            };
        }
        catch (CtyDecodeException exception)
        {
            throw new DiagnosticException(
                "Value cannot be read", $"The CLI sent a value that does not fit the schema: {exception.Message} Please report it.", exception.Path);
        }
    }

    /// <summary>Writes a value; null makes the null of the type.</summary>
    public static Wire.DynamicValue ToWire(this CtyValue? value, CtyType type) => new()
    {
        Msgpack = UnsafeByteOperations.UnsafeWrap(CtyMsgpack.Encode(value ?? CtyValue.Null(type), type)),
    };

    public static ByteString ToWire(this PrivateState state) => UnsafeByteOperations.UnsafeWrap(state.ToBytes());
}
