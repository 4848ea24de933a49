using System.Diagnostics.CodeAnalysis;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// The value of an attribute in one of Terraform's three states: known, null (not set), or unknown until apply.
/// The default is null, so a fresh model has nothing set.
/// </summary>
public readonly struct TfValue<T> : IEquatable<TfValue<T>>
    where T : notnull
{
    private readonly T? _value;
    private readonly State _state;

    private TfValue(State state, T? value = default) => (_state, _value) = (state, value);

    private enum State : byte
    {
        Null,
        Unknown,
        Known,
    }

    /// <summary>The value that is not set.</summary>
    public static TfValue<T> Null => default;

    /// <summary>The value that is known only after apply.</summary>
    public static TfValue<T> Unknown => new(State.Unknown);

    /// <summary>Whether there is a value and it is known.</summary>
    public bool IsKnown => _state == State.Known;

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => _state == State.Null;

    /// <summary>Whether the value is known only after apply.</summary>
    public bool IsUnknown => _state == State.Unknown;

    /// <summary>The known value.</summary>
    /// <exception cref="TfMissingValueException">The value is null or unknown.</exception>
    public T Value => IsKnown
        ? _value!
        : throw new TfMissingValueException($"A value was read that is {(IsNull ? "null" : "unknown")}; check IsKnown first.");

    /// <summary>Makes a known value; null makes the null value.</summary>
    public static implicit operator TfValue<T>(T? value) => value is null ? Null : new(State.Known, value);

    /// <summary>Whether two values are in the same state and, if known, equal.</summary>
    public static bool operator ==(TfValue<T> left, TfValue<T> right) => left.Equals(right);

    /// <summary>Whether two values differ in state or, if known, in value.</summary>
    public static bool operator !=(TfValue<T> left, TfValue<T> right) => !left.Equals(right);

    /// <summary>
    /// What a null or unknown value came from. Only a value of any type has it: its null and its unknown have a type of their own, with which they must
    /// go back to the CLI.
    /// </summary>
    internal T? Origin => IsKnown ? default : _value;

    /// <summary>Makes a known value; null makes the null value.</summary>
    public static TfValue<T> Known(T value) => value;

    internal static TfValue<T> NullOf(T origin) => new(State.Null, origin);

    internal static TfValue<T> UnknownOf(T origin) => new(State.Unknown, origin);

    /// <summary>The known value, or a fallback when the value is null or unknown.</summary>
    public T Or(T fallback) => IsKnown ? _value! : fallback;

    /// <summary>Gives the known value, when there is one.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = IsKnown ? _value : default;
        return IsKnown;
    }

    /// <inheritdoc/>
    public bool Equals(TfValue<T> other) =>
        _state == other._state && (!IsKnown || EqualityComparer<T?>.Default.Equals(_value, other._value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TfValue<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsKnown ? HashCode.Combine(_value) : (int)_state;

    /// <summary>Says only the state: a value may be a secret, and this text ends in logs.</summary>
    public override string ToString() => IsKnown ? "(known)" : IsNull ? "null" : "(known after apply)";
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
