using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Planton.Terraform.Plugin.Tests.Protocol;

/// <summary>One line for each element of a protocol, read from compiled descriptors or from the table beside this file.</summary>
internal static class DescriptorFacts
{
    public static SortedSet<string> Of(IEnumerable<FileDescriptor> files)
    {
        var facts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            facts.Add($"package {file.Package} {file.ToProto().Syntax}");
            foreach (var dependency in file.Dependencies) facts.Add($"import {file.Package} {dependency.Name}");
            foreach (var rpc in file.Services.SelectMany(s => s.Methods))
            {
                facts.Add($"rpc /{rpc.Service.FullName}/{rpc.Name} {Stream(rpc.IsClientStreaming)}{rpc.InputType.FullName} -> {Stream(rpc.IsServerStreaming)}{rpc.OutputType.FullName}");
            }

            foreach (var type in file.EnumTypes) AddEnum(type, facts);
            foreach (var type in file.MessageTypes) AddMessage(type, facts);
        }

        return facts;
    }

    public static SortedSet<string> OfTable(JsonElement table)
    {
        var facts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in table.GetProperty("files").EnumerateArray())
        {
            var package = Text(file, "package");
            facts.Add($"package {package} {Text(file, "syntax")}");
            foreach (var import in file.GetProperty("imports").EnumerateArray()) facts.Add($"import {package} {import.GetString()}");
            foreach (var rpc in file.GetProperty("services").EnumerateArray().SelectMany(s => s.GetProperty("rpcs").EnumerateArray()))
            {
                facts.Add($"rpc {Text(rpc, "path")} {Stream(Flag(rpc, "client_streaming"))}{Text(rpc, "request")} -> {Stream(Flag(rpc, "server_streaming"))}{Text(rpc, "response")}");
            }

            AddTypes(file, facts);
        }

        return facts;
    }

    private static void AddMessage(MessageDescriptor type, SortedSet<string> facts)
    {
        facts.Add($"message {type.FullName}");
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            facts.Add($"field {type.FullName}.{field.Name} = {field.FieldNumber}: {Describe(field)}");
        }

        foreach (var nested in type.EnumTypes) AddEnum(nested, facts);
        foreach (var nested in type.NestedTypes.Where(n => n.GetOptions()?.MapEntry is not true)) AddMessage(nested, facts);
    }

    private static string Describe(FieldDescriptor field)
    {
        var label = field switch
        {
            { IsMap: true } => "map",
            { IsRepeated: true } => "repeated",
            _ when field.ToProto().Proto3Optional => "optional",
            _ => "singular",
        };
        var type = field.IsMap
            ? $"<{TypeName(field.MessageType.FindFieldByNumber(1))}, {TypeName(field.MessageType.FindFieldByNumber(2))}>"
            : TypeName(field);
        var oneof = field.RealContainingOneof is { } o ? $" in {o.Name}" : "";
        return $"{label} {type}{oneof}{(field.GetOptions()?.Deprecated is true ? " deprecated" : "")}";
    }

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };

    private static void AddEnum(EnumDescriptor type, SortedSet<string> facts)
    {
        foreach (var value in type.Values) facts.Add($"enum {type.FullName}.{value.Name} = {value.Number}");
    }

    private static void AddTypes(JsonElement holder, SortedSet<string> facts)
    {
        foreach (var type in Children(holder, "enums"))
        {
            foreach (var value in type.GetProperty("values").EnumerateArray())
            {
                facts.Add($"enum {Text(type, "full_name")}.{Text(value, "name")} = {value.GetProperty("number").GetInt32()}");
            }
        }

        foreach (var message in Children(holder, "messages"))
        {
            var name = Text(message, "full_name");
            facts.Add($"message {name}");
            foreach (var field in message.GetProperty("fields").EnumerateArray())
            {
                facts.Add($"field {name}.{Text(field, "name")} = {field.GetProperty("number").GetInt32()}: {DescribeRow(field)}");
            }

            AddTypes(message, facts);
        }
    }

    private static string DescribeRow(JsonElement field)
    {
        var type = field.TryGetProperty("map", out var map) ? $"<{Text(map, "key")}, {Text(map, "value")}>"
            : field.TryGetProperty("type_name", out var name) ? name.GetString()!
            : Text(field, "type");
        var oneof = field.TryGetProperty("oneof", out var o) ? $" in {o.GetString()}" : "";
        return $"{Text(field, "label")} {type}{oneof}{(field.TryGetProperty("deprecated", out _) ? " deprecated" : "")}";
    }

    private static IEnumerable<JsonElement> Children(JsonElement holder, string name)
        => holder.TryGetProperty(name, out var children) ? children.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static bool Flag(JsonElement element, string name) => element.GetProperty(name).GetBoolean();

    private static string Stream(bool streaming) => streaming ? "stream " : "";
}
