using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Functions;

/// <summary>A function whose arguments are the fields of a model and whose result is a .NET value.</summary>
/// <typeparam name="TArguments">The model of the arguments.</typeparam>
/// <typeparam name="TResult">The .NET type of the result.</typeparam>
/// <param name="name">The name in configurations: <c>provider::TYPE::NAME</c>.</param>
public abstract class Function<TArguments, TResult>(string name) : Function(name)
    where TArguments : class, new()
    where TResult : notnull
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<FunctionParameter> Parameters => [.. Arguments];

    /// <inheritdoc/>
    public sealed override FunctionParameter? VariadicParameter => Arguments.Variadic;

    /// <inheritdoc/>
    public sealed override CtyType ReturnType => Result.CtyType;

    /// <summary>The parameters. Read on every call, so make them once.</summary>
    protected abstract Parameters<TArguments> Arguments { get; }

    /// <summary>The type of the result.</summary>
    protected abstract TfType<TResult> Result { get; }

    /// <summary>Computes the result. Only an argument whose parameter allows it can be null or unknown.</summary>
    /// <exception cref="FunctionException">An argument cannot be used.</exception>
    protected abstract TfValue<TResult> Run(TArguments arguments);

    /// <inheritdoc/>
    protected internal sealed override CtyValue Run(ImmutableArray<CtyValue> arguments) => Result.ToCty(Run(Arguments.Read(arguments)));
}
