using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A rule for the configured value of one attribute. Null and unknown values are never asked.</summary>
public abstract class Validator<T>
    where T : notnull
{
    /// <summary>The rule as the end of the sentence "The value must …", for the documentation.</summary>
    public abstract string Description { get; }

    /// <summary>Checks a value and reports what is wrong with it.</summary>
    public abstract void Validate(ValidatorRequest<T> request);
}

/// <summary>A configured value that is to be checked.</summary>
public sealed class ValidatorRequest<T>
    where T : notnull
{
    internal ValidatorRequest(T value, CtyPath path, DiagnosticList diagnostics, bool sensitive)
    {
        (Value, Path, Diagnostics, IsSensitive) = (value, path, diagnostics, sensitive);
    }

    /// <summary>The known value. Elements of a collection may still be null or unknown.</summary>
    public T Value { get; }

    /// <summary>Where the value stands.</summary>
    public CtyPath Path { get; }

    /// <summary>Where errors and warnings go.</summary>
    public DiagnosticList Diagnostics { get; }

    /// <summary>Whether the value must not be shown.</summary>
    public bool IsSensitive { get; }

    /// <summary>Whether the value is a set, into which no path leads.</summary>
    internal bool IsSet { get; init; }

    /// <summary>The place of an element.</summary>
    internal CtyPath At(int index) => IsSet ? Path : Path.Index(index);

    /// <summary>The request for a part of the value, or with another place for its diagnostics.</summary>
    internal ValidatorRequest<TPart> With<TPart>(TPart value, CtyPath path, DiagnosticList diagnostics)
        where TPart : notnull => new(value, path, diagnostics, IsSensitive);

    /// <summary>Reports that the value breaks the rule.</summary>
    /// <param name="detail">What is wrong and what is allowed. It must not repeat the value; that is added unless it is sensitive.</param>
    public void Refuse(string detail) => Diagnostics.Error(
        Path,
        $"Invalid value for {Path}",
        !IsSensitive && Show(Value) is { } shown ? $"{detail}\n\nThe configured value is {shown}." : detail);

    /// <summary>The value as Terraform writes it; null for collections and objects, which the CLI shows better where they stand.</summary>
    private static string? Show(T value) => value switch
    {
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        long number => CtyValue.Number(number).ToString(),
        double number => CtyNumber.From(number).ToString(),
        CtyNumber number => number.ToString(),
        _ => null,
    };
}
