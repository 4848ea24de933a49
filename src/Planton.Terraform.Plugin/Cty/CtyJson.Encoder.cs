using System.Text.Json;

namespace Planton.Terraform.Plugin.Cty;

/// <content>The writing half.</content>
public static partial class CtyJson
{
    private readonly struct Encoder(Utf8JsonWriter writer)
    {
        private readonly CtyCursor _cursor = new(long.MaxValue);

        public void Write(CtyValue value, CtyType type)
        {
            _cursor.Enter(value);
            if (value is CtyUnknown) throw _cursor.Misfit(value, "A value that is not known has no JSON form.");
            if (value is CtyNull && (value.Type is CtyDynamicType || type is not CtyDynamicType)) writer.WriteNullValue();
            else if (type is CtyDynamicType) WriteDynamic(value);
            else WriteKnown(value, type);
            _cursor.Leave();
        }

        private void WriteKnown(CtyValue value, CtyType type)
        {
            switch (type, value)
            {
                case (CtyPrimitiveType, CtyString text) when type.Equals(CtyType.String): writer.WriteStringValue(text.Value); break;
                case (CtyPrimitiveType, CtyNumber number) when type.Equals(CtyType.Number): WriteNumber(number); break;
                case (CtyPrimitiveType, CtyBool truth) when type.Equals(CtyType.Bool): writer.WriteBooleanValue(truth.Value); break;
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

        private void WriteDynamic(CtyValue value)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("value"u8);
            Write(value, value.Type);
            writer.WritePropertyName("type"u8);
            CtyTypeJson.Write(writer, value.Type);
            writer.WriteEndObject();
        }

        private void WriteNumber(CtyNumber number)
        {
            if (!number.IsFinite) throw _cursor.Misfit(number, "Infinity has no JSON form.");
            if (number.TryGetInt64(out var integer)) writer.WriteNumberValue(integer);
            else WriteDigits(number.ToDecimal());
        }

        private void WriteDigits(CtyDecimal number)
        {
            Span<byte> text = number.Length <= 256 ? stackalloc byte[number.Length] : new byte[number.Length];
            number.CopyTo(text);
            writer.WriteRawValue(text, skipInputValidation: true);
        }

        private void WriteCollection(CtySequence collection, CtyCollectionType type)
        {
            if (!CtyElements.Agree(type.Element, collection.Elements.AsSpan())) throw _cursor.Misfit(collection, CtyElements.Inconsistent);

            writer.WriteStartArray();
            for (var i = 0; i < collection.Elements.Length; i++)
            {
                if (collection.IsSet) _cursor.PushSet();
                else _cursor.Push(i);
                Write(collection.Elements[i], type.Element);
                _cursor.Pop();
            }

            writer.WriteEndArray();
        }

        private void WriteTuple(CtySequence tuple, CtyTupleType type)
        {
            if (tuple.Elements.Length != type.Elements.Length)
            {
                throw _cursor.Misfit(tuple, CtyWording.WrongElementCount(type.Elements.Length, tuple.Elements.Length));
            }

            writer.WriteStartArray();
            for (var i = 0; i < tuple.Elements.Length; i++)
            {
                _cursor.Push(i);
                Write(tuple.Elements[i], type.Elements[i]);
                _cursor.Pop();
            }

            writer.WriteEndArray();
        }

        private void WriteMap(CtyMap map, CtyCollectionType type)
        {
            if (!CtyElements.Agree(type.Element, map.Entries.AsSpan())) throw _cursor.Misfit(map, CtyElements.Inconsistent);

            writer.WriteStartObject();
            foreach (var (key, value) in map.Entries)
            {
                _cursor.Push(key, isKey: true);
                writer.WritePropertyName(key);
                Write(value, type.Element);
                _cursor.Pop();
            }

            writer.WriteEndObject();
        }

        private void WriteObject(CtyObject value, CtyObjectType type)
        {
            var given = value.Type.Attributes;
            if (given.Length != type.Attributes.Length)
            {
                throw _cursor.Misfit(value, CtyWording.WrongAttributeCount(type.Attributes.Length, given.Length));
            }

            writer.WriteStartObject();
            for (var i = 0; i < given.Length; i++)
            {
                var name = type.Attributes[i].Name;
                if (given[i].Name != name) throw _cursor.Misfit(value, $"The object has no attribute \"{name}\".");

                _cursor.Push(name, isKey: false);
                writer.WritePropertyName(type.Utf8Name(i));
                Write(value.Values[i], type.Attributes[i].Type);
                _cursor.Pop();
            }

            writer.WriteEndObject();
        }
    }
}
