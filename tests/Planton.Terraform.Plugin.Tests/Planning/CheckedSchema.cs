using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

/// <summary>One schema with every kind of attribute and block, for the tables of the checker's tests.</summary>
internal static class CheckedSchema
{
    public static CoreBlock Block { get; } = new(
        [
            new("req", CtyType.String) { Required = true },
            new("opt", CtyType.String) { Optional = true },
            new("num", CtyType.Number) { Optional = true },
            new("comp", CtyType.String) { Computed = true },
            new("oc", CtyType.String) { Optional = true, Computed = true },
            new("secret", CtyType.String) { Optional = true, Sensitive = true },
            new("wo", CtyType.String) { Optional = true, WriteOnly = true },
            new("list", CtyType.List(CtyType.String)) { Optional = true },
            new("set", CtyType.Set(CtyType.String)) { Optional = true },
            new("map", CtyType.Map(CtyType.String)) { Optional = true },
            new("one", CoreNesting.Single, Inside) { Optional = true },
            new("many", CoreNesting.List, Inside) { Optional = true },
            new("group", CoreNesting.Set, Inside) { Optional = true },
            new("named", CoreNesting.Map, Inside) { Optional = true },
            new("free", CoreNesting.Single, Inside) { Optional = true, Computed = true },
        ],
        [
            new("b_single", CoreNesting.Single, new CoreBlock(Inside)),
            new("b_list", CoreNesting.List, new CoreBlock(Inside)),
            new("b_set", CoreNesting.Set, new CoreBlock(Inside)),
            new("b_map", CoreNesting.Map, new CoreBlock(Inside)),
            new("b_group", CoreNesting.Group, new CoreBlock(Inside)),
        ]);

    private static ImmutableArray<CoreAttribute> Inside =>
    [
        new("o", CtyType.String) { Optional = true },
        new("c", CtyType.String) { Computed = true },
        new("oc", CtyType.String) { Optional = true, Computed = true },
        new("wo", CtyType.String) { Optional = true, WriteOnly = true },
    ];

    /// <summary>An object of the schema: blocks that are left out are empty; <c>null</c> is no object.</summary>
    public static CtyObject? Of(string json)
    {
        if (json == "null") return null;

        var given = ValueText.Object(Block.Type, json);
        foreach (var block in Block.Blocks)
        {
            if (!json.Contains($"\"{block.Name}\"", StringComparison.Ordinal)) given = given.With(block.Name, block.Absent());
        }

        return given;
    }
}
