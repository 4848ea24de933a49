using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Operations;

public sealed class TimeoutsTests
{
    private static readonly TimeoutsAttribute Attribute = new(create: TimeSpan.FromMinutes(5), delete: TimeSpan.FromMinutes(2));

    private static readonly Schema<Model> Timed = new()
    {
        Description = "Has limits.",
        Attributes = { { "timeouts", static m => ref m.Timeouts, Attribute } },
    };

    [Fact]
    public void Only_operations_with_a_default_can_be_set() =>
        Assert.Equal(["create", "delete"], ((CtyObjectType)Attribute.Type).Attributes.Select(static attribute => attribute.Name));

    [Theory]
    [InlineData("Create", "90s", 90, "create")]
    [InlineData("Create", null, 300, "create")]
    [InlineData("Create", "soon", 300, "create")]
    [InlineData("Delete", "1h", 3600, "delete")]
    [InlineData("Delete", null, 120, "delete")]
    [InlineData("Update", null, 1200, null)]
    [InlineData("Invoke", "1h", 1200, null)]
    [InlineData("Read", null, 1200, null)]
    public void The_configured_limit_wins_over_the_default(string operation, string? configured, int seconds, string? setting)
    {
        var timeouts = new Timeouts { Create = configured, Delete = configured };

        var limit = TimeoutsAttribute.LimitOf(Timed, Enum.Parse<TimedOperation>(operation), Timed.Attributes.Encode(new() { Timeouts = timeouts }));

        Assert.Equal(new TimeLimit(TimeSpan.FromSeconds(seconds), setting), limit);
    }

    [Fact]
    public void Where_nothing_is_set_or_known_the_defaults_hold()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Attribute.LimitOf(TimedOperation.Create, default).Value);
        Assert.Equal(TimeSpan.FromMinutes(5), Attribute.LimitOf(TimedOperation.Create, TfValue<Timeouts>.Unknown).Value);
    }

    [Fact]
    public void A_schema_without_the_attribute_has_a_limit_that_nobody_can_raise()
    {
        var schema = new Schema<Model> { Description = "Has none." };

        Assert.Equal(new TimeLimit(TimeSpan.FromMinutes(20)), TimeoutsAttribute.LimitOf(schema, TimedOperation.Create, schema.Attributes.Encode(new())));
    }

    private sealed class Model
    {
        public TfValue<Timeouts> Timeouts;
    }
}
