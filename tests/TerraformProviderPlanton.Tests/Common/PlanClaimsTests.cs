using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class PlanClaimsTests
{
    [Fact]
    public void The_second_resource_with_another_configuration_is_told_of_the_first()
    {
        var claims = new PlanClaims();

        Assert.Null(claims.Claim("main", "a", "one", hasState: false));
        Assert.Equal("a", claims.Claim("main", "b", "two", hasState: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_resources_with_the_same_configuration_are_two(bool haveState)
    {
        var claims = new PlanClaims();

        Assert.Null(claims.Claim("main", "a", "one", haveState));
        Assert.Equal("a", claims.Claim("main", "a", "one", haveState));
    }

    /// <summary>The CLI plans a replacement first with the state and then without it.</summary>
    [Fact]
    public void A_resource_that_is_replaced_is_one()
    {
        var claims = new PlanClaims();

        Assert.Null(claims.Claim("main", "a", "one", hasState: true));
        Assert.Null(claims.Claim("main", "a", "one", hasState: false));
        Assert.Equal("a", claims.Claim("main", "a", "one", hasState: false));
    }

    [Fact]
    public void Each_further_resource_is_told_once()
    {
        var claims = new PlanClaims();
        claims.Claim("main", "a", "one", hasState: true);

        Assert.NotNull(claims.Claim("main", "b", "two", hasState: true));
        Assert.Null(claims.Claim("main", "b", "two", hasState: false));
        Assert.NotNull(claims.Claim("main", "c", "three", hasState: false));
    }

    [Fact]
    public void Other_things_and_claims_before_an_apply_do_not_matter()
    {
        var claims = new PlanClaims();
        claims.Claim("main", "a", "one", hasState: false);

        Assert.Null(claims.Claim("other", "b", "two", hasState: false));
        claims.Release("main");
        Assert.Null(claims.Claim("main", "a", "changed", hasState: true));
    }
}
