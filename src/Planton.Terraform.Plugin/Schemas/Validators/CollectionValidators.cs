using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;

namespace Planton.Terraform.Plugin.Schemas.Validators;

/// <summary>Allows only collections with at least one element.</summary>
public sealed class NotEmpty<T> : Validator<ImmutableArray<TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => "have at least one element";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableArray<TfValue<T>>> request)
    {
        if (request.Value.IsEmpty)
        {
            request.Diagnostics.Error(request.Path, $"Invalid value for {request.Path}", "At least one element is required.");
        }
    }
}

/// <summary>Checks every known element of a list or set with a rule, and refuses null elements. No path leads into a set.</summary>
public sealed class EachElement<T>(Validator<T> rule) : Validator<ImmutableArray<TfValue<T>>>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Description => $"have only elements that {rule.Description}";

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<ImmutableArray<TfValue<T>>> request)
    {
        for (var i = 0; i < request.Value.Length; i++)
        {
            var element = request.Value[i];
            if (element.IsNull) RefuseNull(request.At(i), request.Diagnostics);
            else if (element.IsKnown) rule.Validate(request.With(element.Value, request.At(i), request.Diagnostics));
        }
    }

    private static void RefuseNull(CtyPath path, DiagnosticList diagnostics) =>
        diagnostics.Error(path, $"Invalid value for {path}", "An element is null. Remove it, or give it a value.");
}
