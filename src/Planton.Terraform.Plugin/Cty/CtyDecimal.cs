using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// A finite decimal number in its one canonical form: the digits without zeros at either end, times a power of ten.
/// Two of them are equal exactly when Terraform writes the same text for both. The form stays as small as its
/// input, whatever the exponent.
/// </summary>
/// <param name="Digits">The significant digits; empty for zero.</param>
/// <param name="Exponent">The power of ten of the last digit.</param>
internal readonly record struct CtyDecimal(bool Negative, string Digits, int Exponent)
{
    /// <summary>
    /// How many digits may stand on either side of the decimal point. Terraform computes with 512 bits, which is 155
    /// digits, and every double fits; the bound keeps a short "1e999999999" from becoming a long text.
    /// </summary>
    public const int MaxDigits = 4096;

    private static readonly CtyDecimal Zero = new(Negative: false, "", 0);

    public bool IsIntegral => Exponent >= 0;

    /// <summary>How many characters the number has in plain decimal digits.</summary>
    public int Length => (Negative ? 1 : 0) + (Digits.Length == 0 ? 1 : IsIntegral ? IntegerLength : Digits.Length + 1 + Math.Max(0, 1 - IntegerLength));

    /// <summary>How many digits stand before the point; zero or negative for a number below 1.</summary>
    private int IntegerLength => Digits.Length + Exponent;

    /// <summary>Takes a whole number apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than <see cref="MaxDigits"/> digits.</exception>
    public static CtyDecimal From(BigInteger value)
    {
        if (value.IsZero) return Zero;

        var text = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture);
        if (text.Length > MaxDigits) throw new ArgumentOutOfRangeException(nameof(value), $"The number has more than {MaxDigits} digits.");

        var digits = text.TrimEnd('0');
        return new(value.Sign < 0, digits, text.Length - digits.Length);
    }

    /// <summary>The shortest decimal that reads back as this finite double.</summary>
    public static CtyDecimal From(double value)
    {
        Span<byte> text = stackalloc byte[32];
        return value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture) && TryParse(text[..length], out var result)
            ? result
            : throw new ArgumentOutOfRangeException(nameof(value), "Only a finite number has decimal digits.");
    }

    /// <summary>
    /// Reads decimal text: a sign, digits with or without a point, an exponent; digits on one side of the point suffice.
    /// False for any other text and for a number beyond <see cref="MaxDigits"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out CtyDecimal result)
    {
        result = Zero;
        var negative = text is [(byte)'-', ..];
        var unsigned = negative || text is [(byte)'+', ..] ? text[1..] : text;

        var end = unsigned.IndexOfAny("eE"u8);
        var mantissa = end < 0 ? unsigned : unsigned[..end];
        long exponent = 0;
        if (end >= 0 && !TryParseExponent(unsigned[(end + 1)..], out exponent)) return false;

        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !AllDigits(whole) || !AllDigits(fraction)) return false;

        return TryAssemble(negative, whole, fraction, exponent, out result);
    }

    /// <summary>The nearest double; infinite when the number is beyond every double.</summary>
    public double ToDouble() => Digits.Length == 0
        ? 0
        : double.Parse($"{(Negative ? "-" : "")}{Digits}E{Exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Whether the number is whole and within the range of a long, and then which.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (!IsIntegral || IntegerLength > 19) return false;

        Span<byte> text = stackalloc byte[20];
        CopyTo(text[..Length]);
        return Utf8Parser.TryParse(text[..Length], out value, out _);
    }

    /// <summary>
    /// Whether a fraction is a double without any rounding, and then which. Meant for numbers that are not whole.
    /// </summary>
    public bool TryGetExactDouble(out double value)
    {
        value = 0;

        // A binary fraction with n places also has exactly n decimal places, and its last digit is 5.
        if (IsIntegral || Digits[^1] != '5') return false;

        value = ToDouble();
        if (value == 0 || !double.IsFinite(value)) return false;

        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (biased == 0 ? 0 : 1L << 52);
        var trailing = BitOperations.TrailingZeroCount(mantissa);
        var places = 1075 - Math.Max(biased, 1) - trailing;
        return places == -Exponent
            && BigInteger.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture)
                == (mantissa >> trailing) * BigInteger.Pow(5, places);
    }

    /// <summary>The number in plain decimal digits, as Terraform writes it: no exponent, no superfluous zero.</summary>
    public override string ToString()
    {
        var text = new byte[Length];
        CopyTo(text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Writes the number as <see cref="ToString"/> does, into exactly <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> text)
    {
        text.Fill((byte)'0');
        if (Negative) text[0] = (byte)'-';

        var number = Negative ? text[1..] : text;
        if (IsIntegral)
        {
            Encoding.ASCII.GetBytes(Digits, number);
            return;
        }

        var point = Math.Max(1, IntegerLength);
        number[point] = (byte)'.';
        var before = Math.Max(0, IntegerLength);
        Encoding.ASCII.GetBytes(Digits.AsSpan(0, before), number);
        Encoding.ASCII.GetBytes(Digits.AsSpan(before), number[^(Digits.Length - before)..]);
    }

    private static bool TryAssemble(
        bool negative,
        ReadOnlySpan<byte> whole,
        ReadOnlySpan<byte> fraction,
        long exponent,
        out CtyDecimal result)
    {
        result = Zero;
        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        exponent -= fraction.Length;
        if (fraction.IsEmpty)
        {
            var trimmed = whole.TrimEnd((byte)'0');
            exponent += whole.Length - trimmed.Length;
            whole = trimmed;
        }
        else if (whole.IsEmpty)
        {
            fraction = fraction.TrimStart((byte)'0');
        }

        var length = (long)whole.Length + fraction.Length;
        if (length == 0) return true;
        if (length + exponent > MaxDigits || exponent < -MaxDigits) return false;

        Span<char> digits = length <= 256 ? stackalloc char[(int)length] : new char[(int)length];
        for (var i = 0; i < whole.Length; i++) digits[i] = (char)whole[i];
        for (var i = 0; i < fraction.Length; i++) digits[whole.Length + i] = (char)fraction[i];
        result = new(negative, new string(digits), (int)exponent);
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var negative = text is [(byte)'-', ..];
        var digits = negative || text is [(byte)'+', ..] ? text[1..] : text;
        if (digits.IsEmpty || !AllDigits(digits)) return false;

        // More digits than this put the number out of bounds in any case: no text is long enough to make up for it.
        const long Saturation = 1_000_000_000_000;
        foreach (var digit in digits) exponent = Math.Min(Saturation, (exponent * 10) + (digit - '0'));
        if (negative) exponent = -exponent;
        return true;
    }

    private static bool AllDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
