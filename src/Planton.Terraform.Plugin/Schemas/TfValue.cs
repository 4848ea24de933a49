using System.Diagnostics.CodeAnalysis;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>The state of a value, whatever its type.</summary>
public interface ITfValue
{
    /// <summary>Whether there is a value and it is known.</summary>
    bool IsKnown { get; }

    /// <summary>Whether there is no value.</summary>
    bool IsNull { get; }

    /// <summary>Whether the value is known only after apply.</summary>
    bool IsUnknown { get; }
}

/// <summary>
/// The value of an attribute in one of Terraform's three states: known, null (not set), or unknown until apply.
/// The default is null, so a fresh model has nothing set.
/// </summary>
/// <remarks>
/// Values are equal when Terraform would call them equal: lists element by element, sets in any order, maps by their entries, objects by their
/// attributes. How that is decided comes with every value of a configuration, plan or state. Where neither side came from there, sets compare in
/// order, and objects as their class does, so a class whose new instances are compared with each other should be a record.
/// </remarks>
public readonly struct TfValue<T> : ITfValue, IEquatable<TfValue<T>>
    where T : notnull
{
    private readonly T? _value;

    /// <summary>
    /// Null for null, a mark for the other states, or what a known value remembers of its origin: the type by which its parts compare, or the number
    /// that it only approximates. One field for both keeps the struct as small as state and value alone.
    /// </summary>
    private readonly object? _state;

    private TfValue(object? state, T? value = default) => (_state, _value) = (state, value);

    /// <summary>The value that is not set.</summary>
    public static TfValue<T> Null => default;

    /// <summary>The value that is known only after apply.</summary>
    public static TfValue<T> Unknown => new(TfState.Unknown);

    /// <summary>Whether there is a value and it is known.</summary>
    public bool IsKnown => !IsNull && !IsUnknown;

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => _state is null;

    /// <summary>Whether the value is known only after apply.</summary>
    public bool IsUnknown => ReferenceEquals(_state, TfState.Unknown);

    /// <summary>The known value.</summary>
    /// <exception cref="TfMissingValueException">The value is null or unknown.</exception>
    public T Value => IsKnown
        ? _value!
        : throw new TfMissingValueException($"A value was read that is {(IsNull ? "null" : "unknown")}; check IsKnown first.");

    /// <summary>Makes a known value; null makes the null value.</summary>
    public static implicit operator TfValue<T>(T? value) => value is null ? Null : new(TfState.Known, value);

    /// <summary>Whether two values are in the same state and, if known, equal.</summary>
    public static bool operator ==(TfValue<T> left, TfValue<T> right) => left.Equals(right);

    /// <summary>Whether two values differ in state or, if known, in value.</summary>
    public static bool operator !=(TfValue<T> left, TfValue<T> right) => !left.Equals(right);

    /// <summary>
    /// What a null or unknown value came from. Only a value of any type has it: its null and its unknown have a type of their own, with which they must
    /// go back to the CLI.
    /// </summary>
    internal T? Missing => IsKnown ? default : _value;

    /// <summary>Makes a known value; null makes the null value.</summary>
    public static TfValue<T> Known(T value) => value;

    internal static TfValue<T> NullOf(T origin) => new(null, origin);

    internal static TfValue<T> UnknownOf(T origin) => new(TfState.Unknown, origin);

    /// <summary>The known value, or a fallback when the value is null or unknown.</summary>
    public T Or(T fallback) => IsKnown ? _value! : fallback;

    /// <summary>Gives the known value, when there is one.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = IsKnown ? _value : default;
        return IsKnown;
    }

    /// <inheritdoc/>
    public bool Equals(TfValue<T> other) => IsKnown && other.IsKnown
        ? TfEquality.Same(_value!, other._value!, _state as TfType<T> ?? other._state as TfType<T>)
        : ReferenceEquals(_state, other._state);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TfValue<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsKnown ? TfEquality.HashOf(_value!) : IsNull ? 3 : 5;

    /// <summary>Says only the state: a value may be a secret, and this text ends in logs.</summary>
    public override string ToString() => IsKnown ? "(known)" : IsNull ? "null" : "(known after apply)";

    /// <summary>What a known value remembers of its origin.</summary>
    internal object? Origin => _state;

    /// <summary>Makes a known value that remembers its origin.</summary>
    internal static TfValue<T> Known(T value, object origin) => new(origin, value);
}

/// <summary>The marks of the states of a value that remembers nothing else.</summary>
internal static class TfState
{
    public static readonly object Unknown = new();
    public static readonly object Known = new();
}

/// <summary>Makes <see cref="TfValue{T}"/> from nullable values.</summary>
public static class TfValue
{
    /// <summary>The value, or null when there is none.</summary>
    public static TfValue<T> Of<T>(T? value)
        where T : struct => value is { } known ? known : TfValue<T>.Null;

    /// <summary>The text, or null when there is none.</summary>
    public static TfValue<string> Of(string? value) => value;
}
