using System.Buffers;
using MessagePack;

namespace Planton.Terraform.Plugin.Cty;

/// <content>The writing half.</content>
public static partial class CtyMsgpack
{
    private ref struct Encoder(IBufferWriter<byte> output)
    {
        private readonly CtyCursor _cursor = new(long.MaxValue);
        private MessagePackWriter _writer = new(output);

        public void Flush() => _writer.Flush();

        public void Write(CtyValue value, CtyType type)
        {
            _cursor.Enter(value);
            if (type is CtyDynamicType) WriteDynamic(value);
            else if (value is CtyNull) _writer.WriteNil();
            else if (value is CtyUnknown) WriteUnknown();
            else WriteKnown(value, type);
            _cursor.Leave();
        }

        private void WriteKnown(CtyValue value, CtyType type)
        {
            switch (type, value)
            {
                case (CtyPrimitiveType, CtyString text) when type.Equals(CtyType.String): _writer.Write(text.Value); break;
                case (CtyPrimitiveType, CtyNumber number) when type.Equals(CtyType.Number): WriteNumber(number); break;
                case (CtyPrimitiveType, CtyBool truth) when type.Equals(CtyType.Bool): _writer.Write(truth.Value); break;
                case (CtyCollectionType { Kind: CtyCollectionKind.Map } map, CtyMap entries): WriteMap(entries, map); break;
                case (CtyCollectionType collection, CtySequence { Type: CtyCollectionType given } elements)
                    when given.Kind == collection.Kind:
                    WriteCollection(elements, collection);
                    break;
                case (CtyTupleType tuple, CtySequence { Type: CtyTupleType } elements): WriteTuple(elements, tuple); break;
                case (CtyObjectType required, CtyObject attributes): WriteObject(attributes, required); break;
                default: throw _cursor.Misfit(value, CtyWording.Required(type, CtyWording.Name(value.Type)));
            }
        }

        /// <summary>A value with its type beside it. Where not even the type is known, null and unknown stand alone.</summary>
        private void WriteDynamic(CtyValue value)
        {
            if (value.Type is CtyDynamicType)
            {
                if (value is CtyNull) _writer.WriteNil();
                else WriteUnknown();
                return;
            }

            _writer.WriteArrayHeader(2);
            _writer.Write(value.Type.Json);
            Write(value, value.Type);
        }

        /// <summary>An extension of code 0 with one zero byte.</summary>
        private void WriteUnknown() => _writer.WriteRaw([0xD4, 0x00, 0x00]);

        /// <summary>
        /// Whole numbers are integers while they fit 64 bits, fractions are doubles while that is exact; all others are text.
        /// </summary>
        private void WriteNumber(CtyNumber number)
        {
            if (number.TryGetInt64(out var integer)) _writer.Write(integer);
            else if (number.TryGetExactFraction(out var fraction)) _writer.Write(fraction);
            else WriteDigits(number.ToDecimal());
        }

        private void WriteDigits(CtyDecimal number)
        {
            _writer.WriteStringHeader(number.Length);
            number.CopyTo(_writer.GetSpan(number.Length)[..number.Length]);
            _writer.Advance(number.Length);
        }

        private void WriteCollection(CtySequence collection, CtyCollectionType type)
        {
            if (!CtyElements.Agree(type.Element, collection.Elements.AsSpan())) throw _cursor.Misfit(collection, CtyElements.Inconsistent);

            _writer.WriteArrayHeader(collection.Elements.Length);
            for (var i = 0; i < collection.Elements.Length; i++)
            {
                if (collection.IsSet) _cursor.PushSet();
                else _cursor.Push(i);
                Write(collection.Elements[i], type.Element);
                _cursor.Pop();
            }
        }

        private void WriteTuple(CtySequence tuple, CtyTupleType type)
        {
            if (tuple.Elements.Length != type.Elements.Length)
            {
                throw _cursor.Misfit(tuple, CtyWording.WrongElementCount(type.Elements.Length, tuple.Elements.Length));
            }

            _writer.WriteArrayHeader(tuple.Elements.Length);
            for (var i = 0; i < tuple.Elements.Length; i++)
            {
                _cursor.Push(i);
                Write(tuple.Elements[i], type.Elements[i]);
                _cursor.Pop();
            }
        }

        private void WriteMap(CtyMap map, CtyCollectionType type)
        {
            if (!CtyElements.Agree(type.Element, map.Entries.AsSpan())) throw _cursor.Misfit(map, CtyElements.Inconsistent);

            _writer.WriteMapHeader(map.Entries.Length);
            foreach (var (key, value) in map.Entries)
            {
                _cursor.Push(key, isKey: true);
                _writer.Write(key);
                Write(value, type.Element);
                _cursor.Pop();
            }
        }

        private void WriteObject(CtyObject value, CtyObjectType type)
        {
            var given = value.Type.Attributes;
            if (given.Length != type.Attributes.Length)
            {
                throw _cursor.Misfit(value, CtyWording.WrongAttributeCount(type.Attributes.Length, given.Length));
            }

            _writer.WriteMapHeader(given.Length);
            for (var i = 0; i < given.Length; i++)
            {
                var name = type.Attributes[i].Name;
                if (given[i].Name != name) throw _cursor.Misfit(value, $"The object has no attribute \"{name}\".");

                _cursor.Push(name, isKey: false);
                _writer.WriteString(type.Utf8Name(i));
                Write(value.Values[i], type.Attributes[i].Type);
                _cursor.Pop();
            }
        }
    }
}
