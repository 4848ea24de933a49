using MessagePack;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// The binary form in which Terraform and a provider exchange values: MessagePack, read and written by type, because the
/// wire itself carries types only in dynamic places. Unknown values are extensions; what Terraform already knows about an
/// unknown value (its refinements) is read over.
/// </summary>
public static partial class CtyMsgpack
{
    /// <summary>Writes a value in the shortest form, the way Terraform does.</summary>
    /// <param name="type">
    /// The type that the reader expects in this place. Where it is dynamic, the value's own type is written along.
    /// </param>
    /// <exception cref="ArgumentException">The value is not of the type.</exception>
    public static ReadOnlyMemory<byte> Encode(CtyValue value, CtyType type)
    {
        using var output = new PooledBuffer();
        var encoder = new Encoder(output);
        encoder.Write(value, type);
        encoder.Flush();
        return output.ToArray();
    }

    /// <summary>
    /// Reads a value. Longer forms than necessary, binary in place of text and bytes after the value are accepted, as
    /// Terraform accepts them; text that is not UTF-8 gets replacement characters.
    /// </summary>
    /// <param name="type">The type that the writer was bound to in this place.</param>
    /// <exception cref="CtyDecodeException">The bytes are no value of the type.</exception>
    public static CtyValue Decode(ReadOnlyMemory<byte> msgpack, CtyType type)
    {
        // Every part of a value takes at least one byte.
        var cursor = new CtyCursor(msgpack.Length);
        var decoder = new Decoder(new MessagePackReader(msgpack), cursor);
        try
        {
            return decoder.Read(type);
        }
        catch (EndOfStreamException exception)
        {
            throw cursor.Fault(Decoder.EndsEarly, exception);
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or OverflowException)
        {
            throw cursor.Fault("The bytes are not MessagePack.", exception);
        }
    }
}
