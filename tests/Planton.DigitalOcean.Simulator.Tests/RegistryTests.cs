using System.Text;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class RegistryTests
{
    [Fact]
    public async Task A_registry_lives_from_create_to_delete()
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(404, (await simulation.Get("/v2/registries/main")).Status);

        var created = await simulation.Post("/v2/registries", new { name = "main", subscription_tier_slug = "basic", region = "fra1" });
        Assert.Equal(201, created.Status);
        var registry = created.Json.GetProperty("registry");
        Assert.Equal("main", registry.GetProperty("name").GetString());
        Assert.Equal("fra1", registry.GetProperty("region").GetString());
        Assert.Equal("2026-03-02T09:00:00Z", registry.GetProperty("created_at").GetString());
        Assert.Matches(@"^2026-03-02T09:00:00\.\d{9}Z$", registry.GetProperty("storage_usage_bytes_updated_at").GetString());
        Assert.False(registry.TryGetProperty("subscription", out _));

        Assert.Equal(["main"], (await simulation.Get("/v2/registries")).Names("registries"));
        Assert.Equal("basic", (await simulation.Get("/v2/registry")).Json.GetProperty("registry").GetProperty("subscription").GetProperty("tier").GetProperty("slug").GetString());
        var deleted = await simulation.Delete("/v2/registries/main");
        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
        Assert.Equal(404, (await simulation.Delete("/v2/registries/main")).Status);
    }

    [Theory]
    [InlineData("/v2/registries", """{"name":"Main"}""", 422)]
    [InlineData("/v2/registries", """{"name":"under_score"}""", 422)]
    [InlineData("/v2/registries", """{"name":""}""", 422)]
    [InlineData("/v2/registries", """{}""", 422)]
    [InlineData("/v2/registries", """{"name":"x","region":"lon1"}""", 422)]
    [InlineData("/v2/registries", """{"name":"x","subscription_tier_slug":"gold"}""", 422)]
    [InlineData("/v2/registries", """{"name":"x" """, 400)]
    [InlineData("/v2/registries", """{"name":5}""", 400)]
    [InlineData("/v2/registries", "", 400)]
    [InlineData("/v2/registries", """{"name":"taken"}""", 409)]
    [InlineData("/v2/registries", """{"name":"free"}""", 201)]
    [InlineData("/v2/registry", """{"name":"free"}""", 422)]
    [InlineData("/v2/registry", """{"name":"free","subscription_tier_slug":"starter"}""", 201)]
    [InlineData("/v2/registries/validate-name", """{"name":"free"}""", 204)]
    [InlineData("/v2/registries/validate-name", """{"name":"taken"}""", 409)]
    [InlineData("/v2/registry/validate-name", """{"name":"taken"}""", 409)]
    [InlineData("/v2/registry/validate-name", """{"name":"no_name"}""", 422)]
    public async Task Names_and_bodies_are_checked(string path, string body, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.TakeName("taken");
        Assert.Equal(status, (await simulation.Post(path, body)).Status);
    }

    [Fact]
    public async Task The_unnamed_calls_answer_412_once_there_are_several()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("one", tier: "professional");
        Assert.Equal(200, (await simulation.Get("/v2/registry")).Status);
        simulation.Host.World.AddRegistry("two");
        foreach (var method in new[] { "GET", "DELETE" })
        {
            var answer = await simulation.Send(method, "/v2/registry");
            Assert.Equal((412, "precondition_failed"), (answer.Status, answer.ErrorId));
            Assert.Contains("/v2/registries/{registry_name}", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await simulation.Get("/v2/registries")).Json.GetProperty("registries").GetArrayLength());
    }

    [Fact]
    public async Task An_account_may_have_another_limit_than_its_tier()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.Behavior = new() { MaxRegistries = 2 };
        foreach (var status in (int[])[201, 201, 422])
            Assert.Equal(status, (await simulation.Post("/v2/registries", new { name = $"registry-{simulation.Host.World.Registries.Count}" })).Status);
    }

    [Theory]
    [InlineData("starter", 1)]
    [InlineData("basic", 1)]
    [InlineData("professional", 10)]
    public async Task A_tier_limits_the_number_of_registries(string tier, int limit)
    {
        await using var simulation = await Simulation.StartAsync();
        for (var number = 1; number <= limit; number++)
            Assert.Equal(201, (await simulation.Post("/v2/registries", new { name = $"registry-{number}", subscription_tier_slug = tier })).Status);
        Assert.Equal(422, (await simulation.Post("/v2/registries", new { name = "one-more" })).Status);
    }

    [Theory]
    [InlineData(FurtherTier.Ignore, 201, "professional")]
    [InlineData(FurtherTier.Change, 412, "professional")]
    [InlineData(FurtherTier.Refuse, 422, "professional")]
    public async Task A_further_registry_with_another_tier_is_answered_as_configured(FurtherTier behavior, int status, string tier)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("one", tier: "professional");
        simulation.Host.World.AddRegistry("two");
        simulation.Host.World.Behavior = new Behavior { FurtherTier = behavior };
        Assert.Equal(status, (await simulation.Post("/v2/registries", new { name = "three", subscription_tier_slug = "basic" })).Status);
        Assert.Equal(tier, simulation.Host.World.Tier);
    }

    [Fact]
    public async Task Tiers_carry_the_published_figures_and_say_why_they_do_not_fit()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry(new RegistrySeed
        {
            Name = "main",
            Generated = new GeneratedContentSeed { Repositories = 6, Tagged = 1, BlobsPerManifest = 1, BlobBytes = 1_000_000_000 },
        });
        var tiers = (await simulation.Get("/v2/registries/options")).Json.GetProperty("options").GetProperty("subscription_tiers").EnumerateArray().ToList();
        Assert.Equal([524_288_000L, 5_368_709_120L, 107_374_182_400L], tiers.Select(tier => tier.GetProperty("included_storage_bytes").GetInt64()));
        Assert.Equal([false, false, true], tiers.Select(tier => tier.GetProperty("eligible").GetBoolean()));
        Assert.Equal(["OverRepositoryLimit", "OverStorageLimit"], tiers[0].GetProperty("eligibility_reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.False(tiers[2].TryGetProperty("eligibility_reasons", out _));

        var refused = await simulation.Post("/v2/registries/subscription", new { tier_slug = "basic" });
        Assert.Equal(412, refused.Status);
        Assert.Contains("registry is not eligible for tier because: [OverRepositoryLimit]", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subscription_changes_and_keeps_its_age()
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(404, (await simulation.Get("/v2/registries/subscription")).Status);
        simulation.Host.World.AddRegistry("main", tier: "starter");
        simulation.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await simulation.Post("/v2/registry/subscription", new { tier_slug = "basic" })).Status);
        var subscription = (await simulation.Get("/v2/registries/subscription")).Json.GetProperty("subscription");
        Assert.Equal("basic", subscription.GetProperty("tier").GetProperty("slug").GetString());
        Assert.Equal("2026-03-02T09:00:00Z", subscription.GetProperty("created_at").GetString());
        Assert.Equal("2026-03-02T10:00:00Z", subscription.GetProperty("updated_at").GetString());
        Assert.Equal(422, (await simulation.Post("/v2/registry/subscription", new { tier_slug = "gold" })).Status);
    }

    [Theory]
    [InlineData("/v2/registries/main/docker-credentials", 200)]
    [InlineData("/v2/registry/docker-credentials?read_write=true&expiry_seconds=1576800000", 200)]
    [InlineData("/v2/registries/main/docker-credentials?expiry_seconds=1576800001", 422)]
    [InlineData("/v2/registries/main/docker-credentials?expiry_seconds=-1", 422)]
    [InlineData("/v2/registries/main/docker-credentials?read_write=maybe", 400)]
    [InlineData("/v2/registries/other/docker-credentials", 404)]
    public async Task Docker_credentials_are_checked(string path, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        Assert.Equal(status, (await simulation.Get(path)).Status);
    }

    [Fact]
    public async Task Every_docker_credentials_call_makes_a_token_that_can_be_revoked_by_itself()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        var first = Password(await simulation.Get("/v2/registries/main/docker-credentials?expiry_seconds=60"));
        var second = Password(await simulation.Get("/v2/registries/main/docker-credentials?read_write=true"));
        Assert.NotEqual(first, second);
        Assert.Equal([first, second], simulation.Host.World.MintedTokens.Select(token => token.Token));
        Assert.Equal([false, true], simulation.Host.World.MintedTokens.Select(token => token.ReadWrite));
        Assert.Equal(simulation.Host.Clock.GetUtcNow().AddSeconds(60), simulation.Host.World.MintedTokens[0].ExpiresAt);

        Assert.Equal(401, (await simulation.Send("POST", "/v1/oauth/revoke", $"token={second}", token: "another")).Status);
        Assert.Equal(200, (await simulation.Send("POST", "/v1/oauth/revoke", $"token={second}", token: second)).Status);
        Assert.Equal([false, true], simulation.Host.World.MintedTokens.Select(token => token.Revoked));
        Assert.Equal(401, (await simulation.Send("GET", "/v2/account", token: second)).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(401, (await simulation.Send("GET", "/v2/account", token: first)).Status);
    }

    private static string Password(Answer answer)
    {
        var auth = answer.Json.GetProperty("auths").GetProperty("registry.digitalocean.com").GetProperty("auth").GetString()!;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth));
        Assert.StartsWith("sammy@example.com:", text, StringComparison.Ordinal);
        return text[(text.LastIndexOf(':') + 1)..];
    }
}
