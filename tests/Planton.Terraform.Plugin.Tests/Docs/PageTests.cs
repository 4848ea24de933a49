using Google.Protobuf;
using Planton.Docs;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;
using Attribute = Planton.Terraform.Plugin.Protocol.Schema.Types.Attribute;
using Block = Planton.Terraform.Plugin.Protocol.Schema.Types.Block;
using BlockNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock.Types.NestingMode;
using ObjectNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.Object.Types.NestingMode;

namespace Planton.Terraform.Plugin.Tests.Docs;

/// <summary>The pages of the docs tool, from schemas as they are on the wire.</summary>
public sealed class PageTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("planton-docs-").FullName;

    [Fact]
    public void Attributes_and_blocks_are_listed_by_who_sets_them_and_what_is_inside_follows()
    {
        var inner = new Block { Attributes = { Text("match", required: true) } };
        var schema = new Wire.Schema
        {
            Block = new Block
            {
                Attributes =
                {
                    Text("name", required: true),
                    new Attribute { Name = "id", Type = Type(CtyType.Number), Computed = true, Description = "Its number." },
                    new Attribute
                    {
                        Name = "places", Optional = true, Description = "Where it is.",
                        NestedType = new() { Nesting = ObjectNesting.Set, Attributes = { Text("room", required: true) } },
                    },
                    Secret(),
                    new Attribute
                    {
                        Name = "timeouts", Optional = true, Description = "Time limits.",
                        NestedType = new() { Nesting = ObjectNesting.Single, Attributes = { Text("create", required: false) } },
                    },
                },
                BlockTypes =
                {
                    new Wire.Schema.Types.NestedBlock { TypeName = "rule", Nesting = BlockNesting.List, MinItems = 1, MaxItems = 3, Block = inner },
                },
            },
        };

        Assert.Equal("""
            ## Schema

            ### Required

            - `name` (String) The name.
            - `rule` (Block List, Min: 1, Max: 3) (see [below for nested schema](#nestedblock--rule))

            ### Optional

            - `key` (String, Sensitive, [Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)) The key. Deprecated: Use a role.
            - `places` (Attributes Set) Where it is. (see [below for nested schema](#nestedatt--places))
            - `timeouts` (Attributes) Time limits. (see [Timeouts](#timeouts))

            ### Read-Only

            - `id` (Number) Its number.

            <a id="nestedblock--rule"></a>
            ### Nested Schema for `rule`

            Required:

            - `match` (String) The match.

            <a id="nestedatt--places"></a>
            ### Nested Schema for `places`

            Required:

            - `room` (String) The room.

            ## Timeouts

            `timeouts` has these optional attributes. Each is a duration such as `90s` or `1h30m`.

            - `create` (String) The create.

            """, SchemaText.Of(schema));
    }

    [Fact]
    public void A_page_without_template_and_example_is_the_reference()
    {
        var page = Assert.Single(Pages(), static page => page.Path == "resources/thing.md");

        Assert.Equal(
            "---\npage_title: \"shelf_thing Resource - shelf\"\nsubcategory: \"Things\"\ndescription: |-\n  A thing.\n---\n\n# shelf_thing (Resource)\n\nA thing.\n\n"
            + "## Schema\n\n### Required\n\n- `name` (String) The name.\n",
            page.Text);
    }

    [Fact]
    public void A_template_gives_the_text_and_may_name_the_subcategory()
    {
        Write("templates/resources/thing.md", "---\nsubcategory: Books\n---\n\nMore.\n\n{{example \"examples/one.tf\"}}\n\n{{schema}}\n");
        Write("examples/one.tf", "resource \"shelf_thing\" \"one\" {}\n");

        var page = Assert.Single(Pages(), static page => page.Path == "resources/thing.md");

        Assert.Contains("subcategory: \"Books\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("A thing.\n\nMore.\n\n```terraform\nresource \"shelf_thing\" \"one\" {}\n```\n\n## Schema", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_example_that_is_missing_is_named()
    {
        Write("templates/resources/thing.md", "{{example \"examples/none.tf\"}}\n");

        Assert.Equal("examples/none.tf is missing; a template shows it.", Assert.Throws<DocsException>(Pages).Message);
    }

    [Theory]
    [InlineData("", "Either --project or --provider is required.")]
    [InlineData("--project a --provider b", "Either --project or --provider is required.")]
    [InlineData("--provider", "--provider is no option, or its value is missing.")]
    [InlineData("--project a --color red", "--color is no option.")]
    public void A_wrong_command_line_is_explained(string line, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Arguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Message);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private List<Page> Pages()
    {
        var schemas = new Wire.GetProviderSchema.Types.Response { Provider = new Wire.Schema { Block = new Block { Description = "Shelves." } } };
        schemas.ResourceSchemas.Add("shelf_thing", new Wire.Schema { Block = new Block { Description = "A thing.", Attributes = { Text("name", required: true) } } });
        var provider = new DocumentedProvider("shelf", schemas, new Dictionary<string, Wire.ResourceIdentitySchema>());
        return [.. new PageList(provider, new Templates(_root), "Things").All()];
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }

    private static Attribute Text(string name, bool required) =>
        new() { Name = name, Type = Type(CtyType.String), Required = required, Optional = !required, Description = $"The {name}." };

    private static Attribute Secret()
    {
        var key = Text("key", required: false);
        (key.Sensitive, key.WriteOnly, key.Deprecated, key.DeprecationMessage) = (true, true, true, "Use a role.");
        return key;
    }

    private static ByteString Type(CtyType type) => ByteString.CopyFrom(CtyTypeJson.Encode(type).Span);
}
