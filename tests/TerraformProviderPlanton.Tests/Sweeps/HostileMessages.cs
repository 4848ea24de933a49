using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>Fills in the request of any call, by nothing but its descriptor: a call that the protocol gets later is attacked by itself.</summary>
/// <param name="values">The values.</param>
/// <param name="random">Decides everything, so that a seed repeats a run.</param>
/// <param name="types">The types of values by the names that calls have for them: every schema of the provider.</param>
internal sealed class HostileMessages(HostileValues values, Random random, IReadOnlyList<KeyValuePair<string, CtyType>> types)
{
    public IMessage Request(MethodDescriptor call)
    {
        var (name, type) = types[random.Next(types.Count)];
        return Message(call.InputType, name, type, 0);
    }

    private IMessage Message(MessageDescriptor descriptor, string name, CtyType type, int depth)
    {
        var message = descriptor.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            // One field in twelve is left out, which the wire always allows.
            if (random.Next(12) != 0) Fill(message, field, name, type, depth);
        }

        return message;
    }

    private void Fill(IMessage message, FieldDescriptor field, string name, CtyType type, int depth)
    {
        if (field.IsMap) return;
        if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(message);
            for (var items = random.Next(4); items > 0; items--) list.Add(One(field, name, type, depth));
            return;
        }

        field.Accessor.SetValue(message, One(field, name, type, depth));
    }

    private object One(FieldDescriptor field, string name, CtyType type, int depth) => field.FieldType switch
    {
        FieldType.Message when field.MessageType == Wire.DynamicValue.Descriptor => values.Any(type),
        FieldType.Message when depth < 4 => Message(field.MessageType, name, type, depth + 1),
        FieldType.Message => field.MessageType.Parser.ParseFrom(ByteString.Empty),
        FieldType.String => random.Next(8) == 0 || !field.Name.Contains("type", StringComparison.Ordinal) && field.Name != "name" ? values.Text() : name,
        FieldType.Bytes => ByteString.CopyFrom(random.Next(3) switch
        {
            0 => values.Noise(random.Next(100)),
            1 => Encoding.UTF8.GetBytes($"{{\"{values.Text()}\": [{random.Next()}]}}"),
            _ => [],
        }),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Int64 or FieldType.SInt64 => random.NextInt64(long.MinValue, long.MaxValue),
        FieldType.Int32 or FieldType.SInt32 => random.Next(int.MinValue, int.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)random.NextInt64(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)random.Next(),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(-1, 5)),
        FieldType.Double => random.NextDouble(),
        _ => throw new NotSupportedException($"The field {field.FullName} has a kind that these messages do not know: {field.FieldType}."),
    };
}
