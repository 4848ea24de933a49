using Planton.DigitalOcean.Apps;
using Planton.Registry.Runs;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;

namespace TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform;

public sealed class DoctlJobTests
{
    private static readonly JobTerms Terms = new("acme", "0 3 * * 0", "Europe/Berlin", RunType.UntaggedManifestsAndUnreferencedBlobs)
    {
        InstanceSizeSlug = DoctlJob.SmallestSize,
        ImageTag = "1-latest",
        ReplacesEntryPoint = true,
    };

    [Theory]
    [InlineData("acme", "gc-acme")]
    [InlineData("a", "gc-a")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012", "gc-abcdefghijklmnopqrstuvwxyz012")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123", "gc-abcdefghijklmnopqrst-0bf245c7")]
    public void The_name_of_an_app_follows_from_the_registry(string registry, string expected) => Assert.Equal(expected, AppName.For(registry));

    [Fact]
    public void Every_registry_has_a_valid_name_of_its_own()
    {
        string[] registries = ["a", "0", new('a', 29), new('a', 30), new('a', 63), new string('a', 62) + "b", "a" + new string('-', 40) + "b", "a" + new string('-', 40) + "c"];

        var names = registries.Select(AppName.For).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, static name => Assert.Matches("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", name));
    }

    [Theory]
    [InlineData(RunType.UntaggedManifestsAndUnreferencedBlobs, true, "/app/doctl registries garbage-collection start --include-untagged-manifests --force acme")]
    [InlineData(RunType.UnreferencedBlobsOnly, true, "/app/doctl registries garbage-collection start --force acme")]
    [InlineData(RunType.UntaggedManifestsOnly, true, "/app/doctl registries garbage-collection start --include-untagged-manifests --exclude-unreferenced-blobs --force acme")]
    [InlineData(RunType.UnreferencedBlobsOnly, false, "registries garbage-collection start --force acme")]
    public void The_command_says_what_to_delete_and_is_read_back(string type, bool replaces, string expected)
    {
        var terms = Terms with { Type = type, ReplacesEntryPoint = replaces };

        Assert.Equal(expected, terms.Command);
        Assert.Equal(type, DoctlJob.TypeOf(expected.Replace(" --force acme", " acme  --force", StringComparison.Ordinal), terms));
        Assert.Null(DoctlJob.TypeOf(expected + " acme", terms));
        Assert.Null(DoctlJob.TypeOf(expected + " --force", terms));
        Assert.Null(DoctlJob.TypeOf(expected.Replace("garbage-collection start", "start garbage-collection", StringComparison.Ordinal), terms));
        Assert.Null(DoctlJob.TypeOf(expected + " --api-url=https://example.com", terms));
        Assert.Null(DoctlJob.TypeOf(expected, terms with { ReplacesEntryPoint = !replaces }));
        Assert.Null(DoctlJob.TypeOf(expected, terms with { Registry = "other" }));
        Assert.Null(DoctlJob.TypeOf(null, terms));
    }

    [Fact]
    public void An_app_that_is_as_it_should_be_has_no_drift()
    {
        Assert.True(AppDrift.Of(Given(), Terms).IsNone);

        // What the API fills in, or leaves out, is no change.
        Assert.True(AppDrift.Of(Given(static job => job with { InstanceSizeSlug = null, InstanceCount = null, Alerts = [] }, region: "nyc"), Terms).IsNone);
        Assert.True(AppDrift.Of(Given(static job => job with { Schedule = new() { Cron = "0 3  * * 0", TimeZone = "UTC" } }), Terms with { TimeZone = "UTC" }).IsNone);
        Assert.True(AppDrift.Of(Given(static job => job with { Schedule = new() { Cron = "0 3 * * 0" } }), Terms with { TimeZone = "UTC" }).IsNone);
    }

    [Fact]
    public void What_an_attribute_stands_for_is_given_as_the_attribute()
    {
        var drift = AppDrift.Of(
            Given(
                static job => job with
                {
                    Schedule = new() { Cron = "0 5 * * 1", TimeZone = "UTC" },
                    Image = job.Image! with { Tag = "1.2.3" },
                    RunCommand = (Terms with { Type = RunType.UnreferencedBlobsOnly }).Command,
                    InstanceSizeSlug = "apps-s-1vcpu-1gb",
                },
                region: "nyc"),
            Terms with { Region = "fra" });

        Assert.Equal(
            new AppDrift("0 5 * * 1", "UTC", RunType.UnreferencedBlobsOnly, "1.2.3", "apps-s-1vcpu-1gb", "nyc", drift.Others), drift);
        Assert.Empty(drift.Others);
    }

    public static TheoryData<string, string> Tampering { get; } = new()
    {
        { "kind", "not a scheduled one" },
        { "token", "no token" },
        { "mark", "not marked" },
        { "count", "3 times at once" },
        { "cron", "cannot be read" },
        { "zone", "unknown time zone" },
        { "command", "another command" },
        { "image", "another image" },
        { "digest", "another image" },
        { "name", "is missing" },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public void Whatever_else_was_changed_is_named(string what, string expected)
    {
        var app = Given(job => what switch
        {
            "kind" => job with { Kind = AppJobKinds.PreDeploy },
            "token" => job with { Envs = [.. job.Envs.Where(static env => env.Type != AppEnvTypes.Secret)] },
            "mark" => job with { Envs = [.. job.Envs.Where(static env => env.Type == AppEnvTypes.Secret)] },
            "count" => job with { InstanceCount = 3 },
            "cron" => job with { Schedule = job.Schedule! with { Cron = "whenever" } },
            "zone" => job with { Schedule = job.Schedule! with { TimeZone = "Mars/Base" } },
            "command" => job with { RunCommand = "rm -rf /" },
            "image" => job with { Image = job.Image! with { Repository = "busybox" } },
            "digest" => job with { Image = job.Image! with { Tag = null, Digest = "sha256:1" } },
            "name" => job with { Name = "other" },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });

        var drift = AppDrift.Of(app, Terms);

        Assert.False(drift.IsNone);
        Assert.Contains(drift.Others, text => text.Contains(expected, StringComparison.Ordinal));
        Assert.Null(drift.Schedule);
    }

    [Fact]
    public void A_variable_of_the_job_in_another_scope_is_named()
    {
        var app = Given(static job => job with { Envs = [.. job.Envs.Select(static env => env with { Scope = AppEnvScopes.BuildTime })] });

        Assert.Equal(
            ["The environment variable DIGITALOCEAN_ACCESS_TOKEN has the scope BUILD_TIME.", "The environment variable PLANTON_DOCR_REGISTRY has the scope BUILD_TIME."],
            AppDrift.Of(app, Terms).Others);
    }

    [Fact]
    public void A_specification_shows_no_token_in_a_text() =>
        Assert.DoesNotContain("dop_v1_secret", DoctlJob.Spec(Terms, "dop_v1_secret").ToString() + DoctlJob.Spec(Terms, "dop_v1_secret").Jobs[0].Envs[0], StringComparison.Ordinal);

    private static App Given(Func<AppJob, AppJob>? change = null, string? region = null)
    {
        var spec = DoctlJob.Spec(Terms, "EV[1:x]");
        return new App { Id = "1", Spec = spec with { Region = region, Jobs = [(change ?? (static job => job))(spec.Jobs[0])] } };
    }
}
