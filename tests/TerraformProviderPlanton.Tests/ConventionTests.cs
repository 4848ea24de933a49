using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Testing;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace TerraformProviderPlanton.Tests;

/// <summary>What holds for everything that the provider offers, now and later.</summary>
public sealed partial class ConventionTests
{
    private static readonly PlantonProvider Provider = new(static _ => null, "0.0.0", new Random(1));

    public static TheoryData<string> Resources => [.. Provider.ResourceCatalog.Names];

    public static TheoryData<string> DataSources => [.. Provider.DataSourceCatalog.Names];

    public static TheoryData<string> Functions => [.. Provider.FunctionCatalog.Names];

    public static TheoryData<string> EphemeralResources => [.. Provider.EphemeralResourceCatalog.Names];

    public static TheoryData<string> Actions => [.. Provider.ActionCatalog.Names];

    public static TheoryData<string> ListResources => [.. Provider.ListResourceCatalog.Names];

    private static IEnumerable<(string Owner, Schema Schema)> Schemas =>
    [
        ("provider", Provider.UntypedSchema),
        .. Provider.ResourceCatalog.Select(static item => (item.TypeName, item.UntypedSchema)),
        .. Provider.DataSourceCatalog.Select(static item => ($"data.{item.TypeName}", item.UntypedSchema)),
        .. Provider.EphemeralResourceCatalog.Select(static item => ($"ephemeral.{item.TypeName}", item.UntypedSchema)),
        .. Provider.ActionCatalog.Select(static item => ($"action.{item.TypeName}", item.UntypedSchema)),
        .. Provider.ListResourceCatalog.Select(static item => ($"list.{item.TypeName}", item.UntypedSchema)),
    ];

    [Fact]
    public void The_walk_reaches_nested_attributes()
    {
        Assert.Contains("planton_docr_registry.last_garbage_collection.freed_bytes", Attributes().Select(static item => item.Path));
        Assert.Contains("planton_docr_doks_integration.clusters.registries", Attributes().Select(static item => item.Path));
    }

    [Fact]
    public void Every_attribute_has_a_description_that_ends_with_a_period() => Assert.Empty(
        Attributes().Where(static item => !item.Attribute.Description.EndsWith('.') || item.Attribute.Description.Length < 10).Select(static item => item.Path));

    [Fact]
    public void Every_schema_has_a_description_that_ends_with_a_period() => Assert.Empty(
        Schemas.Where(static item => !item.Schema.Description.EndsWith('.')).Select(static item => item.Owner));

    [Fact]
    public void Every_name_is_lower_case_words() => Assert.All(
        Attributes().Select(static item => item.Path.Split('.')[^1]).Concat(Types()), static name => Assert.Matches(Name(), name));

    [Fact]
    public void Every_type_begins_with_the_name_of_the_provider() => Assert.All(Types(), static name => Assert.StartsWith("planton_", name, StringComparison.Ordinal));

    [Fact]
    public void Every_rule_reads_as_the_end_of_a_sentence() => Assert.Empty(
        Attributes().SelectMany(static item => item.Attribute.Rules.Where(static rule => rule.Length == 0 || char.IsUpper(rule[0]) || rule.EndsWith('.')).Select(rule => $"{item.Path}: {rule}")));

    [Fact]
    public void Every_default_passes_its_own_rules() => Assert.Empty(Attributes().Where(static item => item.Attribute.Default is { } value && !Passes(item.Attribute, value)).Select(static item => item.Path));

    [Fact]
    public void Every_computed_value_that_forces_a_replacement_keeps_its_prior_value() => Assert.Empty(
        Attributes().Where(static item => item.Attribute is { Computed: true, MayReplace: true } and StringAttribute text && !text.PlanModifiers.Any(static modifier => modifier is UseStateForUnknown<string>)).Select(static item => item.Path));

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task An_id_is_known_in_the_plan_of_an_update(string typeName)
    {
        var schema = Provider.ResourceCatalog[typeName].UntypedSchema;
        if (schema.Untyped.FirstOrDefault(static named => named.Name == "id") is not { Attribute: StringAttribute { Computed: true } id }) return;

        if (id.PlanModifiers.Any(static modifier => modifier is UseStateForUnknown<string>)) return;

        // Otherwise the resource plans it from what names the object.
        await using var server = await InProcessProvider.StartAsync(Provider);
        var core = await CoreSimulation.ConnectAsync(server.Channel);
        var driver = core.Resource(typeName);
        var plan = await driver.PlanAsync(Minimal(typeName), refresh: false);
        Assert.True(plan.Planned!["id"].IsKnown, $"{typeName}.id is neither kept from the state nor planned");
    }

    [Fact]
    public async Task Terraform_accepts_the_schemas()
    {
        await using var server = await InProcessProvider.StartAsync(Provider);
        var reply = await new Wire.Provider.ProviderClient(server.Channel).GetProviderSchemaAsync(new());

        Assert.Empty(reply.Diagnostics);
        Assert.Empty(SchemaRules.Check(reply));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_resource_has_a_page_an_example_an_import_and_an_acceptance_scenario(string typeName)
    {
        AssertFile($"docs/resources/{Short(typeName)}.md");
        AssertFile($"examples/resources/{typeName}/resource.tf");
        AssertFile($"examples/resources/{typeName}/import.sh");
        AssertFile($"examples/resources/{typeName}/import-by-string-id.tf");
        AssertFile($"examples/resources/{typeName}/import-by-identity.tf");
        AssertAccepted(typeName);
    }

    [Theory]
    [MemberData(nameof(DataSources))]
    public void Every_data_source_has_a_page_an_example_and_an_acceptance_scenario(string typeName)
    {
        AssertFile($"docs/data-sources/{Short(typeName)}.md");
        AssertFile($"examples/data-sources/{typeName}/data-source.tf");
        AssertAccepted(typeName);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_is_described_in_sentences(string name)
    {
        var function = Provider.FunctionCatalog[name];
        var parameters = function.VariadicParameter is { } variadic ? function.Parameters.Add(variadic) : function.Parameters;

        Assert.Matches(Name(), name);
        Assert.All(parameters, static parameter => Assert.Matches(Name(), parameter.Name));
        Assert.DoesNotContain('\n', function.Summary);
        Assert.All([function.Summary, function.Description, .. parameters.Select(static parameter => parameter.Description)], static text =>
        {
            Assert.EndsWith(".", text, StringComparison.Ordinal);
            Assert.True(text.Length > 10, text);
        });
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_has_a_page_that_says_the_same_an_example_on_it_and_an_acceptance_scenario(string name)
    {
        var function = Provider.FunctionCatalog[name];
        AssertFile($"docs/functions/{name}.md");
        AssertFile($"examples/functions/{name}/function.tf");
        var page = File.ReadAllText(Path.Combine(Root, $"docs/functions/{name}.md"));
        var example = File.ReadAllText(Path.Combine(Root, $"examples/functions/{name}/function.tf"));

        Assert.All(
            [
                $"page_title: \"{name} function - planton\"", $"  {function.Summary}\n---", $"# function: {name}\n\n{function.Description}\n", $"```terraform\n{example}```",
                $"{name}({string.Join(", ", function.Parameters.Select(static parameter => $"{parameter.Name} {parameter.Type}"))})",
                .. function.Parameters.Select(static (parameter, index) => $"\n{index + 1}. `{parameter.Name}` ({Capital(parameter.Type)}) {parameter.Description}\n"),
            ],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Contains($"provider::planton::{name}(", example, StringComparison.Ordinal);
        AssertAccepted($"provider::planton::{name}(");
    }

    [Theory]
    [MemberData(nameof(EphemeralResources))]
    public void Every_ephemeral_resource_has_a_page_an_example_and_an_acceptance_scenario(string typeName)
    {
        AssertFile($"docs/ephemeral-resources/{Short(typeName)}.md");
        AssertFile($"examples/ephemeral-resources/{typeName}/ephemeral-resource.tf");
        AssertAccepted($"ephemeral \"{typeName}\"");
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_has_a_page_an_example_and_a_test(string typeName)
    {
        AssertFile($"docs/actions/{Short(typeName)}.md");
        AssertFile($"examples/actions/{typeName}/action.tf");
        AssertTested(typeName, "Core.Action(");
    }

    [Theory]
    [MemberData(nameof(ListResources))]
    public void Every_list_resource_has_a_page_an_example_and_a_test(string typeName)
    {
        AssertFile($"docs/list-resources/{Short(typeName)}.md");
        AssertFile($"examples/list-resources/{typeName}/list-resource.tfquery.hcl");
        AssertTested(typeName, "Core.List(");
    }

    public static TheoryData<string> Modules => [.. Directory.EnumerateDirectories(Path.Combine(Root, "examples/modules")).Select(static folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_module_has_a_page_versions_described_variables_and_outputs_tests_and_a_guide(string name)
    {
        var folder = Path.Combine(Root, "examples/modules", name);
        Assert.All(["README.md", "main.tf", "variables.tf", "outputs.tf", "versions.tf", "tests/mocked.tftest.hcl", "tests/account.tftest.hcl"], file => AssertFile($"examples/modules/{name}/{file}"));
        foreach (var file in Directory.EnumerateFiles(folder, "*.tf", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.Equal(Declared().Count(text), Described().Count(text));
        }

        var page = File.ReadAllText(Path.Combine(folder, "README.md"));
        var declared = Directory.EnumerateFiles(folder, "*.tf").SelectMany(static file => Declared().Matches(File.ReadAllText(file))).Select(static match => match.Groups["name"].Value);
        Assert.DoesNotContain(declared, variable => !page.Contains($"`{variable}`", StringComparison.Ordinal));
        Assert.Contains($"examples/modules/{name}", File.ReadAllText(Path.Combine(Root, "README.md")), StringComparison.Ordinal);
        Assert.Contains(
            Directory.EnumerateFiles(Path.Combine(Root, "templates/guides")), file => File.ReadAllText(file).Contains($"examples/modules/{name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_names_every_attribute()
    {
        var missing =
            from item in Provider.ResourceCatalog.Select(static item => (Page: $"docs/resources/{Short(item.TypeName)}.md", item.UntypedSchema))
                .Concat(Provider.DataSourceCatalog.Select(static item => (Page: $"docs/data-sources/{Short(item.TypeName)}.md", item.UntypedSchema)))
                .Concat(Provider.EphemeralResourceCatalog.Select(static item => (Page: $"docs/ephemeral-resources/{Short(item.TypeName)}.md", item.UntypedSchema)))
                .Concat(Provider.ActionCatalog.Select(static item => (Page: $"docs/actions/{Short(item.TypeName)}.md", item.UntypedSchema)))
                .Concat(Provider.ListResourceCatalog.Select(static item => (Page: $"docs/list-resources/{Short(item.TypeName)}.md", item.UntypedSchema)))
            let text = File.ReadAllText(Path.Combine(Root, item.Page))
            from attribute in Walk(item.UntypedSchema.Untyped, string.Empty)
            let name = attribute.Path.Split('.')[^1]
            where !text.Contains($"`{name}`", StringComparison.Ordinal)
            select $"{item.Page}: {attribute.Path}";

        Assert.Empty(missing);
    }

    /// <summary>Directory.Build.props sets it, and build/rename.sh moves it: what is compiled or run takes it from there.</summary>
    [Fact]
    public void The_source_address_is_written_in_one_place_of_code_and_build()
    {
        var literal = ProviderAddress.Source.Split('/')[0] + "/";
        var places = ((string[])["src", "tests", "tools", "benchmarks", "build"])
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root))
            .Where(static file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets" or ".sh" or ".go" || Path.GetFileName(file) == "Makefile")
            .Where(file => File.ReadAllText(file).Contains(literal, StringComparison.Ordinal))
            .Select(static file => Path.GetRelativePath(Root, file));

        Assert.Equal(["Directory.Build.props"], places);
    }

    /// <summary>An example with another address would install another provider.</summary>
    [Fact]
    public void Every_example_has_this_source_address()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Root, "examples"), "*.tf", SearchOption.AllDirectories)
            .SelectMany(static file => SourceAddress().Matches(File.ReadAllText(file)).Select(static match => match.Groups["address"].Value)).ToList();

        Assert.True(named.Count > 10, $"There are only {named.Count}.");
        Assert.All(named, static address => Assert.Equal(ProviderAddress.Source, address));
    }

    private static string Root => RepositoryFiles.Root;

    private static IEnumerable<string> Types() =>
        [.. Provider.ResourceCatalog.Names, .. Provider.DataSourceCatalog.Names, .. Provider.EphemeralResourceCatalog.Names, .. Provider.ActionCatalog.Names, .. Provider.ListResourceCatalog.Names];

    private static IEnumerable<(string Path, SchemaAttribute Attribute)> Attributes() => Schemas.SelectMany(static item => Walk(item.Schema.Untyped, $"{item.Owner}."));

    private static IEnumerable<(string Path, SchemaAttribute Attribute)> Walk(AttributeSet attributes, string prefix) => attributes.SelectMany(named =>
        Enumerable.Repeat((prefix + named.Name, named.Attribute), 1).Concat(named.Attribute.Nested is { } nested ? Walk(nested.Attributes, $"{prefix}{named.Name}.") : []));

    private static bool Passes(SchemaAttribute attribute, Planton.Terraform.Plugin.Cty.CtyValue value)
    {
        var diagnostics = new Planton.Terraform.Plugin.Diagnostics.DiagnosticList();
        attribute.Validate(value, Planton.Terraform.Plugin.Cty.CtyPath.Root, diagnostics, isHidden: false);
        return diagnostics.Count == 0;
    }

    private static string Minimal(string typeName) => typeName switch
    {
        "planton_docr_registry" => """{ "name": "main" }""",
        "planton_docr_garbage_collection_policy" => """{ "registry_name": "main", "schedule": "@daily" }""",
        "planton_docr_doks_integration" => """{ "registry_name": "main", "cluster_uuids": ["bd5f5959-5e1e-4205-a714-a914373942af"] }""",
        "planton_docr_subscription" => """{ "tier_slug": "basic" }""",
        _ => throw new InvalidOperationException($"Say here what a configuration of {typeName} needs at least."),
    };

    private static string Short(string typeName) => typeName["planton_".Length..];

    private static string Capital(Planton.Terraform.Plugin.Cty.CtyType type) => $"{char.ToUpperInvariant(type.ToString()![0])}{type.ToString()![1..]}";

    private static void AssertFile(string path) => Assert.True(File.Exists(Path.Combine(Root, path)), $"{path} is missing");

    private static void AssertAccepted(string part) => Assert.True(
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "acceptance"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Any(text => text.Contains(part, StringComparison.Ordinal)),
        $"no acceptance scenario has {part}");

    /// <summary>Some test drives it: the calls of a CLI are made where the installed ones are too old to make them.</summary>
    private static void AssertTested(string typeName, string driver) => Assert.True(
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "TerraformProviderPlanton.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith(nameof(ConventionTests) + ".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText).Any(text => text.Contains($"\"{typeName}\"", StringComparison.Ordinal) && text.Contains(driver, StringComparison.Ordinal)),
        $"no test drives {typeName} by {driver}…)");

    [GeneratedRegex("source += \"(?<address>[^\"]*/planton)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex SourceAddress();

    [GeneratedRegex("^(variable|output) \"(?<name>\\w+)\"", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declared();

    [GeneratedRegex("^(variable|output) \"\\w+\" \\{\n  description ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Described();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Name();
}
