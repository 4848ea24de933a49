using System.Collections.Immutable;

namespace Planton.Terraform.Plugin.Schemas.Validators;

/// <summary>Allows only texts of so many characters, both ends included.</summary>
public sealed class LengthBetween(int minimum, int maximum) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => $"have {Range.Of(minimum, maximum, "character")}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        // People and most services count characters, not the units of an encoding.
        var length = request.Value.EnumerateRunes().Count();
        if (length < minimum || length > maximum) request.Refuse($"The value must {Description}; it has {length}.");
    }
}

/// <summary>Allows only lists and sets of so many elements, both ends included.</summary>
public sealed class CountBetween<T>(int minimum, int maximum = int.MaxValue) : Validator<ImmutableArray<TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => $"have {Range.Of(minimum, maximum, "element")}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableArray<TfValue<T>>> request)
    {
        var count = request.Value.Length;
        if (count < minimum || count > maximum) request.Refuse($"The value must {Description}; it has {count}.");
    }
}

/// <summary>Allows only maps of so many entries, both ends included.</summary>
public sealed class EntriesBetween<T>(int minimum, int maximum = int.MaxValue) : Validator<ImmutableDictionary<string, TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => $"have {Range.Of(minimum, maximum, "element")}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableDictionary<string, TfValue<T>>> request)
    {
        var count = request.Value.Count;
        if (count < minimum || count > maximum) request.Refuse($"The value must {Description}; it has {count}.");
    }
}

/// <summary>Allows only lists in which no value occurs twice.</summary>
public sealed class Unique<T> : Validator<ImmutableArray<TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => "have no element twice";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableArray<TfValue<T>>> request)
    {
        var seen = new HashSet<TfValue<T>>();
        for (var i = 0; i < request.Value.Length; i++)
        {
            if (request.Value[i].IsUnknown || seen.Add(request.Value[i])) continue;
            request.With(request.Value, request.At(i), request.Diagnostics).Refuse("An element before this one has the same value. Remove one of them.");
        }
    }
}

/// <summary>Checks every key of a map with a rule.</summary>
public sealed class EachKey<T>(Validator<string> rule) : Validator<ImmutableDictionary<string, TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => $"have only keys that {rule.Description}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableDictionary<string, TfValue<T>>> request)
    {
        foreach (var key in request.Value.Keys.Order(StringComparer.Ordinal))
        {
            rule.Validate(request.With(key, request.Path.Key(key), request.Diagnostics));
        }
    }
}

/// <summary>Checks every known value of a map with a rule.</summary>
public sealed class EachValue<T>(Validator<T> rule) : Validator<ImmutableDictionary<string, TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => $"have only values that {rule.Description}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableDictionary<string, TfValue<T>>> request)
    {
        foreach (var (key, value) in request.Value.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            if (value.IsKnown) rule.Validate(request.With(value.Value, request.Path.Key(key), request.Diagnostics));
        }
    }
}

/// <summary>Numbers of things in words.</summary>
internal static class Range
{
    public static string Of(int minimum, int maximum, string thing) =>
        maximum == int.MaxValue ? $"at least {Plural(minimum, thing)}"
        : minimum == maximum ? $"exactly {Plural(minimum, thing)}"
        : minimum <= 0 ? $"at most {Plural(maximum, thing)}"
        : $"between {minimum} and {Plural(maximum, thing)}";

    private static string Plural(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
