using Microsoft.Extensions.Time.Testing;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Credentials;

public sealed class DockerCredentialsTests
{
    private const string TypeName = "planton_docr_docker_credentials";
    private const string Main = """{ "registry_name": "main" }""";
    private const string Mints = "/v2/registries/*/docker-credentials";
    private const string Revocations = "/v1/oauth/revoke";

    private static WorldSeed Seed { get; } = new() { Registries = [new() { Name = "main" }] };

    [Fact]
    public async Task Credentials_are_for_pulling_and_for_an_hour_unless_more_is_asked_for()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var opened = await world.Core.Ephemeral(TypeName).OpenAsync(Main);

        var token = Assert.Single(world.World.MintedTokens);
        Assert.Equal(("main", false, world.Simulator.Clock.GetUtcNow().AddHours(1)), (token.RegistryName, token.ReadWrite, token.ExpiresAt));
        Assert.Equal(
            (CtyValue.String(token.Token), CtyValue.String("sammy@example.com"), CtyValue.String("registry.digitalocean.com")),
            (opened["password"], opened["username"], opened["server"]));
        Assert.StartsWith("""{"auths":{"registry.digitalocean.com":{"auth":""", Assert.IsType<CtyString>(opened["docker_config_json"]).Value, StringComparison.Ordinal);
        Assert.Equal((CtyValue.Bool(false), CtyValue.Number(3600)), (opened["read_write"], opened["expiry_seconds"]));
        Assert.Single(world.Simulator.Requests.All);
    }

    [Fact]
    public async Task What_is_asked_for_is_what_is_made()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        await world.Core.Ephemeral(TypeName).OpenAsync("""{ "registry_name": "main", "read_write": true, "expiry_seconds": 600 }""");

        var token = Assert.Single(world.World.MintedTokens);
        Assert.Equal((true, world.Simulator.Clock.GetUtcNow().AddMinutes(10)), (token.ReadWrite, token.ExpiresAt));
    }

    [Fact]
    public async Task Closing_revokes_the_token_and_may_come_twice()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var (first, second) = (await credentials.OpenAsync(Main), await credentials.OpenAsync(Main));

        await credentials.CloseAsync(first);
        Assert.Equal([true, false], world.World.MintedTokens.Select(static token => token.Revoked));
        await credentials.CloseAsync(second, afterRenewal: true);
        await credentials.CloseAsync(second);

        Assert.All(world.World.MintedTokens, static token => Assert.True(token.Revoked));
        Assert.Empty(world.Core.Warnings);
        Assert.Equal(3, world.Count("POST", Revocations));
    }

    [Theory]
    [InlineData(FaultKind.Status)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Html)]
    public async Task A_revocation_that_fails_is_a_warning_with_the_registry_and_without_the_secret(FaultKind kind)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        var token = Assert.Single(world.World.MintedTokens).Token;
        world.Simulator.Faults.Add(new() { Kind = kind, Path = Revocations, Body = $"not {token} today" });

        await credentials.CloseAsync(opened);

        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal("The Docker credentials of the registry \"main\" were not revoked", warning.Summary);
        Assert.Contains($"{world.Simulator.Clock.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}", warning.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(token, warning.Detail, StringComparison.Ordinal);
        Assert.False(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task A_revocation_that_succeeds_at_last_is_none_that_failed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.LoseAnswer, Path = Revocations, Count = 1 });

        await credentials.CloseAsync(opened);

        Assert.Empty(world.Core.Warnings);
        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task A_registry_that_does_not_exist_is_an_error_at_its_name()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Ephemeral(TypeName).OpenAsync("""{ "registry_name": "gone" }"""));

        var error = Assert.Single(failure.Errors);
        Assert.Equal(("registry_name", "The registry \"gone\" does not exist"), (error.Path?.ToString(), error.Summary));
        Assert.Contains("terraform_data", error.Detail, StringComparison.Ordinal);
        Assert.Empty(world.World.MintedTokens);
    }

    [Theory]
    [InlineData("0", "never expire")]
    [InlineData("-1", "from 1 to 1576800000")]
    [InlineData("1576800001", "from 1 to 1576800000")]
    public async Task A_life_without_end_or_out_of_bounds_is_refused_before_anything_is_asked(string seconds, string words)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.Ephemeral(TypeName).ValidateAsync($$"""{ "registry_name": "(unknown)", "expiry_seconds": {{seconds}} }"""));

        var error = Assert.Single(failure.Errors);
        Assert.Equal("expiry_seconds", error.Path?.ToString());
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
        Assert.Empty(world.Simulator.Requests.All);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1576800000")]
    [InlineData("\"(unknown)\"")]
    public async Task A_life_within_the_bounds_or_not_known_yet_is_accepted(string seconds)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        await world.Core.Ephemeral(TypeName).ValidateAsync($$"""{ "registry_name": "main", "expiry_seconds": {{seconds}} }""");
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.WrongJson)]
    public async Task An_answer_that_is_lost_is_not_asked_for_again_and_the_error_tells_what_may_be_left(FaultKind kind)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new() { Kind = kind, Path = Mints, Processed = true });

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Ephemeral(TypeName).OpenAsync(Main));

        Assert.Contains("expires after 3600 seconds", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
        Assert.Equal(1, world.Count("GET", Mints));
    }

    [Fact]
    public async Task A_token_without_the_scopes_hears_of_both()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddToken(ProviderFixture.Token, "registry:read");

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Ephemeral(TypeName).OpenAsync(Main));

        Assert.Contains("registry:read + registry:update", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_is_never_asked_for_and_says_nothing_while_the_credentials_live()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        Assert.Null(opened.RenewAt);

        var renewed = await credentials.RenewAsync(opened);
        Assert.Null(renewed.RenewAt);
        Assert.Empty(world.Core.Warnings);
        await credentials.CloseAsync(renewed, afterRenewal: true);

        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task Credentials_that_end_before_the_run_are_told_of_when_they_are_renewed_and_closed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        world.Simulator.Clock.Advance(TimeSpan.FromMinutes(61));

        // The time is the API's, so that an answer must tell it.
        await world.Core.ReadDataAsync("planton_docr_registry", """{ "name": "main" }""");
        await credentials.RenewAsync(opened);
        await credentials.CloseAsync(opened);

        Assert.Equal(2, world.Core.Warnings.Count);
        Assert.All(world.Core.Warnings, static warning =>
        {
            Assert.Equal("The Docker credentials of the registry \"main\" expired before the run ended", warning.Summary);
            Assert.Contains("set expiry_seconds", warning.Detail, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_open_that_the_user_stops_leaves_no_token()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Delay, Path = Mints, Delay = TimeSpan.FromMilliseconds(500) });

        var opening = world.Core.Ephemeral(TypeName).OpenAsync(Main);
        await StopWhenAskedAsync(world, Mints);
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => opening);

        Assert.Contains("interrupted", Assert.Single(failure.Errors).Summary, StringComparison.Ordinal);
        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task An_open_that_is_stopped_and_never_answered_tells_what_may_be_left()
    {
        var time = new FakeTimeProvider();
        await using var world = await ProviderFixture.StartAsync(Seed, time: time);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Delay, Path = Mints, Delay = TimeSpan.FromMinutes(10) });

        var opening = world.Core.Ephemeral(TypeName).OpenAsync(Main);
        await StopWhenAskedAsync(world, Mints);
        while (!opening.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(opening, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => opening);
        Assert.Contains("expires after 3600 seconds", Assert.Single(failure.Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_does_not_keep_the_token_from_being_revoked()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = 503, Path = Revocations, Delay = TimeSpan.FromMilliseconds(200), Count = 1 });

        var closing = credentials.CloseAsync(opened);
        await StopWhenAskedAsync(world, Revocations);
        await closing;

        Assert.Empty(world.Core.Warnings);
        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task A_revocation_that_is_never_answered_is_given_up()
    {
        var time = new FakeTimeProvider();
        await using var world = await ProviderFixture.StartAsync(Seed, time: time);
        var credentials = world.Core.Ephemeral(TypeName);
        var opened = await credentials.OpenAsync(Main);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Delay, Path = Revocations, Delay = TimeSpan.FromMinutes(10) });

        var closing = credentials.CloseAsync(opened);
        while (!closing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(closing, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        await closing;
        Assert.Contains("did not respond in time", Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_CLI_forgets_is_revoked_when_the_process_ends()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        await world.Core.Ephemeral(TypeName).OpenAsync(Main);

        await world.EndAsync();

        Assert.True(Assert.Single(world.World.MintedTokens).Revoked);
    }

    [Fact]
    public async Task While_the_provider_is_not_configured_nothing_is_made_and_nothing_is_revoked()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        await world.Core.ConfigureAsync("""{ "token": "(unknown)" }""");
        var credentials = world.Core.Ephemeral(TypeName);

        var opened = await credentials.OpenAsync(Main, isConfigured: false);
        await credentials.CloseAsync(opened);

        Assert.True(opened["password"].IsUnknown);
        Assert.Contains("\"token\"", Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
        Assert.Empty(world.Simulator.Requests.All);
    }

    [Fact]
    public async Task The_log_knows_no_secret()
    {
        using var log = new CapturedLog();
        await using var world = await ProviderFixture.StartAsync(Seed, loggers: log);
        var credentials = world.Core.Ephemeral(TypeName);

        var opened = await credentials.OpenAsync(Main);
        await credentials.RenewAsync(opened);
        await credentials.CloseAsync(opened);

        var config = Assert.IsType<CtyString>(opened["docker_config_json"]).Value;
        Assert.Contains("/docker-credentials", log.Text, StringComparison.Ordinal);
        Assert.Contains(Revocations, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Assert.Single(world.World.MintedTokens).Token, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(config.Split('"')[^2], log.Text, StringComparison.Ordinal);
    }

    private static async Task StopWhenAskedAsync(ProviderFixture world, string path)
    {
        while (world.Count(null!, path) == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
    }
}
