using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Resources;

public sealed class TimeoutsTests
{
    private static readonly TimeoutDefaults Defaults = new(Create: TimeSpan.FromMinutes(5), Delete: TimeSpan.FromMinutes(2));

    [Fact]
    public void Only_operations_with_a_default_can_be_set() =>
        Assert.Equal(["create", "delete"], Defaults.ToAttribute().Type.ToString() is { } type ? type.Replace("object({", "", StringComparison.Ordinal).Replace("})", "", StringComparison.Ordinal).Split(", ").Select(static part => part.Split('=')[0]) : []);

    [Theory]
    [InlineData("Create", "90s", 90)]
    [InlineData("Create", null, 300)]
    [InlineData("Create", "soon", 300)]
    [InlineData("Delete", "1h", 3600)]
    [InlineData("Delete", null, 120)]
    [InlineData("Update", null, 1200)]
    [InlineData("Read", null, 1200)]
    public void The_configured_limit_wins_over_the_default(string operation, string? configured, int seconds)
    {
        var timeouts = new Timeouts { Create = configured, Update = configured, Delete = configured };

        Assert.Equal(TimeSpan.FromSeconds(seconds), Defaults.For(Enum.Parse<OperationKind>(operation), timeouts));
    }

    [Fact]
    public void Without_the_attribute_the_defaults_hold()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Defaults.For(OperationKind.Create, default));
        Assert.Equal(TimeSpan.FromMinutes(5), Defaults.For(OperationKind.Create, TfValue<Timeouts>.Unknown));
    }
}
