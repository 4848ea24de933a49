using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Planton.Terraform.Plugin.Cty;

/// <content>The reading half.</content>
public static partial class CtyJson
{
    /// <summary>Each method starts at the first token of its value and ends at the last.</summary>
    private ref struct Decoder(Utf8JsonReader reader, CtyCursor cursor, bool ignoreUnknownAttributes)
    {
        private const string DynamicShape = "A value of any type must come as an object of \"value\" and \"type\".";

        private Utf8JsonReader _reader = reader;
        private CtyScratch<CtyValue> _elements = new();
        private CtyScratch<KeyValuePair<string, CtyValue>> _entries = new();

        public CtyValue ReadDocument(CtyType type)
        {
            _reader.Read();
            var value = Read(type);
            if (_reader.Read()) throw cursor.Fault("The value is followed by something else.");

            _elements.GiveBack();
            _entries.GiveBack();
            return value;
        }

        private CtyValue Read(CtyType type)
        {
            cursor.Enter();
            var value = _reader.TokenType == JsonTokenType.Null ? type.NullValue : ReadKnown(type);
            cursor.Leave();
            return value;
        }

        private CtyValue ReadKnown(CtyType type) => type switch
        {
            CtyPrimitiveType when type.Equals(CtyType.String) => ReadString(),
            CtyPrimitiveType when type.Equals(CtyType.Number) => ReadNumber(),
            CtyPrimitiveType => ReadBool(),
            CtyCollectionType { Kind: CtyCollectionKind.Map } map => ReadMap(map),
            CtyCollectionType collection => ReadCollection(collection),
            CtyTupleType tuple => ReadTuple(tuple),
            CtyObjectType required => ReadObject(required),
            _ => ReadDynamic(),
        };

        /// <summary>The reader lets no text pass that is not well-formed.</summary>
        private CtyString ReadString() => new(_reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString()!,
            JsonTokenType.Number => Encoding.ASCII.GetString(_reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => throw Refuse(CtyType.String),
        });

        private CtyNumber ReadNumber()
        {
            if (_reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) throw Refuse(CtyType.Number);

            CtyNumber? number;
            var isNumber = _reader.ValueIsEscaped
                ? CtyNumber.TryParse(_reader.GetString(), out number)
                : CtyNumber.TryParse(_reader.ValueSpan, out number);
            return isNumber ? number! : throw cursor.Fault(CtyWording.NumberRequired);
        }

        private CtyBool ReadBool() => _reader.TokenType switch
        {
            JsonTokenType.True => CtyBool.True,
            JsonTokenType.False => CtyBool.False,
            JsonTokenType.String when _reader.ValueTextEquals("true"u8) || _reader.ValueTextEquals("1"u8) => CtyBool.True,
            JsonTokenType.String when _reader.ValueTextEquals("false"u8) || _reader.ValueTextEquals("0"u8) => CtyBool.False,
            JsonTokenType.String => throw cursor.Fault("A bool is required: true or false."),
            _ => throw Refuse(CtyType.Bool),
        };

        private CtySequence ReadCollection(CtyCollectionType type)
        {
            if (_reader.TokenType != JsonTokenType.StartArray) throw Refuse(type);

            var isSet = type.Kind == CtyCollectionKind.Set;
            var start = _elements.Count;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (isSet) cursor.PushSet();
                else cursor.Push(_elements.Count - start);
                _elements.Add(Read(type.Element));
                cursor.Pop();
            }

            var elements = _elements.Take(start);
            if (!CtyElements.Agree(type.Element, elements)) throw cursor.Fault(CtyElements.Inconsistent);
            return isSet ? CtySequence.SetOf(type, elements) : new(type, ImmutableCollectionsMarshal.AsImmutableArray(elements));
        }

        private CtySequence ReadTuple(CtyTupleType type)
        {
            if (_reader.TokenType != JsonTokenType.StartArray) throw Refuse(type);

            cursor.Spend(type.Elements.Length);
            var elements = new CtyValue[type.Elements.Length];
            var count = 0;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (count == elements.Length) throw cursor.Fault(CtyWording.TooManyElements(elements.Length));
                cursor.Push(count);
                elements[count] = Read(type.Elements[count]);
                cursor.Pop();
                count++;
            }

            if (count < elements.Length) throw cursor.Fault(CtyWording.WrongElementCount(elements.Length, count));
            return new(type, ImmutableCollectionsMarshal.AsImmutableArray(elements));
        }

        private CtyMap ReadMap(CtyCollectionType type)
        {
            if (_reader.TokenType != JsonTokenType.StartObject) throw Refuse(type);

            var start = _entries.Count;
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = _reader.GetString()!;
                cursor.Push(key, isKey: true);
                _reader.Read();
                _entries.Add(new(key, Read(type.Element)));
                cursor.Pop();
            }

            var map = CtyMap.Of(type, _entries.Take(start));
            return CtyElements.Agree(type.Element, map.Entries.AsSpan()) ? map : throw cursor.Fault(CtyElements.Inconsistent);
        }

        private CtyObject ReadObject(CtyObjectType type)
        {
            if (_reader.TokenType != JsonTokenType.StartObject) throw Refuse(type);

            var attributes = type.Attributes;
            cursor.Spend(attributes.Length);
            var values = new CtyValue[attributes.Length];
            for (var i = 0; i < values.Length; i++) values[i] = attributes[i].Type.NullValue;

            for (var guess = 0; _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName; guess++)
            {
                var at = _reader.ValueIsEscaped ? type.IndexOf(_reader.GetString()!) : type.IndexOf(_reader.ValueSpan, guess);
                if (at < 0)
                {
                    PassOver();
                    continue;
                }

                cursor.Push(attributes[at].Name, isKey: false);
                _reader.Read();
                values[at] = Read(attributes[at].Type);
                cursor.Pop();
            }

            return new(type, ImmutableCollectionsMarshal.AsImmutableArray(values));
        }

        private void PassOver()
        {
            if (!ignoreUnknownAttributes) throw cursor.Fault($"The object has no attribute \"{_reader.GetString()}\".");
            _reader.Read();
            _reader.Skip();
        }

        /// <summary>
        /// The type decides how the value is read, but stands behind it as a rule: then the value's place is kept meanwhile.
        /// </summary>
        private CtyValue ReadDynamic()
        {
            if (_reader.TokenType != JsonTokenType.StartObject) throw cursor.Fault(DynamicShape);

            CtyType? type = null;
            CtyValue? value = null;
            Utf8JsonReader valueAt = default;
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = _reader.ValueTextEquals("type"u8);
                if (!isType && !_reader.ValueTextEquals("value"u8)) throw cursor.Fault(DynamicShape);

                _reader.Read();
                if (isType) type = CtyTypeJson.Read(ref _reader, cursor);
                else if (type is not null) value = Read(type);
                else valueAt = PutOff();
            }

            if (type is null) throw cursor.Fault(DynamicShape);
            return value ?? (valueAt.TokenType == JsonTokenType.None ? throw cursor.Fault(DynamicShape) : ReadAt(valueAt, type));
        }

        /// <summary>
        /// Passes over a value and answers its place. It will be read a second time; values within values would multiply
        /// that, so it is paid for.
        /// </summary>
        private Utf8JsonReader PutOff()
        {
            var place = _reader;
            _reader.Skip();
            cursor.Spend(_reader.BytesConsumed - place.BytesConsumed);
            return place;
        }

        private CtyValue ReadAt(Utf8JsonReader place, CtyType type)
        {
            var end = _reader;
            _reader = place;
            var value = Read(type);
            _reader = end;
            return value;
        }

        private readonly CtyDecodeException Refuse(CtyType required) => cursor.Fault(CtyWording.Required(required, _reader.TokenType switch
        {
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a bool",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.StartObject => "an object",
            _ => "something else",
        }));
    }
}
