namespace Planton.Terraform.Plugin.Schemas.Validators;

/// <summary>Allows only whole numbers in a range, both ends included.</summary>
public sealed class Between(long minimum, long maximum) : Validator<long>
{
    /// <inheritdoc/>
    public override string Description => $"be between {minimum} and {maximum}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<long> request)
    {
        if (request.Value < minimum || request.Value > maximum) request.Refuse($"The value must be between {minimum} and {maximum}.");
    }
}

/// <summary>Allows only whole numbers from a smallest one on.</summary>
public sealed class AtLeast(long minimum) : Validator<long>
{
    /// <inheritdoc/>
    public override string Description => $"be at least {minimum}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<long> request)
    {
        if (request.Value < minimum) request.Refuse($"The value must be at least {minimum}.");
    }
}

/// <summary>Allows only whole numbers up to a greatest one.</summary>
public sealed class AtMost(long maximum) : Validator<long>
{
    /// <inheritdoc/>
    public override string Description => $"be at most {maximum}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<long> request)
    {
        if (request.Value > maximum) request.Refuse($"The value must be at most {maximum}.");
    }
}

/// <summary>Allows only numbers in a range, both ends included. Infinity is an end for a range that has none.</summary>
public sealed class FloatBetween(double minimum, double maximum) : Validator<double>
{
    /// <inheritdoc/>
    public override string Description =>
        double.IsPositiveInfinity(maximum) ? $"be at least {minimum}"
        : double.IsNegativeInfinity(minimum) ? $"be at most {maximum}"
        : $"be between {minimum} and {maximum}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<double> request)
    {
        if (request.Value < minimum || request.Value > maximum) request.Refuse($"The value must {Description}.");
    }
}
