using CsCheck;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Functions;

/// <summary>The functions under their published names, called as the CLI calls them: in a process that is not configured.</summary>
public sealed class FunctionCallTests
{
    private const string Manifest = """
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
          name: dev
          labels: { team: web }
          tags: [one, two]
        spec:
          name: acme
          subscription_tier: BASIC
        """;

    [Fact]
    public async Task A_manifest_becomes_an_object_of_exactly_these_attributes()
    {
        var result = Assert.IsType<CtyObject>(await CallAsync("manifest_decode", Manifest));

        Assert.Equal(["docker_credentials", "doks_integration", "garbage_collection_enabled", "metadata", "name", "region", "subscription_tier_slug"], result.Type.Attributes.Select(static attribute => attribute.Name));
        Assert.Equal(CtyValue.String("acme"), result["name"]);
        Assert.Equal(CtyValue.String("basic"), result["subscription_tier_slug"]);
        Assert.Equal(CtyValue.Null(CtyType.String), result["region"]);
        Assert.Equal(CtyValue.Bool(false), result["garbage_collection_enabled"]);
        Assert.All(["docker_credentials", "doks_integration"], name => Assert.True(result[name].IsNull));
        var metadata = Assert.IsType<CtyObject>(result["metadata"]);
        Assert.Equal(["env", "group", "id", "labels", "name", "org", "tags"], metadata.Type.Attributes.Select(static attribute => attribute.Name));
        Assert.Equal(CtyValue.String("dev"), metadata["name"]);
        Assert.All(["id", "org", "env", "group"], name => Assert.Equal(CtyValue.Null(CtyType.String), metadata[name]));
        Assert.Equal(CtyValue.Map(CtyType.String, KeyValuePair.Create<string, CtyValue>("team", CtyValue.String("web"))), metadata["labels"]);
        Assert.Equal(CtyValue.List(CtyType.String, CtyValue.String("one"), CtyValue.String("two")), metadata["tags"]);
    }

    [Fact]
    public async Task Several_manifests_become_a_list_of_the_same_objects()
    {
        var list = Assert.IsType<CtySequence>(await CallAsync("manifests_decode", $"{Manifest}\n---\nkind: Secret\n---\n{Manifest}\n  docker_credentials: {{ write: true, expiry_seconds: 60 }}"));

        Assert.Equal(await CallAsync("manifest_decode", Manifest), list.Elements[0]);
        var credentials = Assert.IsType<CtyObject>(((CtyObject)list.Elements[1])["docker_credentials"]);
        Assert.Equal((CtyValue.Bool(true), CtyValue.Number(60)), (credentials["write"], credentials["expiry_seconds"]));
        Assert.Empty(Assert.IsType<CtySequence>(await CallAsync("manifests_decode", string.Empty)).Elements);
    }

    [Fact]
    public async Task Labels_and_tags_that_are_not_set_are_empty_and_not_null()
    {
        var result = (CtyObject)await CallAsync("manifest_decode", Manifest.Replace("  labels: { team: web }\n  tags: [one, two]\n", string.Empty, StringComparison.Ordinal));

        var metadata = (CtyObject)result["metadata"];
        Assert.Equal(CtyValue.Map(CtyType.String), metadata["labels"]);
        Assert.Equal(CtyValue.List(CtyType.String), metadata["tags"]);
    }

    [Theory]
    [InlineData("v1", "registry.digitalocean.com/acme/team/web:v1")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "registry.digitalocean.com/acme/team/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public async Task A_tag_joins_with_a_colon_and_a_digest_with_an_at_sign(string tag, string address) =>
        Assert.Equal(CtyValue.String(address), await CallAsync("image", "acme", "team/web", tag));

    // 2026-03-01 is a Sunday. Berlin skips 02:00-03:00 on 2026-03-29 and repeats it on 2026-10-25.
    [Theory]
    [InlineData("0 3 * * SUN", "UTC", "2026-02-28T00:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("0 3 * * SUN", "UTC", "2026-03-01T02:59:59.999999999Z", "2026-03-01T03:00:00Z")]
    [InlineData("0 3 * * SUN", "UTC", "2026-03-01T03:00:00Z", "2026-03-08T03:00:00Z")]
    [InlineData("0 3 * * SUN", "UTC", "2026-03-01T03:00:00.000000001Z", "2026-03-08T03:00:00Z")]
    [InlineData("0 3 * * SUN", "UTC", "2026-03-01T04:00:00+01:00", "2026-03-08T03:00:00Z")]
    [InlineData("0 3 * * SUN", "UTC", "2026-03-01T03:59:59+01:00", "2026-03-01T03:00:00Z")]
    [InlineData("0 3 * * SUN", "Europe/Berlin", "2026-02-28T00:00:00Z", "2026-03-01T02:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("0 0 13 * FRI", "UTC", "2026-03-02T00:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("@monthly", "Asia/Kathmandu", "2026-03-01T00:00:00Z", "2026-03-31T18:15:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    public async Task The_next_slot_is_strictly_after_the_given_time(string schedule, string zone, string after, string slot) =>
        Assert.Equal(CtyValue.String(slot), await CallAsync("cron_next", schedule, zone, after));

    [Theory]
    [InlineData("image", 0, "A registry name has 1 to 63", "Acme", "Web", ".v1")]
    [InlineData("image", 1, "A repository has one or more parts", "acme", "Web", ".v1")]
    [InlineData("image", 2, "A tag has 1 to 128", "acme", "web", ".v1")]
    [InlineData("cron_next", 0, "The minute field \"60\" is not valid", "60 * * * *", "Mars", "now")]
    [InlineData("cron_next", 0, "never occurs", "0 0 30 2 *", "UTC", "2026-03-01T00:00:00Z")]
    [InlineData("cron_next", 1, "\"Mars\" is not a time zone of the IANA database", "@daily", "Mars", "now")]
    [InlineData("cron_next", 2, "\"now\" is not a valid time. Give date, time and offset in RFC 3339 format", "@daily", "UTC", "now")]
    [InlineData("cron_next", 2, "The given text is not a valid time.", "@daily", "UTC", "\u001b[31m")]
    [InlineData("cron_next", 2, "The schedule \"@daily\" has no time after 9998-12-31T00:00:00Z: the calendar ends with the year 9998", "@daily", "UTC", "9998-12-31T00:00:00Z")]
    [InlineData("manifest_decode", 0, "The text is empty. It must contain a manifest", "")]
    [InlineData("manifest_decode", 0, "Line 1, column 7: \"kind\" must be DigitalOceanContainerRegistry", "kind: Secret")]
    public async Task An_error_names_the_first_wrong_argument(string function, int argument, string text, params string[] arguments)
    {
        var error = await Assert.ThrowsAsync<FunctionErrorException>(() => CallAsync(function, arguments));

        Assert.Equal(argument, error.Argument);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest_decode")]
    [InlineData("image")]
    [InlineData("cron_next")]
    public async Task Null_gets_words_and_the_unknown_an_unknown_result_even_from_a_client_that_sends_them(string name)
    {
        await using var provider = await StartAsync();
        var function = (await CoreSimulation.ConnectAsync(provider.Channel)).Function(name);
        var known = function.Signature.Parameters.Select(static _ => (CtyValue)CtyValue.String("x")).ToArray();

        for (var i = 0; i < known.Length; i++)
        {
            Assert.True(function.Signature.Parameters[i] is { AllowNullValue: false, AllowUnknownValues: false });
            var error = await Assert.ThrowsAsync<FunctionErrorException>(() => function.CallAsync(With(known, i, CtyValue.Null(CtyType.String))));
            Assert.Equal(($"The argument \"{function.Signature.Parameters[i].Name}\" must not be null", (int?)i), (error.Message, error.Argument));

            // The other arguments are wrong, and are not looked at.
            Assert.True((await function.CallAsync(With(known, i, CtyValue.Unknown(CtyType.String)))).IsUnknown);
        }
    }

    [Fact]
    public async Task The_next_slot_is_the_one_that_a_policy_would_show()
    {
        await using var provider = await StartAsync();
        var function = (await CoreSimulation.ConnectAsync(provider.Channel)).Function("cron_next");
        var instants = Gen.Long[new DateTime(1995, 1, 1).Ticks, new DateTime(2090, 1, 1).Ticks].Select(static ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

        await Gen.Select(Gen.OneOf("@weekly", "*/7 2 * * *", "30 2 L * *", "0 3 1 * MON"), Gen.OneOf("UTC", "Europe/Berlin", "America/St_Johns"), instants).SampleAsync(
            async (schedule, zone, after) =>
            {
                var slot = await function.CallAsync(CtyValue.String(schedule), CtyValue.String(zone), CtyValue.String(after.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'")));
                Assert.True(CronSchedule.TryParse(schedule, out var policy, out _) & IanaZone.TryParse(zone, out var home, out _));
                Assert.Equal(policy!.NextAfter(after, home!), Rfc3339.Parse(((CtyString)slot).Value));
            },
            iter: 100,
            threads: 1);
    }

    private static CtyValue[] With(CtyValue[] arguments, int index, CtyValue value) => [.. arguments[..index], value, .. arguments[(index + 1)..]];

    private static Task<InProcessProvider> StartAsync() => InProcessProvider.StartAsync(new PlantonProvider(static _ => null, "1.2.3", new Random(1)));

    private static async Task<CtyValue> CallAsync(string name, params string[] arguments)
    {
        await using var provider = await StartAsync();
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        return await core.Function(name).CallAsync([.. arguments.Select(CtyValue.String)]);
    }
}
