using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// Values as a configuration writes them: <c>name = "hello"</c>, lists in <c>[ ]</c>, objects and maps in <c>{ }</c>, nested blocks, comments;
/// JSON is read too. <see cref="Unknown"/> stands for a value that is known only after apply. Every value is literal: there are no expressions.
/// </summary>
public static class ValueText
{
    /// <summary>Stands for a value that is known only after apply, with or without quotes.</summary>
    public const string Unknown = "(unknown)";

    /// <summary>Reads an object, such as a resource's arguments. The outer braces may be left out; attributes that are left out are null.</summary>
    /// <exception cref="FormatException">The text is malformed, or does not have the type.</exception>
    public static CtyObject Object(CtyObjectType type, string text) => ReadObject(type, ValueSyntax.ParseBody(text));

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">The text is malformed, or does not have the type.</exception>
    public static CtyValue Value(CtyType type, string text) => Read(type, ValueSyntax.ParseValue(text));

    private static CtyValue Read(CtyType type, ValueNode node) => (type, node) switch
    {
        (_, ValueNode.Null) => CtyValue.Null(type),
        (_, ValueNode.Unknown) => CtyValue.Unknown(type),
        (CtyDynamicType, _) => Infer(node),
        (CtyObjectType shape, ValueNode.Body body) => ReadObject(shape, body),
        (CtyCollectionType { Kind: CtyCollectionKind.Map } map, ValueNode.Body body) => CtyValue.Map(
            map.Element, body.Items.Select(item => KeyValuePair.Create(item.Name, Read(map.Element, item.Value)))),
        (CtyCollectionType { Kind: CtyCollectionKind.Set } set, ValueNode.List list) => CtyValue.Set(set.Element, list.Items.Select(item => Read(set.Element, item))),
        (CtyCollectionType { Kind: CtyCollectionKind.List } all, ValueNode.List list) => CtyValue.List(all.Element, list.Items.Select(item => Read(all.Element, item))),
        (CtyTupleType tuple, ValueNode.List list) when tuple.Elements.Length == list.Items.Count =>
            CtyValue.Tuple(tuple.Elements.Zip(list.Items, Read)),
        (CtyPrimitiveType { Name: "string" }, ValueNode.Text text) => CtyValue.String(text.Value),
        (CtyPrimitiveType { Name: "number" }, ValueNode.Number number) => CtyNumber.Parse(number.Digits),
        (CtyPrimitiveType { Name: "bool" }, ValueNode.Bool truth) => CtyValue.Bool(truth.Value),
        _ => throw new FormatException($"{node} does not have the type {type}."),
    };

    /// <summary>A value in a place of any type has the type that its text suggests.</summary>
    private static CtyValue Infer(ValueNode node) => node switch
    {
        ValueNode.Text text => CtyValue.String(text.Value),
        ValueNode.Number number => CtyNumber.Parse(number.Digits),
        ValueNode.Bool truth => CtyValue.Bool(truth.Value),
        ValueNode.List list => CtyValue.Tuple(list.Items.Select(static item => Read(CtyType.Dynamic, item))),
        ValueNode.Body body => InferObject([.. body.Items.Select(static item => (item.Name, Read(CtyType.Dynamic, item.Value)))]),
        _ => throw new FormatException($"{node} has no type of its own."),
    };

    private static CtyObject InferObject((string Name, CtyValue Value)[] items) =>
        CtyValue.Object(CtyType.Object(items.Select(static item => (item.Name, item.Value.Type))), items);

    private static CtyObject ReadObject(CtyObjectType type, ValueNode.Body body)
    {
        var items = body.Items.GroupBy(static item => item.Name, StringComparer.Ordinal).Select(group => type.IndexOf(group.Key) is >= 0 and var index
            ? (group.Key, ReadAttribute(type.Attributes[index].Type, group.Key, [.. group]))
            : throw new FormatException($"The object has no attribute \"{group.Key}\"."));
        return CtyValue.Object(type, items);
    }

    /// <summary>An attribute is there once. Blocks of one name become the elements of their list or set.</summary>
    private static CtyValue ReadAttribute(CtyType type, string name, ValueItem[] items) => (type, items) switch
    {
        (CtyCollectionType { Kind: not CtyCollectionKind.Map }, _) when items.All(static item => item.IsBlock) =>
            Read(type, new ValueNode.List([.. items.Select(static item => item.Value)])),
        (_, [var only]) => Read(type, only.Value),
        _ => throw new FormatException($"\"{name}\" is given twice."),
    };
}
