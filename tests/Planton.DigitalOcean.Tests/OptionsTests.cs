namespace Planton.DigitalOcean.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("abc123")]
    [InlineData(" abc123\r\n")]
    [InlineData("'abc123'")]
    [InlineData(" ' abc123 ' ")]
    [InlineData("' 'abc123' '")]
    public async Task White_space_and_single_quotes_around_a_token_are_dropped(string token)
    {
        var api = new StubApi().Then(204);
        using var client = TestClient.Of(api, options: TestClient.Options with { Token = token });
        await client.Registries.DeleteAsync("reg");
        Assert.Equal("Bearer abc123", api.Requests[0].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" '' ")]
    [InlineData("secr et")]
    [InlineData("secr\net")]
    [InlineData("secrét")]
    public void An_unusable_token_is_refused_without_being_shown(string token)
    {
        var error = Assert.Throws<ArgumentException>(() => TestClient.Of(new StubApi(), options: TestClient.Options with { Token = token }));
        Assert.Equal("Token", error.ParamName);
        Assert.DoesNotContain("secr", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://api.example.test")]
    [InlineData("/v2")]
    [InlineData("https://user:pass@api.example.test")]
    [InlineData("https://api.example.test?x=1")]
    [InlineData("https://api.example.test#x")]
    public void An_endpoint_that_is_no_base_address_is_refused(string endpoint)
    {
        var options = TestClient.Options with { Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute), RevocationEndpoint = new Uri("https://x.example.test") };
        var error = Assert.Throws<ArgumentException>(() => TestClient.Of(new StubApi(), options: options));
        Assert.Equal("Endpoint", error.ParamName);
    }

    public static TheoryData<DigitalOceanClientOptions, string> OutOfRange() => new()
    {
        { TestClient.Options with { RetryMax = -1 }, "RetryMax" },
        { TestClient.Options with { RetryWaitMin = TimeSpan.FromTicks(-1) }, "RetryWaitMin" },
        { TestClient.Options with { RetryWaitMax = TimeSpan.MaxValue }, "RetryWaitMax" },
        { TestClient.Options with { RequestsPerSecond = -1 }, "RequestsPerSecond" },
        { TestClient.Options with { RequestsPerSecond = double.NaN }, "RequestsPerSecond" },
        { TestClient.Options with { RequestsPerSecond = 0.0099 }, "RequestsPerSecond" },
        { TestClient.Options with { RequestsPerSecond = 10_001 }, "RequestsPerSecond" },
        { TestClient.Options with { RequestsPerSecond = 1e-300 }, "RequestsPerSecond" },
        { TestClient.Options with { AttemptTimeout = TimeSpan.Zero }, "AttemptTimeout" },
        { TestClient.Options with { CacheLifetime = TimeSpan.FromTicks(-1) }, "CacheLifetime" },
        { TestClient.Options with { UserAgent = "a\r\nHost: b" }, "UserAgent" },
        { TestClient.Options with { RevocationEndpoint = new Uri("ftp://x") }, "RevocationEndpoint" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Settings_out_of_range_are_refused_by_name(DigitalOceanClientOptions options, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => TestClient.Of(new StubApi(), options: options)).ParamName);

    [Fact]
    public void Options_as_text_hold_no_token()
    {
        Assert.DoesNotContain(TestClient.Token, TestClient.Options.ToString(), StringComparison.Ordinal);
        Assert.Contains("https://api.example.test", TestClient.Options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_revoked_at_DigitalOcean_or_under_the_endpoint_that_stands_for_it()
    {
        Assert.Equal("https://api.example.test/v1/oauth/revoke", TestClient.Options.RevocationEndpoint.AbsoluteUri);
        Assert.Equal("https://cloud.digitalocean.com/v1/oauth/revoke", new DigitalOceanClientOptions { Token = "t" }.RevocationEndpoint.AbsoluteUri);
    }
}
