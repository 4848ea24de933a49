using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;
using WireAttribute = Planton.Terraform.Plugin.Protocol.Schema.Types.Attribute;
using WireBlock = Planton.Terraform.Plugin.Protocol.Schema.Types.Block;
using WireNested = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock;
using BlockNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock.Types.NestingMode;
using ObjectNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.Object.Types.NestingMode;

namespace Planton.Terraform.Plugin.Tests.Schemas;

public sealed class SchemaRulesTests
{
    private static readonly ByteString Text = ByteString.CopyFrom(CtyTypeJson.Encode(CtyType.String).Span);
    private static readonly ByteString Any = ByteString.CopyFrom(CtyTypeJson.Encode(CtyType.Dynamic).Span);

    [Fact]
    public void A_schema_that_keeps_the_rules_passes() => Assert.Empty(Check(new()
    {
        Attributes = { Attribute(), new WireAttribute { Name = "inside", Computed = true, NestedType = new() { Nesting = ObjectNesting.Set, Attributes = { Attribute() } } } },
        BlockTypes = { new WireNested { TypeName = "more", Nesting = BlockNesting.List, MinItems = 1, Block = new() } },
    }));

    [Fact]
    public void Every_broken_rule_of_an_attribute_is_caught()
    {
        (string Message, Action<WireAttribute> Break)[] table =
        [
            ("begins with a lower-case letter", static a => a.Name = "Name"),
            ("begins with a lower-case letter", static a => a.Name = "1st"),
            ("begins with a lower-case letter", static a => a.Name = string.Empty),
            ("reserved for the language", static a => a.Name = "count"),
            ("reserved for the language", static a => a.Name = "for_each"),
            ("none of required, optional, computed", static a => a.Optional = false),
            ("optional and required", static a => a.Required = true),
            ("computed and required", static a => (a.Optional, a.Required, a.Computed) = (false, true, true)),
            ("write-only attribute cannot be computed", static a => (a.WriteOnly, a.Computed) = (true, true)),
            ("deprecation message needs", static a => a.DeprecationMessage = "gone"),
            ("exactly one of type and nested type", static a => a.Type = ByteString.Empty),
            ("exactly one of type and nested type", static a => a.NestedType = new() { Nesting = ObjectNesting.Single }),
            ("type cannot be read", static a => a.Type = ByteString.CopyFromUtf8("\"text\"")),
            ("nesting mode is invalid", static a => (a.Type, a.NestedType) = (ByteString.Empty, new())),
            ("write-only attribute cannot stand in a set", static a => (a.Type, a.NestedType) =
                (ByteString.Empty, new() { Nesting = ObjectNesting.Set, Attributes = { new WireAttribute { Name = "x", Type = Text, Optional = true, WriteOnly = true } } })),
            ("dynamic value cannot stand in a set", static a => (a.Type, a.NestedType) =
                (ByteString.Empty, new() { Nesting = ObjectNesting.Set, Attributes = { new WireAttribute { Name = "x", Type = Any, Optional = true } } })),
            ("declared twice", static a => (a.Type, a.NestedType) =
                (ByteString.Empty, new() { Nesting = ObjectNesting.Map, Attributes = { Attribute(), Attribute() } })),
        ];

        foreach (var (message, breakIt) in table)
        {
            var attribute = Attribute();
            breakIt(attribute);
            Assert.True(Check(new() { Attributes = { attribute } }).Any(found => found.Message.Contains(message, StringComparison.Ordinal)), message);
        }
    }

    [Fact]
    public void Every_broken_rule_of_a_block_is_caught()
    {
        (string Message, Action<WireNested> Break)[] table =
        [
            ("only lower-case letters", static b => b.TypeName = "More"),
            ("the same name", static b => b.TypeName = "name"),
            ("negative", static b => b.MinItems = -1),
            ("nesting mode is invalid", static b => b.Nesting = BlockNesting.Invalid),
            ("minimum is greater", static b => (b.MinItems, b.MaxItems) = (3, 2)),
            ("same minimum and maximum", static b => (b.Nesting, b.MinItems, b.MaxItems) = (BlockNesting.Single, 0, 1)),
            ("same minimum and maximum", static b => (b.Nesting, b.MinItems, b.MaxItems) = (BlockNesting.Single, 2, 2)),
            ("no minimum and no maximum", static b => (b.Nesting, b.MinItems) = (BlockNesting.Map, 1)),
            ("no minimum and no maximum", static b => (b.Nesting, b.MaxItems) = (BlockNesting.Group, 1)),
            ("block is missing", static b => b.Block = null),
            ("dynamic value cannot stand in a set", static b => (b.Nesting, b.Block) = (BlockNesting.Set, new() { Attributes = { new WireAttribute { Name = "x", Type = Any, Optional = true } } })),
        ];

        foreach (var (message, breakIt) in table)
        {
            var block = new WireNested { TypeName = "more", Nesting = BlockNesting.List, Block = new() };
            breakIt(block);
            Assert.True(Check(new() { Attributes = { Attribute() }, BlockTypes = { block } }).Any(found => found.Message.Contains(message, StringComparison.Ordinal)), message);
        }
    }

    [Fact]
    public void Every_broken_rule_of_a_whole_schema_is_caught()
    {
        (string Message, Wire.GetProviderSchema.Types.Response Reply)[] table =
        [
            ("own schema is missing", new()),
            ("reserved for the language", new() { Provider = new() { Block = new() { Attributes = { new WireAttribute { Name = "alias", Type = Text, Optional = true } } } } }),
            ("block is missing", new() { Provider = new() { Block = new() }, ProviderMeta = new() }),
            ("version is negative", new() { Provider = new() { Block = new() }, DataSourceSchemas = { ["x_y"] = new() { Version = -1, Block = new() } } }),
            ("block is missing", new() { Provider = new() { Block = new() }, EphemeralResourceSchemas = { ["x_y"] = new() } }),
            ("block is missing", new() { Provider = new() { Block = new() }, ListResourceSchemas = { ["x_y"] = new() } }),
            ("no resource of that type", new() { Provider = new() { Block = new() }, ListResourceSchemas = { ["x_y"] = new() { Block = new() } } }),
            ("cannot be computed", new() { Provider = new() { Block = new() }, ListResourceSchemas = { ["x_y"] = new() { Block = new() { Attributes = { Computed() } } } } }),
            ("schema is missing", new() { Provider = new() { Block = new() }, ActionSchemas = { ["x_y"] = new() } }),
            ("block is missing", new() { Provider = new() { Block = new() }, ActionSchemas = { ["x_y"] = new() { Schema = new() } } }),
            ("cannot be computed", new() { Provider = new() { Block = new() }, ActionSchemas = { ["x_y"] = new() { Schema = new() { Block = new() { Attributes = { Computed() } } } } } }),
            ("no identifier", new() { Provider = new() { Block = new() }, Functions = { ["1st"] = new() { Return = new() { Type = Text } } } }),
            ("return type is missing", new() { Provider = new() { Block = new() }, Functions = { ["first"] = new() } }),
            ("declared twice", new()
            {
                Provider = new() { Block = new() },
                Functions = { ["first"] = new() { Return = new() { Type = Text }, Parameters = { new Wire.Function.Types.Parameter { Name = "x", Type = Text } }, VariadicParameter = new() { Name = "x", Type = Text } } },
            }),
        ];

        foreach (var (message, reply) in table) Assert.True(SchemaRules.Check(reply).Any(found => found.Message.Contains(message, StringComparison.Ordinal)), message);
    }

    private static WireAttribute Computed() => new() { Name = "name", Type = Text, Optional = true, Computed = true };

    private static WireAttribute Attribute() => new() { Name = "name", Type = Text, Optional = true };

    private static IReadOnlyList<RuleBreak> Check(WireBlock block) => SchemaRules.Check(new()
    {
        Provider = new() { Block = new() },
        ResourceSchemas = { ["test_thing"] = new() { Block = block } },
    });
}
