using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using MessagePack;

namespace Planton.Terraform.Plugin.Cty;

/// <content>The reading half.</content>
public static partial class CtyMsgpack
{
    /// <summary>The extension code of an unknown value about which something is known already.</summary>
    private const sbyte RefinedUnknown = 12;

    /// <summary>The most bytes that Terraform spends on refinements, and accepts.</summary>
    private const int MaxRefinementLength = 1024;

    private ref struct Decoder(MessagePackReader reader, CtyCursor cursor)
    {
        public const string EndsEarly = "The value ends before it is complete.";

        private MessagePackReader _reader = reader;

        public CtyValue Read(CtyType type)
        {
            cursor.Enter();
            var value = _reader.NextMessagePackType switch
            {
                MessagePackType.Nil => ReadNull(type),
                MessagePackType.Extension => ReadUnknown(type),
                _ => ReadKnown(type),
            };
            cursor.Leave();
            return value;
        }

        private CtyValue ReadKnown(CtyType type) => type switch
        {
            CtyPrimitiveType primitive => ReadPrimitive(primitive),
            CtyCollectionType { Kind: CtyCollectionKind.Map } map => ReadMap(map),
            CtyCollectionType collection => ReadCollection(collection),
            CtyTupleType tuple => ReadTuple(tuple),
            CtyObjectType required => ReadObject(required),
            _ => ReadDynamic(),
        };

        private CtyNull ReadNull(CtyType type)
        {
            _reader.ReadNil();
            return type.NullValue;
        }

        /// <summary>
        /// Any extension of at most one byte is the unknown value, and so are refinements, whose body is of no use here:
        /// a provider may return the plain unknown for a refined one.
        /// </summary>
        private CtyUnknown ReadUnknown(CtyType type)
        {
            var extension = _reader.ReadExtensionFormat();
            if (extension.Data.Length <= 1) return type.UnknownValue;
            if (extension.TypeCode != RefinedUnknown)
            {
                throw cursor.Fault($"An extension of code {extension.TypeCode} with {extension.Data.Length} bytes is not a value.");
            }

            return extension.Data.Length <= MaxRefinementLength
                ? type.UnknownValue
                : throw cursor.Fault($"Refinements take {extension.Data.Length} bytes; at most {MaxRefinementLength} are allowed.");
        }

        private CtyValue ReadPrimitive(CtyPrimitiveType type)
        {
            if (type.Equals(CtyType.Number)) return ReadNumber();
            if (type.Equals(CtyType.String)) return new CtyString(ReadText(type));
            return _reader.NextMessagePackType == MessagePackType.Boolean ? CtyValue.Bool(_reader.ReadBoolean()) : throw Refuse(type);
        }

        private CtyNumber ReadNumber()
        {
            switch (_reader.NextMessagePackType)
            {
                case MessagePackType.Integer:
                    return _reader.NextCode == MessagePackCode.UInt64 ? Whole(_reader.ReadUInt64()) : CtyNumber.From(_reader.ReadInt64());
                case MessagePackType.Float:
                    var value = _reader.NextCode == MessagePackCode.Float32 ? _reader.ReadSingle() : _reader.ReadDouble();
                    return double.IsNaN(value) ? throw cursor.Fault("A number is required, not NaN.") : CtyNumber.From(value);
                case MessagePackType.String or MessagePackType.Binary:
                    return CtyNumber.TryParse(ReadUtf8(), out var number)
                        ? number
                        : throw cursor.Fault(CtyWording.NumberRequired);
                default:
                    throw Refuse(CtyType.Number);
            }
        }

        private static CtyNumber Whole(ulong value) =>
            value <= long.MaxValue ? CtyNumber.From((long)value) : CtyNumber.From((BigInteger)value);

        private CtySequence ReadCollection(CtyCollectionType type)
        {
            var isSet = type.Kind == CtyCollectionKind.Set;
            var elements = new CtyValue[ReadLength(type)];
            for (var i = 0; i < elements.Length; i++)
            {
                if (isSet) cursor.PushSet();
                else cursor.Push(i);
                elements[i] = Read(type.Element);
                cursor.Pop();
            }

            if (!CtyElements.Agree(type.Element, elements)) throw cursor.Fault(CtyElements.Inconsistent);
            return isSet ? CtySequence.SetOf(type, elements) : new(type, ImmutableCollectionsMarshal.AsImmutableArray(elements));
        }

        private CtySequence ReadTuple(CtyTupleType type)
        {
            var length = ReadLength(type);
            if (length != type.Elements.Length) throw cursor.Fault(CtyWording.WrongElementCount(type.Elements.Length, length));

            var elements = new CtyValue[length];
            for (var i = 0; i < length; i++)
            {
                cursor.Push(i);
                elements[i] = Read(type.Elements[i]);
                cursor.Pop();
            }

            return new(type, ImmutableCollectionsMarshal.AsImmutableArray(elements));
        }

        private CtyMap ReadMap(CtyCollectionType type)
        {
            var entries = new KeyValuePair<string, CtyValue>[ReadMapLength(type)];
            for (var i = 0; i < entries.Length; i++)
            {
                var key = ReadText(CtyType.String);
                cursor.Push(key, isKey: true);
                entries[i] = new(key, Read(type.Element));
                cursor.Pop();
            }

            var map = CtyMap.Of(type, entries);
            return CtyElements.Agree(type.Element, map.Entries.AsSpan()) ? map : throw cursor.Fault(CtyElements.Inconsistent);
        }

        private CtyObject ReadObject(CtyObjectType type)
        {
            var length = ReadMapLength(type);
            if (length != type.Attributes.Length) throw cursor.Fault(CtyWording.WrongAttributeCount(type.Attributes.Length, length));

            var values = new CtyValue[length];
            for (var i = 0; i < length; i++)
            {
                var at = ReadAttributeName(type, i);
                var (name, attributeType) = type.Attributes[at];
                cursor.Push(name, isKey: false);
                if (values[at] is not null) throw cursor.Fault("The attribute is given twice.");
                values[at] = Read(attributeType);
                cursor.Pop();
            }

            // As many names as attributes and none of them twice: each attribute has its value.
            return new(type, ImmutableCollectionsMarshal.AsImmutableArray(values));
        }

        private int ReadAttributeName(CtyObjectType type, int guess)
        {
            var name = ReadKey();
            var at = type.IndexOf(name, guess);
            return at >= 0 ? at : throw cursor.Fault($"The object has no attribute \"{Encoding.UTF8.GetString(name)}\".");
        }

        private CtyValue ReadDynamic()
        {
            if (_reader.NextMessagePackType != MessagePackType.Array) throw Refuse(CtyType.Dynamic);

            var length = ReadLength(CtyType.Dynamic);
            if (length != 2) throw cursor.Fault("A value of any type must come as a pair of its type and itself.");

            var type = CtyTypeJson.Decode(ReadKey(), cursor);
            return Read(type);
        }

        private int ReadLength(CtyType type)
        {
            if (_reader.NextMessagePackType != MessagePackType.Array) throw Refuse(type);
            var length = _reader.ReadArrayHeader();
            cursor.Spend(length);
            return length;
        }

        private int ReadMapLength(CtyType type)
        {
            if (_reader.NextMessagePackType != MessagePackType.Map) throw Refuse(type);
            var length = _reader.ReadMapHeader();
            cursor.Spend(2L * length);
            return length;
        }

        /// <summary>Text that is well-formed: what is not UTF-8 has been replaced.</summary>
        private string ReadText(CtyType type) =>
            _reader.NextMessagePackType is MessagePackType.String or MessagePackType.Binary
                ? Encoding.UTF8.GetString(ReadUtf8())
                : throw Refuse(type);

        private ReadOnlySpan<byte> ReadKey() =>
            _reader.NextMessagePackType is MessagePackType.String or MessagePackType.Binary ? ReadUtf8() : throw Refuse(CtyType.String);

        /// <summary>The bytes of text, which some writers send as binary. They lie in one piece, because the input does.</summary>
        private ReadOnlySpan<byte> ReadUtf8()
        {
            try
            {
                if (_reader.NextMessagePackType == MessagePackType.Binary) return _reader.ReadBytes().GetValueOrDefault().FirstSpan;
                return _reader.TryReadStringSpan(out var text) ? text : [];
            }
            catch (ArgumentOutOfRangeException exception)
            {
                // The library takes an announced length beyond 2 GiB for a negative one.
                throw cursor.Fault(EndsEarly, exception);
            }
        }

        private readonly CtyDecodeException Refuse(CtyType required)
        {
            var given = _reader.NextMessagePackType switch
            {
                MessagePackType.Integer or MessagePackType.Float => "a number",
                MessagePackType.Boolean => "a bool",
                MessagePackType.String or MessagePackType.Binary => "a string",
                MessagePackType.Array => "an array",
                MessagePackType.Map => "a map",
                MessagePackType.Nil => "null",
                _ => "something else",
            };
            return cursor.Fault(CtyWording.Required(required, given));
        }
    }
}
