namespace Planton.Terraform.Plugin.Cty;

/// <summary>A known number.</summary>
public sealed class CtyNumber : CtyValue
{
    private readonly long _value;

    private CtyNumber(long value)
        : base(CtyType.Number) => _value = value;

    /// <inheritdoc/>
    public override bool IsWhollyKnown => true;

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static CtyNumber From(long value) => new(value);

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other) => other is CtyNumber that && _value == that._value;

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
