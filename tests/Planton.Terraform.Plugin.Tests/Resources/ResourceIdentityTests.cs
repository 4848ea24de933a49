using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Resources;

namespace Planton.Terraform.Plugin.Tests.Resources;

public sealed class ResourceIdentityTests
{
    private static readonly IdentityAttribute Region = new("region", "Where it is.");
    private static readonly IdentityAttribute Number = new("number", "Which one it is.");

    private static readonly CtyObjectType Type = CtyType.Object([("region", CtyType.String), ("number", CtyType.Number)]);

    [Fact]
    public void Messages_call_an_object_by_its_import_id()
    {
        Assert.Equal("fra1:7", new ResourceIdentity(Region, Number).NameOf(Object(CtyValue.String("fra1"), CtyValue.Number(7))));
        Assert.Equal("7/fra1", new ResourceIdentity(Region, Number) { ToImportId = static parts => $"{parts[1]}/{parts[0]}" }.NameOf(Object(CtyValue.String("fra1"), CtyValue.Number(7))));
    }

    [Fact]
    public void An_object_has_no_name_while_a_part_of_its_identity_is_missing()
    {
        var identity = new ResourceIdentity(Region, Number);

        Assert.Null(identity.NameOf(Object(CtyValue.String("fra1"), CtyValue.Unknown(CtyType.Number))));
        Assert.Null(identity.NameOf(Object(CtyValue.Null(CtyType.String), CtyValue.Number(7))));
        Assert.Null(identity.NameOf(Object(CtyValue.String(string.Empty), CtyValue.Number(7))));
    }

    [Fact]
    public void The_only_object_of_its_kind_needs_no_name() =>
        Assert.Null(new ResourceIdentity(Region) { IsSingleton = true }.NameOf(Object(CtyValue.String("fra1"), CtyValue.Number(7))));

    private static CtyObject Object(CtyValue region, CtyValue number) => CtyValue.Object(Type, [("region", region), ("number", number)]);
}
