using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas.Validators;

/// <summary>Allows what every rule allows: several rules where one is asked for, as inside <see cref="AnyOf{T}"/>.</summary>
public sealed class AllOf<T>(params IReadOnlyList<Validator<T>> rules) : Validator<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => string.Join(" and ", rules.Select(static rule => rule.Description));

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<T> request)
    {
        foreach (var rule in rules) rule.Validate(request);
    }
}

/// <summary>Allows what at least one of the rules allows.</summary>
public sealed class AnyOf<T>(params IReadOnlyList<Validator<T>> rules) : Validator<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => string.Join(" or ", rules.Select(static rule => rule.Description));

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<T> request)
    {
        if (rules.Any(rule => Allows(rule, request))) return;
        request.Refuse($"The value must {Description}.");
    }

    private static bool Allows(Validator<T> rule, ValidatorRequest<T> request)
    {
        var trial = new DiagnosticList();
        rule.Validate(request.With(request.Value, request.Path, trial));
        if (trial.HasErrors) return false;

        request.Diagnostics.AddRange(trial);
        return true;
    }
}

/// <summary>Allows what a predicate allows.</summary>
/// <param name="description">The rule in words, as the end of "The value must …".</param>
public sealed class Satisfies<T>(Func<T, bool> predicate, string description) : Validator<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<T> request)
    {
        if (!predicate(request.Value)) request.Refuse($"The value must {description}.");
    }
}
