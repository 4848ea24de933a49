using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>Values that bring their own type. A null and an unknown value have one too, and must go back with it.</summary>
internal sealed class DynamicType : TfType<CtyValue>
{
    public static DynamicType Instance { get; } = new();

    public override CtyType CtyType => CtyType.Dynamic;

    private protected override CtyValue Encode(CtyValue value) => value;

    private protected override CtyValue Decode(CtyValue value) => value;

    private protected override CtyValue EncodeMissing(TfValue<CtyValue> value) => value.Missing ?? base.EncodeMissing(value);

    private protected override TfValue<CtyValue> DecodeMissing(CtyValue value) =>
        value.IsNull ? TfValue<CtyValue>.NullOf(value) : TfValue<CtyValue>.UnknownOf(value);
}
