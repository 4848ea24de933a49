using System.Security.Cryptography;
using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The guide to image security: what its files say is what happens, as far as that can be seen without cosign, Kyverno and a scanner.</summary>
public sealed class ImageSecurityTests
{
    private const string Folder = "guides/image-security";
    private const string Pinned = "registry.digitalocean.com/acme/team/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// <summary>Writes down each command with the login it finds, and answers like the tool.</summary>
    private const string StandIn = """
        #!/bin/sh
        echo "$(basename "$0") $*" >>tools.log
        grep -q registry.digitalocean.com "${DOCKER_CONFIG:-none}/config.json" 2>/dev/null && echo "  with a login" >>tools.log
        [ -n "${SNYK_REGISTRY_USERNAME:-}" ] && [ -n "${SNYK_REGISTRY_PASSWORD:-}" ] && echo "  with a name and a password" >>tools.log
        case "$(basename "$0") $*" in
          "docker image inspect"*) echo registry.example.com/mirror/web@sha256:0000; echo PINNED ;;
          *"$FAILS"*) exit 1 ;;
        esac
        """;

    [Theory, EveryEngine]
    public async Task Signatures_go_with_their_image_and_stay_with_it(Engine engine)
    {
        await using var scenario = await StartAsync(engine, [.. Enumerable.Range(1, 12).SelectMany(Signed)]);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var deleted = scenario.Simulator.Requests.All.Where(static request => request.Method == "DELETE").Select(static request => request.Path.Split('/')[^1]);
        Assert.Equal(Enumerable.Range(1, 2).SelectMany(Tags).Order(StringComparer.Ordinal), deleted.Order(StringComparer.Ordinal));
        var left = scenario.Simulator.World.Registries[0].Repositories["team/web"];
        Assert.Equal(Enumerable.Range(3, 10).SelectMany(Tags).Order(StringComparer.Ordinal), left.Tags.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(40, left.Manifests.Count);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_release_without_a_signature_is_named(Engine engine)
    {
        var unsigned = Image("v3", 3) with { Age = TimeSpan.FromDays(1) };
        await using var scenario = await StartAsync(engine, [Image("v1", 1), Beside(1, ".sig"), Image("v2", 2), Beside(2, ""), unsigned, Beside(3, ".att"), Image("build-4", 4)]);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("These releases have no signature: team/web:v3.");

        scenario.Simulator.World.Push("acme", Beside(3, ".sig"));
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("have no signature");
    }

    [Fact]
    public async Task The_pipeline_scans_before_it_pushes_and_signs_what_it_pushed()
    {
        await using var scenario = await StartToolsAsync("pipeline");
        scenario.Cli.Set("TF_VAR_tag", "v1");

        (await scenario.Cli.ApplyAsync()).Succeeds();

        string[] steps =
        [
            "docker build --tag IMAGE:v1 .",
            "trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed --output trivy.txt IMAGE:v1",
            "docker push IMAGE:v1",
            "docker image inspect --format {{range .RepoDigests}}{{println .}}{{end}} IMAGE:v1",
            "trivy image --format cyclonedx --output sbom.cdx.json PINNED",
            "cosign sign --yes --key env://COSIGN_PRIVATE_KEY --new-bundle-format=false --use-signing-config=false PINNED",
            "cosign attest --yes --key env://COSIGN_PRIVATE_KEY --new-bundle-format=false --use-signing-config=false --type cyclonedx --predicate sbom.cdx.json PINNED",
        ];
        Assert.Equal(string.Concat(steps.Select(static step => $"{step}\n  with a login\n")), Log(scenario));
        Assert.NotEmpty(scenario.Simulator.World.MintedTokens);
        Assert.All(scenario.Simulator.World.MintedTokens, static token => Assert.True(token is { Revoked: true, ReadWrite: true }));
    }

    [Fact]
    public async Task What_the_scan_finds_is_not_pushed()
    {
        await using var scenario = await StartToolsAsync("pipeline", fails: "trivy image --exit-code");
        scenario.Cli.Set("TF_VAR_tag", "v1");

        (await scenario.Cli.ApplyAsync()).Fails().Says("exit status 1");

        Assert.DoesNotContain("docker push", Log(scenario), StringComparison.Ordinal);
        Assert.All(scenario.Simulator.World.MintedTokens, static token => Assert.True(token.Revoked));
    }

    [Theory]
    [InlineData("trivy", "trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed --output report.txt RELEASE\n  with a login\n")]
    [InlineData("snyk", "snyk container test --severity-threshold=high RELEASE\n")]
    public async Task The_newest_release_is_scanned_once_a_day_by_its_digest(string scanner, string step)
    {
        await using var scenario = await StartToolsAsync("rescan", Image("v1", 1), Image("v2", 2), Beside(2, ".sig"));
        scenario.Cli.Set("TF_VAR_scanner", scanner).Set("TF_VAR_day", "2026-11-20");
        step = step.Replace("RELEASE", $"registry.digitalocean.com/acme/team/web@{Digest(2)}", StringComparison.Ordinal) + "  with a name and a password\n";

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(step, Log(scenario));

        scenario.Cli.Set("TF_VAR_day", "2026-11-21").Set("FAILS", $"{scanner} ");
        (await scenario.Cli.ApplyAsync()).Fails();
        (await scenario.Cli.ApplyAsync()).Fails();
        Assert.Equal(step + step + step, Log(scenario));
        Assert.All(scenario.Simulator.World.MintedTokens, static token => Assert.True(token is { Revoked: true, ReadWrite: false }));
    }

    [Fact]
    public async Task The_cluster_s_policy_concerns_the_images_of_the_registry_and_has_a_key()
    {
        var spec = (await YamlAsync("kyverno.yaml")).GetProperty("spec");
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        (await scenario.Cli.Write("data \"planton_docr_registry\" \"main\" {\n  name = \"acme\"\n}").ApplyAsync()).Succeeds();
        var registry = await scenario.Cli.StateOfAsync("data.planton_docr_registry.main");

        Assert.Equal($"{registry.GetProperty("endpoint").GetString()}/*", Assert.Single(spec.GetProperty("matchImageReferences").EnumerateArray().ToList()).GetProperty("glob").GetString());
        Assert.Equal(registry.GetProperty("name").GetString(), Assert.Single(spec.GetProperty("credentials").GetProperty("secrets").EnumerateArray().ToList()).GetString());
        var attestor = Assert.Single(spec.GetProperty("attestors").EnumerateArray().ToList());
        using var key = ECDsa.Create();
        key.ImportFromPem(attestor.GetProperty("cosign").GetProperty("key").GetProperty("data").GetString());
        var attestation = Assert.Single(spec.GetProperty("attestations").EnumerateArray().ToList());
        Assert.All(spec.GetProperty("validations").EnumerateArray(), validation =>
            Assert.Contains($"[attestors.{attestor.GetProperty("name").GetString()}]", validation.GetProperty("expression").GetString(), StringComparison.Ordinal));
        Assert.Contains(spec.GetProperty("validations").EnumerateArray(), validation =>
            validation.GetProperty("expression").GetString()!.Contains($"attestations.{attestation.GetProperty("name").GetString()},", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pipeline/github-actions.yml", "pipeline/main.tf")]
    [InlineData("rescan/gitlab-ci.yml", "rescan/main.tf")]
    public async Task A_pipeline_sets_the_variables_that_its_configuration_requires(string pipeline, string configuration)
    {
        Assert.Equal(JsonValueKind.Object, (await YamlAsync(pipeline)).ValueKind);
        var text = await ReadAsync(pipeline);
        var blocks = (await ReadAsync(configuration)).Split("variable \"").Skip(1).Where(static block => !block.Split("\n}")[0].Contains("default", StringComparison.Ordinal));

        Assert.All(blocks.Select(static block => block.Split('"')[0]), name => Assert.Matches($"TF_VAR_{name}[:=]", text));
        Assert.Contains("terraform init -input=false\n", text, StringComparison.Ordinal);
        Assert.Contains("terraform apply -input=false -auto-approve\n", text, StringComparison.Ordinal);
    }

    private static async Task<Scenario> StartAsync(Engine engine, IReadOnlyList<ManifestSeed> manifests)
    {
        var scenario = await ExampleApplyTests.StartAsync(engine, new() { Seed = new() { Tier = "basic", Registries = [new() { Name = "acme", Manifests = manifests }] } });
        await ExampleApplyTests.WriteAsync(scenario, $"{Folder}/main.tf");
        return scenario;
    }

    private static async Task<Scenario> StartToolsAsync(string example, params IReadOnlyList<ManifestSeed> manifests) => await StartToolsAsync(example, "nothing", manifests);

    private static async Task<Scenario> StartToolsAsync(string example, string fails, params IReadOnlyList<ManifestSeed> manifests)
    {
        var world = new ExampleWorld
        {
            Seed = new() { Tier = "basic", Registries = [new() { Name = "acme", Manifests = manifests }] },
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["registry_name"] = "acme" },
        };
        var scenario = await ExampleApplyTests.StartAsync(Engine.Terraform, world);
        await ExampleApplyTests.WriteAsync(scenario, $"{Folder}/{example}/main.tf");
        var bin = Path.Combine(scenario.Cli.Folder, "bin");
        foreach (var tool in (string[])["docker", "trivy", "cosign", "snyk"])
        {
            scenario.Cli.Add($"bin/{tool}", StandIn.Replace("PINNED", Pinned, StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(bin, tool), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        scenario.Cli.Set("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}").Set("FAILS", fails);
        return scenario;
    }

    private static string Log(Scenario scenario) =>
        scenario.Cli.Read("tools.log").Replace(Pinned, "PINNED", StringComparison.Ordinal).Replace("registry.digitalocean.com/acme/team/web:", "IMAGE:", StringComparison.Ordinal);

    private static async Task<string> ReadAsync(string file) => await File.ReadAllTextAsync(Path.Combine(Tools.RepositoryRoot, "examples", Folder, file));

    /// <summary>A file in YAML, as the CLI reads it.</summary>
    private static async Task<JsonElement> YamlAsync(string file)
    {
        using var workspace = new Workspace(Engine.Terraform);
        workspace.Write("file.yaml", await ReadAsync(file));
        var literal = (await workspace.EvaluateAsync("jsonencode(yamldecode(file(\"file.yaml\")))")).Succeeds().Output;
        return JsonDocument.Parse(JsonSerializer.Deserialize<string>(literal)!).RootElement;
    }

    /// <summary>A build with everything that may be beside it.</summary>
    private static IEnumerable<ManifestSeed> Signed(int number) => [Image($"build-{number}", number), Beside(number, ".sig"), Beside(number, ".att"), Beside(number, "")];

    private static IEnumerable<string> Tags(int number) => Signed(number).SelectMany(static manifest => manifest.Tags);

    private static ManifestSeed Image(string tag, int number) => new() { Repository = "team/web", Tags = [tag], Digest = Digest(number), Age = TimeSpan.FromDays(100 - number) };

    private static ManifestSeed Beside(int number, string suffix) => new() { Repository = "team/web", Tags = [Name(number, suffix)], Age = TimeSpan.FromDays(1) };

    private static string Name(int number, string suffix) => $"{Digest(number).Replace(':', '-')}{suffix}";

    private static string Digest(int number) => $"sha256:{number:x64}";
}
