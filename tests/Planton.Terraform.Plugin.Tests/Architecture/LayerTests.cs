using System.Text.RegularExpressions;

namespace Planton.Terraform.Plugin.Tests.Architecture;

public sealed partial class LayerTests
{
    private const string Framework = "Planton.Terraform.Plugin";
    private const string Testing = "Planton.Terraform.Plugin.Testing";
    private const string Client = "Planton.DigitalOcean";
    private const string Simulator = "Planton.DigitalOcean.Simulator";
    private const string Core = "Planton.Registry";
    private const string Provider = "TerraformProviderPlanton";

    /// <summary>The rooms of the framework from the ground up; each may name those before it. Rooms of one line are neighbours.</summary>
    private static readonly string[][] Layers =
    [
        ["Cty"],
        ["Diagnostics"],
        ["Schemas"],
        ["Planning"],
        ["Operations"],
        ["Resources", "DataSources", "EphemeralResources", "Actions", "Functions"],
        ["ListResources"],
        ["Providers"],
        ["Server"],
        ["Hosting"],
    ];

    /// <summary>
    /// What the rooms of the other projects may name of one another; a room is a folder that holds code. The files beside the rooms put them
    /// together, so they may name every room, and every room may name what they declare.
    /// </summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> Arrows = new()
    {
        [Testing] = new()
        {
            ["Cli"] = [],
        },
        [Core] = new()
        {
            ["Runs"] = [],
            ["Schedules"] = ["Runs"],
            ["Starting"] = ["Runs", "Schedules"],
            ["Images"] = [],
            ["Retention"] = ["Images", "Schedules"],
            ["Storage"] = ["Images", "Retention"],
        },
        [Client] = new()
        {
            ["Caching"] = [],
            ["Tls"] = [],
            ["Proxies"] = [],
            ["Http"] = ["Proxies"],
            ["Apps"] = ["Http"],
            ["Kubernetes"] = ["Http"],
            ["ClusterApi"] = ["Http", "Kubernetes", "Proxies", "Tls"],
            ["Registries"] = ["Http"],
        },
        [Simulator] = new()
        {
            ["Http"] = [],
            ["Faults"] = ["Http"],
            ["State"] = ["Http"],
            ["Account"] = ["Http", "State"],
            ["ClusterApi"] = ["Http", "State", "Faults"],
            ["Control"] = ["Http", "State", "Faults"],
            ["Apps"] = ["Http", "State", "Control"],
            ["GarbageCollections"] = ["Http", "State"],
            ["Kubernetes"] = ["Http", "State", "ClusterApi"],
            ["Registries"] = ["Http", "State"],
        },
        [Provider] = new()
        {
            ["Common"] = [],
            ["Functions"] = ["Common"],
            ["Credentials"] = ["Common"],
            ["Images"] = ["Common", "Usage"],
            ["Usage"] = ["Common"],
            ["Integrations"] = ["Common", "Usage"],
            ["Subscriptions"] = ["Common"],
            ["Registries"] = ["Common", "Subscriptions", "GarbageCollection.Coordination", "GarbageCollection.AppPlatform"],
            ["Retention"] = ["Common", "Images", "Usage", "GarbageCollection.Coordination"],
            ["Storage"] = ["Common", "Images"],
            ["GarbageCollection.Coordination"] = ["Common"],
            ["GarbageCollection.AppPlatform"] = ["Common", "GarbageCollection.Coordination"],
            ["GarbageCollection.Actions"] = ["Common", "GarbageCollection.Coordination"],
            ["GarbageCollection.Policy"] = ["Common", "GarbageCollection.Coordination", "GarbageCollection.AppPlatform", "Images", "Usage"],
        },
    };

    [Theory]
    [InlineData(Testing)]
    [InlineData(Core)]
    [InlineData(Client)]
    [InlineData(Simulator)]
    [InlineData(Provider)]
    public void Rooms_name_only_the_rooms_that_they_may(string project)
    {
        var arrows = Arrows[project];
        var broken =
            from file in SourceTree.Files(project)
            where file.Folder.Length > 0
            from other in arrows.Keys
            where other != file.Folder && !arrows[file.Folder].Contains(other) && Regex.IsMatch(file.Code, $@"\b{Regex.Escape($"{project}.{other}")}\b")
            select $"{file} names {other}";

        Assert.Equal(arrows.Keys.Order(StringComparer.Ordinal), SourceTree.Files(project).Select(static file => file.Folder).Where(static room => room.Length > 0).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData(Testing)]
    [InlineData(Core)]
    [InlineData(Client)]
    [InlineData(Simulator)]
    [InlineData(Provider)]
    public void No_arrows_go_in_a_circle(string project)
    {
        var open = new Dictionary<string, string[]>(Arrows[project]);
        while (open.FirstOrDefault(room => !room.Value.Any(open.ContainsKey)).Key is { } settled) open.Remove(settled);

        Assert.Empty(open.Keys);
    }

    /// <summary>The decisions are functions of what they are given: a test needs no network, no clock and no Terraform to try them.</summary>
    [Fact]
    public void The_decisions_name_neither_Terraform_nor_HTTP_nor_a_clock()
    {
        AssertOnly(Core, static _ => false, Terraform());
        AssertOnly(Core, static _ => false, Outside());
    }

    [Fact]
    public void The_framework_the_client_the_decisions_and_the_simulator_know_nothing_of_each_other()
    {
        var references = SourceTree.Projects("src").ToDictionary(static project => project.Name, static project => project.References);

        Assert.Empty(references[Framework]);
        Assert.Equal([Framework], references[Testing]);
        Assert.Empty(references[Client]);
        Assert.Empty(references[Simulator]);
        Assert.Empty(references[Core]);
        Assert.Equal([Framework, Client, Core], references[Provider]);
        Assert.Equal(6, references.Count);
    }

    [Fact]
    public void Every_room_of_the_framework_has_its_layer()
    {
        var rooms = SourceTree.Files(Framework).Select(static file => file.Room).Distinct();

        Assert.Equal(Layers.SelectMany(static layer => layer).Order(StringComparer.Ordinal), rooms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Inside_the_framework_names_point_downwards_only()
    {
        var types = SourceTree.Files(Framework).ToLookup(static file => file.Room, static file => TypeName().Matches(file.Code).Select(static match => match.Groups["name"].Value));
        var broken =
            from file in SourceTree.Files(Framework)
            let layer = Array.FindIndex(Layers, rooms => rooms.Contains(file.Room))
            from above in Layers.Skip(layer).SelectMany(static rooms => rooms).Where(room => room != file.Room)
            let names = string.Join('|', types[above].SelectMany(static names => names))
            where Regex.IsMatch(file.Code, $@"Planton\.Terraform\.Plugin\.{above}\b|(?<![\w.]){above}\.({names})\b")
            select $"{file} names {above}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Only_the_server_and_the_process_name_the_protocol() => AssertOnly(
        Framework, file => file.Room is "Server" or "Hosting", Protocol());

    [Fact]
    public void Only_the_process_names_the_web_server() => AssertOnly(Framework, file => file.Room == "Hosting", WebServer());

    /// <summary>Whatever a provider's code throws becomes a diagnostic in one place; the process has its own ways to end.</summary>
    [Fact]
    public void Only_the_boundary_catches_everything() => AssertOnly(
        Framework, static file => file.Path == "Operations/DiagnosticBoundary.cs" || file.Room == "Hosting", CatchAll());

    [Fact]
    public void Only_the_codec_names_MessagePack() => AssertOnly(
        Framework, file => file.Path.StartsWith("Cty/CtyMsgpack", StringComparison.Ordinal), MessagePack());

    /// <summary>A process that decodes no manifest does not initialize the YAML library: every command starts the provider several times.</summary>
    [Fact]
    public void Only_what_a_function_calls_names_the_yaml_library() => AssertOnly(
        Provider, static file => file.Path.StartsWith("Functions/Manifest", StringComparison.Ordinal) && !file.Path.EndsWith("Function.cs", StringComparison.Ordinal), Yaml());

    [Fact]
    public void Neither_the_client_nor_the_simulator_names_Terraform()
    {
        AssertOnly(Client, static _ => false, Terraform());
        AssertOnly(Simulator, static _ => false, Terraform());
    }

    [Fact]
    public void The_framework_names_no_cloud() => AssertOnly(Framework, static _ => false, Cloud());

    [Fact]
    public void No_file_is_too_long_to_read_at_once() =>
        Assert.Empty(SourceTree.AllFiles().Where(static file => file.Lines > 300).Select(static file => $"{file}: {file.Lines} lines"));

    [Fact]
    public void Every_public_type_is_described()
    {
        var bare =
            from file in SourceTree.AllFiles()
            from Match declaration in PublicType().Matches(file.Text)
            where !declaration.Groups["doc"].Success
            select $"{file}: {declaration.Groups["name"].Value}";

        Assert.Empty(bare);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var astray =
            from file in SourceTree.AllFiles()
            let expected = string.Join('.', file.Path.Split('/').SkipLast(1).Prepend(file.Project))
            let found = Namespace().Match(file.Text)
            where found.Success && found.Groups["name"].Value != expected
            select $"{file}: {found.Groups["name"].Value}";

        Assert.Empty(astray);
    }

    /// <summary>The generator writes the parts of a type in an order of chance, so that the same commit would make other executables.</summary>
    [Fact]
    public void The_log_messages_of_a_type_stand_in_one_of_its_files() =>
        Assert.Empty(
            from file in SourceTree.AllFiles()
            where file.Text.Contains("[LoggerMessage(", StringComparison.Ordinal)
            group file by $"{file.Project}/{Path.GetDirectoryName(file.Path)}/{Path.GetFileName(file.Path).Split('.')[0]}" into type
            where type.Count() > 1
            select string.Join(" and ", type));

    [Fact]
    public void Every_log_message_has_a_number_of_its_own() =>
        Assert.Empty(
            from file in SourceTree.AllFiles()
            from Match message in LogMessage().Matches(file.Text)
            group file by (file.Project, message.Groups["id"].Value) into number
            where number.Count() > 1
            select $"{number.Key.Value}: {string.Join(" and ", number)}");

    private static void AssertOnly(string project, Func<SourceFile, bool> mayName, Regex name) =>
        Assert.Empty(SourceTree.Files(project).Where(file => !mayName(file) && name.IsMatch(file.Code)).Select(static file => file.ToString()));

    [GeneratedRegex(@"Plugin\.Protocol\b|\bGrpc\.|\bGoogle\.Protobuf\b")]
    private static partial Regex Protocol();

    [GeneratedRegex(@"\bKestrel|\bMicrosoft\.AspNetCore\b")]
    private static partial Regex WebServer();

    [GeneratedRegex(@"\bcatch( \(Exception( \w+)?\))?\s*\{|\bcatch \(Exception( \w+)?\)\s*\#")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\bMessagePack(Reader|Writer|Code|Type|Serialization|Extension|;|\.)")]
    private static partial Regex MessagePack();

    [GeneratedRegex(@"\bYamlDotNet\b")]
    private static partial Regex Yaml();

    [GeneratedRegex(@"Planton\.Terraform\b")]
    private static partial Regex Terraform();

    [GeneratedRegex(@"\bSystem\.(Net|IO)\b|\bHttp\w*|\bTimeProvider\b|\b(DateTime|DateTimeOffset|SystemClock)\.(Utc)?(Now|Instance)\b|\bTask\b|\bDiagnostic(List|Exception|Severity)?\b")]
    private static partial Regex Outside();

    [GeneratedRegex(@"DigitalOcean", RegexOptions.IgnoreCase)]
    private static partial Regex Cloud();

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+),")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|delegate \S+) (?<name>[A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<doc>(?:^///[^\n]*\n)+(?:^\[[^\n]*\n|^#pragma[^\n]*\n)*)?^public (?:static |sealed |abstract |readonly |partial |delegate )*(?:class|record struct|record|struct|interface|enum|\S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
