using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class RegistryRulesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0", true)]
    [InlineData("my-registry-1", true)]
    [InlineData("a--b", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a.b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    [InlineData("options", false)]
    [InlineData("subscription", false)]
    [InlineData("validate-name", false)]
    [InlineData("optionss", true)]
    public void A_name_is_what_the_api_takes(string name, bool isRight) => Assert.Equal(isRight, RegistryRules.ValidateName(name) is null);

    [Fact]
    public void A_name_has_at_most_63_characters()
    {
        Assert.Null(RegistryRules.ValidateName(new string('a', 63)));
        Assert.NotNull(RegistryRules.ValidateName(new string('a', 64)));
    }

    [Theory]
    [InlineData("bd5f5959-5e1e-4205-a714-a914373942af", true)]
    [InlineData("BD5F5959-5E1E-4205-A714-A914373942AF", false)]
    [InlineData("bd5f59595e1e4205a714a914373942af", false)]
    [InlineData("{bd5f5959-5e1e-4205-a714-a914373942af}", false)]
    [InlineData("bd5f5959-5e1e-4205-a714-a914373942af\n", false)]
    [InlineData("", false)]
    public void A_uuid_is_lower_case_with_dashes(string text, bool isRight) => Assert.Equal(isRight, RegistryRules.IsUuid(text));
}
