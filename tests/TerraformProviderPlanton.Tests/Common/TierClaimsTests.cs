using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class TierClaimsTests
{
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_conflict_names_both_resources_and_is_a_warning_where_they_keep_what_they_have(bool firstIsKept, bool secondIsKept, bool isError)
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", firstIsKept, diagnostics);
        claims.Claim("b", "tier", "professional", secondIsKept, diagnostics);

        Assert.Contains("b sets the tier \"professional\", but a sets \"basic\"", Assert.Single(diagnostics).Detail, StringComparison.Ordinal);
        Assert.Equal(isError, diagnostics.HasErrors);
    }

    [Fact]
    public void Asking_twice_or_for_the_same_tier_is_no_conflict()
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("b", "tier", "basic", isKept: false, diagnostics);

        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Two_resources_of_one_name_that_ask_for_different_tiers_are_told_apart()
    {
        var (claims, diagnostics) = (new TierClaims(), new DiagnosticList());

        claims.Claim("a", "tier", "basic", isKept: false, diagnostics);
        claims.Claim("a", "tier", "professional", isKept: false, diagnostics);

        Assert.Contains("a sets the tier \"professional\", but another one sets \"basic\"", Assert.Single(diagnostics).Detail, StringComparison.Ordinal);
    }
}
