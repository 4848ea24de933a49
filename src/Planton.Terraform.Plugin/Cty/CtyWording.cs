namespace Planton.Terraform.Plugin.Cty;

/// <summary>How types and values are called in sentences for people.</summary>
internal static class CtyWording
{
    public const string NumberRequired = "A decimal number of at most 4096 digits on each side of its point is required.";

    /// <summary>A type with its article, by kind alone: inner types would drown the sentence.</summary>
    public static string Name(CtyType type) => type switch
    {
        CtyPrimitiveType primitive => $"a {primitive.Name}",
        CtyCollectionType { Kind: CtyCollectionKind.List } => "a list",
        CtyCollectionType { Kind: CtyCollectionKind.Set } => "a set",
        CtyCollectionType => "a map",
        CtyTupleType => "a tuple",
        CtyObjectType => "an object",
        _ => "a value of any type",
    };

    /// <summary>The refusal of a value of one kind where another is due.</summary>
    public static string Required(CtyType required, string given) => $"{Capital(Name(required))} is required, not {given}.";

    public static string WrongElementCount(int required, long given) => WrongElementCount(required, $"{given}");

    public static string TooManyElements(int required) => WrongElementCount(required, "more");

    public static string WrongAttributeCount(int required, long given) =>
        $"An object with {required} {(required == 1 ? "attribute" : "attributes")} is required ({given} given).";

    private static string WrongElementCount(int required, string given) =>
        $"A tuple with {required} {(required == 1 ? "element" : "elements")} is required ({given} given).";

    private static string Capital(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));
}
