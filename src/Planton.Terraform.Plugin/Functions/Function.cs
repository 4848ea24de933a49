using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Functions;

/// <summary>One parameter of a function.</summary>
/// <param name="Name">Its name: a valid identifier.</param>
/// <param name="Description">What it is for, in Markdown.</param>
public sealed record FunctionParameter(string Name, CtyType Type, string Description)
{
    /// <summary>Whether null may be given; otherwise the CLI refuses it.</summary>
    public bool AllowNull { get; init; }

    /// <summary>Whether the function is called although an argument is not known yet; otherwise the CLI takes an unknown result.</summary>
    public bool AllowUnknown { get; init; }
}

/// <summary>
/// A function of the provider. It is pure: the CLI compares the results of equal arguments between plan and apply, and calls it
/// without configuring the provider.
/// </summary>
/// <param name="name">The name in configurations: <c>provider::TYPE::NAME</c>.</param>
public abstract class Function(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>What it does, in Markdown.</summary>
    public abstract string Description { get; }

    /// <summary>The parameters in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The parameter that takes every further argument; null when there is none.</summary>
    public virtual FunctionParameter? VariadicParameter => null;

    /// <summary>The type of the result.</summary>
    public abstract CtyType ReturnType { get; }

    /// <summary>Computes the result.</summary>
    /// <param name="arguments">One value for each parameter, then those of the variadic one.</param>
    /// <returns>A value of <see cref="ReturnType"/>.</returns>
    /// <exception cref="FunctionException">An argument cannot be used.</exception>
    protected internal abstract CtyValue Run(ImmutableArray<CtyValue> arguments);
}

/// <summary>Ends a function with an error for the user.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="argument">The argument at fault, from zero; null when it is none in particular.</param>
public sealed class FunctionException(string message, int? argument = null) : Exception(message)
{
    /// <summary>The argument at fault, from zero; null when it is none in particular.</summary>
    public int? Argument { get; } = argument;
}
