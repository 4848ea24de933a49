using System.Diagnostics.CodeAnalysis;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// An author's own type over one that Terraform knows, such as an address block over text. The framework refuses a configured value that is none of the
/// type. Where two values mean the same, it keeps the one that Terraform knows already, in plans, applies and reads alike: what the service writes
/// in another way is no difference.
/// </summary>
/// <typeparam name="T">The .NET type of the values.</typeparam>
/// <typeparam name="TWire">The .NET type of what the configuration holds.</typeparam>
/// <param name="wire">The type in configurations and state.</param>
public abstract class CustomType<T, TWire>(TfType<TWire> wire) : TfType<T>
    where T : notnull
    where TWire : notnull
{
    /// <summary>What a value is, as the end of the sentence "The value must …".</summary>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public sealed override CtyType CtyType => wire.CtyType;

    internal sealed override bool HasMeaning => true;

    /// <summary>Reads a value.</summary>
    /// <returns>Whether it is one of this type.</returns>
    protected abstract bool TryParse(TWire text, [MaybeNullWhen(false)] out T value);

    /// <summary>Writes a value.</summary>
    protected abstract TWire Format(T value);

    /// <summary>Whether two values mean the same; by default, whether they are equal.</summary>
    protected virtual bool MeanTheSame(T before, T after) => EqualityComparer<T>.Default.Equals(before, after);

    internal sealed override CtyValue Keep(CtyValue before, CtyValue after)
    {
        if (!before.IsKnown || !after.IsKnown || !before.IsWhollyKnown || !after.IsWhollyKnown) return after;
        return TryDecode(before, out var old) && TryDecode(after, out var now) && MeanTheSame(old, now) ? before : after;
    }

    private protected sealed override CtyValue Encode(T value) => wire.ToCty(Format(value));

    private protected sealed override T Decode(CtyValue value) =>
        TryDecode(value, out var known) ? known : throw new TfConversionException($"The value must {Description}.", CtyPath.Root);

    // A value that is handed on as it came goes back in its own words.
    private protected sealed override TfValue<T> DecodeKnown(CtyValue value) => TfValue<T>.Known(Decode(value), value);

    private protected sealed override CtyValue EncodeKnown(TfValue<T> value) => value.Origin as CtyValue ?? Encode(value.Value);

    private bool TryDecode(CtyValue value, [MaybeNullWhen(false)] out T known) => TryParse(wire.FromCty(value).Value, out known);
}
