using System.Text.RegularExpressions;

namespace Planton.Terraform.Plugin.Schemas.Validators;

/// <summary>Allows only the listed texts.</summary>
/// <param name="allowed">The allowed texts, in the order in which they are shown.</param>
public sealed class OneOf(params IReadOnlyList<string> allowed) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => $"be one of {string.Join(", ", allowed.Select(static text => $"`{text}`"))}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (!allowed.Contains(request.Value))
        {
            request.Refuse($"Allowed values are {string.Join(", ", allowed.Select(static text => $"\"{text}\""))}.");
        }
    }
}

/// <summary>Allows only the listed texts, in upper or lower case.</summary>
/// <param name="allowed">The allowed texts, in the order in which they are shown.</param>
public sealed class OneOfIgnoringCase(params IReadOnlyList<string> allowed) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => $"be one of {string.Join(", ", allowed.Select(static text => $"`{text}`"))}, in upper or lower case";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (!allowed.Contains(request.Value, StringComparer.OrdinalIgnoreCase))
        {
            request.Refuse($"Allowed values are {string.Join(", ", allowed.Select(static text => $"\"{text}\""))}, in upper or lower case.");
        }
    }
}

/// <summary>Refuses the listed texts.</summary>
public sealed class NoneOf(params IReadOnlyList<string> refused) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => $"not be one of {string.Join(", ", refused.Select(static text => $"`{text}`"))}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (refused.Contains(request.Value)) request.Refuse($"Every value is allowed except {string.Join(", ", refused.Select(static text => $"\"{text}\""))}.");
    }
}

/// <summary>Allows only absolute URLs with a host, of the given schemes.</summary>
/// <param name="schemes">The allowed schemes in lower case; <c>https</c> where none is given.</param>
public sealed class IsUrl(params IReadOnlyList<string> schemes) : Validator<string>
{
    private readonly IReadOnlyList<string> _schemes = schemes.Count == 0 ? ["https"] : schemes;

    /// <inheritdoc/>
    public override string Description => $"be a URL that begins with {string.Join(" or ", _schemes.Select(static scheme => $"`{scheme}://`"))}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (!Uri.TryCreate(request.Value, UriKind.Absolute, out var url) || url.Host.Length == 0 || !_schemes.Contains(url.Scheme)) request.Refuse($"The value must {Description}.");
    }
}

/// <summary>Allows only texts that match a pattern.</summary>
/// <param name="pattern">The pattern; it should be anchored on both sides.</param>
/// <param name="description">The rule in words, as the end of "The value must …".</param>
public sealed class Matches(Regex pattern, string description) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (!pattern.IsMatch(request.Value)) request.Refuse($"The value must {description}.");
    }
}

/// <summary>Allows only durations in Go's syntax, such as <c>90s</c> or <c>1h30m</c>, that are not negative.</summary>
public sealed class IsDuration : Validator<string>
{
    /// <summary>The rule that allows zero.</summary>
    public static IsDuration NotNegative { get; } = new(allowZero: true);

    /// <summary>The rule that refuses zero.</summary>
    public static IsDuration Positive { get; } = new(allowZero: false);

    private readonly bool _allowZero;

    private IsDuration(bool allowZero) => _allowZero = allowZero;

    /// <inheritdoc/>
    public override string Description =>
        $"be a {(_allowZero ? "duration of zero or more" : "positive duration")} such as `90s`, `4h` or `1h30m`";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (!GoDuration.TryParse(request.Value, out var duration, out var error)) request.Refuse(error);
        else if (duration < TimeSpan.Zero || (duration == TimeSpan.Zero && !_allowZero)) request.Refuse($"The value must {Description}.");
    }
}
