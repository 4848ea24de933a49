using Planton.Terraform.Plugin.Testing;
using TerraformProviderPlanton.Retention;

namespace TerraformProviderPlanton.Tests.Retention;

public sealed class RetentionConfigTests
{
    [Theory]
    [InlineData("""[]""", "rules", "At least one")]
    [InlineData("""[{ "name": "a" }]""", "rules[0]", "keep_most_recent, older_than or both")]
    [InlineData("""[{ "name": "a", "keep_most_recent": 1 }, { "name": "a", "keep_most_recent": 2 }]""", "rules[1].name", "\"a\"")]
    [InlineData("""[{ "name": " ", "keep_most_recent": 1 }]""", "rules[0].name", "needs a name")]
    [InlineData("""[{ "name": "a", "keep_most_recent": -1 }]""", "rules[0].keep_most_recent", "-1")]
    [InlineData("""[{ "name": "a", "older_than": "30" }]""", "rules[0].older_than", "\"30d\"")]
    [InlineData("""[{ "name": "a", "older_than": "0s" }]""", "rules[0].older_than", "positive")]
    [InlineData("""[{ "name": "a", "keep_most_recent": 1, "repositories": [] }]""", "rules[0].repositories", "At least one")]
    [InlineData("""[{ "name": "a", "keep_most_recent": 1, "repositories": ["web:v1"] }]""", "rules[0].repositories[0]", "\":\"")]
    [InlineData("""[{ "name": "a", "keep_most_recent": 1, "tag_patterns": ["v[0-9]"] }]""", "rules[0].tag_patterns[0]", "\"[\"")]
    public async Task A_wrong_rule_is_refused_where_it_stands(string rules, string path, string words)
    {
        await using var world = await ProviderFixture.StartAsync();

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.Resource(RetentionGiven.TypeName).ValidateAsync($$"""{ "registry_name": "main", "rules": {{rules}} }"""));

        var error = Assert.Single(refused.Errors);
        Assert.Equal(path, error.Path?.ToString());
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "keep_tags": ["a/b"] """, "keep_tags")]
    [InlineData(""" "max_deletions": 0 """, "max_deletions")]
    [InlineData(""" "schedule": "0 25 * * *" """, "schedule")]
    [InlineData(""" "time_zone": "Nowhere" """, "time_zone")]
    [InlineData(""" "maintenance_window": "-1h" """, "maintenance_window")]
    [InlineData(""" "protect_in_use": { "cluster_uuids": ["prod"] } """, "protect_in_use.cluster_uuids")]
    public async Task A_wrong_argument_is_refused_where_it_stands(string argument, string path)
    {
        await using var world = await ProviderFixture.StartAsync();

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(RetentionGiven.TypeName)
            .ValidateAsync($$"""{ "registry_name": "main", "rules": [{ "name": "a", "keep_most_recent": 1 }], {{argument}} }"""));

        Assert.Equal(path, Assert.Single(refused.Errors).Path?.ToString());
    }

    [Theory]
    [InlineData("30d", 30 * 24 * 60)]
    [InlineData("1d12h", 36 * 60)]
    [InlineData("1d0s", 24 * 60)]
    [InlineData("90m", 90)]
    [InlineData("1h30m", 90)]
    public void An_age_may_begin_with_days(string text, int minutes)
    {
        Assert.True(RetentionAge.TryParse(text, out var age, out var error), error);
        Assert.Equal(TimeSpan.FromMinutes(minutes), age);
        Assert.Equal(age, RetentionAge.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1.5d")]
    [InlineData("1d-1h")]
    [InlineData("1d 1h")]
    [InlineData("12h1d")]
    [InlineData("1w")]
    [InlineData("99999999999d")]
    [InlineData("10675199d12h")]
    public void A_text_that_is_no_age_is_refused(string text)
    {
        Assert.False(RetentionAge.TryParse(text, out _, out var error));
        Assert.Contains("\"30d\"", error, StringComparison.Ordinal);
    }
}
