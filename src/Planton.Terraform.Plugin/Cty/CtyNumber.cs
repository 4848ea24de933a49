using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// A known number of any size and precision, kept as it came so that it can be handed back unchanged: a 64-bit integer,
/// a binary fraction or infinity, or decimal digits. Numbers are equal as in Terraform: whole numbers by value, all
/// others when their shortest decimal texts agree, so the double 0.1 equals the text "0.1".
/// </summary>
public sealed class CtyNumber : CtyValue
{
    private readonly Form _form;
    private readonly long _bits;
    private readonly CtyDecimal _decimal;

    private CtyNumber(long value) => (_form, _bits) = (Form.Integer, value);

    private CtyNumber(double value) => (_form, _bits) = (Form.Binary, BitConverter.DoubleToInt64Bits(value));

    private CtyNumber(CtyDecimal value) => (_form, _decimal) = (Form.Decimal, value);

    /// <summary>Each number has exactly one form, but for a fraction, which may be binary or decimal.</summary>
    private enum Form
    {
        /// <summary>A whole number that fits 64 bits.</summary>
        Integer,

        /// <summary>A fraction that came as a double, or infinity.</summary>
        Binary,

        /// <summary>A larger whole number, or a fraction that came as text.</summary>
        Decimal,
    }

    /// <inheritdoc/>
    public override CtyType Type => CtyType.Number;

    /// <inheritdoc/>
    public override bool IsWhollyKnown => true;

    /// <summary>Whether the number has no fraction. Infinity is not whole.</summary>
    public bool IsIntegral => _form == Form.Integer || (_form == Form.Decimal && _decimal.IsIntegral);

    /// <summary>A whole number.</summary>
    public static CtyNumber From(long value) => new(value);

    /// <summary>The exact value of a double; infinity is a number too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number (NaN).</exception>
    public static CtyNumber From(double value)
    {
        if (double.IsNaN(value)) throw new ArgumentOutOfRangeException(nameof(value), "NaN is not a number in Terraform.");
        if (!double.IsInteger(value)) return new(value);

        // Both ends are exact doubles; the upper one is the first that no longer fits.
        return value is >= -9223372036854775808d and < 9223372036854775808d ? new((long)value) : From(new BigInteger(value));
    }

    /// <summary>A whole number of any size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 4096 digits.</exception>
    public static CtyNumber From(BigInteger value) => From(CtyDecimal.From(value));

    /// <summary>Reads decimal text such as <c>-0.5</c>, <c>1e3</c> or <c>18446744073709551616</c>.</summary>
    /// <param name="text">The text, without blanks.</param>
    /// <exception cref="FormatException">The text is not a decimal number, or has more than 4096 digits on a side of its point.</exception>
    public static CtyNumber Parse(string text) => TryParse(text, out var number)
        ? number
        : throw new FormatException($"\"{text}\" is not a decimal number of at most 4096 digits on each side of its point.");

    /// <summary>Reads decimal text such as <c>-0.5</c>, <c>1e3</c> or <c>18446744073709551616</c>.</summary>
    /// <param name="text">The text, without blanks.</param>
    /// <param name="number">The number, when the text is one with at most 4096 digits on each side of its point.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CtyNumber? number)
    {
        number = null;
        return text is not null && TryParse(Encoding.UTF8.GetBytes(text), out number);
    }

    /// <summary>Whether the number is whole and within the range of a long, and then which.</summary>
    public bool TryGetInt64(out long value)
    {
        value = _form == Form.Integer ? _bits : 0;
        return _form == Form.Integer;
    }

    /// <summary>The nearest double; infinite when the number is beyond every double.</summary>
    public double ToDouble() => _form switch
    {
        Form.Integer => _bits,
        Form.Binary => Binary,
        _ => _decimal.ToDouble(),
    };

    /// <inheritdoc/>
    public override bool Equals(CtyValue? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is not CtyNumber that) return false;
        if (_form == Form.Integer || that._form == Form.Integer) return _form == that._form && _bits == that._bits;
        if (_form == Form.Binary && that._form == Form.Binary) return Binary.Equals(that.Binary);
        return IsFinite && that.IsFinite && ToDecimal() == that.ToDecimal();
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Halves rather than long.GetHashCode, whose collisions anyone can compute: sets of foreign numbers are hashed.
        if (_form == Form.Integer) return HashCode.Combine(unchecked((int)_bits), (int)(_bits >> 32));
        return IsFinite ? ToDecimal().GetHashCode() : Binary.GetHashCode();
    }

    /// <summary>The number in plain decimal digits, as Terraform writes it; infinity is <c>+Inf</c> or <c>-Inf</c>.</summary>
    public override string ToString()
    {
        if (_form == Form.Integer) return _bits.ToString(CultureInfo.InvariantCulture);
        return IsFinite ? ToDecimal().ToString() : Binary > 0 ? "+Inf" : "-Inf";
    }

    /// <summary>The value of the binary form.</summary>
    private double Binary => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Whether this is neither positive nor negative infinity.</summary>
    internal bool IsFinite => _form != Form.Binary || double.IsFinite(Binary);

    internal static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out CtyNumber? number)
    {
        if (Utf8Parser.TryParse(text, out long integer, out var read) && read == text.Length)
        {
            number = new(integer);
            return true;
        }

        number = CtyDecimal.TryParse(text, out var value) ? From(value) : null;
        return number is not null;
    }

    /// <summary>Whether a number that is not whole is a double without any rounding, and then which.</summary>
    internal bool TryGetExactFraction(out double value)
    {
        value = Binary;
        return _form == Form.Binary || (_form == Form.Decimal && _decimal.TryGetExactDouble(out value));
    }

    private static CtyNumber From(CtyDecimal value) => value.TryGetInt64(out var integer) ? new(integer) : new(value);

    /// <summary>The digits of a finite number that is not a whole one of 64 bits.</summary>
    internal CtyDecimal ToDecimal() => _form == Form.Decimal ? _decimal : CtyDecimal.From(Binary);
}
