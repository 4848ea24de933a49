using System.Collections;
using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Functions;

/// <summary>A parameter of a typed function.</summary>
/// <param name="type">The type of its argument.</param>
public class Parameter<T>(TfType<T> type)
    where T : notnull
{
    /// <summary>What it is for, in Markdown.</summary>
    public required string Description { get; init; }

    /// <summary>Whether null may be given; otherwise the CLI refuses it.</summary>
    public bool AllowNull { get; init; }

    /// <summary>Whether the function is called although the argument is not known yet; otherwise the CLI takes an unknown result.</summary>
    public bool AllowUnknown { get; init; }

    internal TfType<T> Type { get; } = type;

    internal FunctionParameter Untyped(string name) => new(name, Type.CtyType, Description) { AllowNull = AllowNull, AllowUnknown = AllowUnknown };
}

/// <summary>The last parameter of a typed function, which takes every further argument.</summary>
/// <param name="type">The type of each argument.</param>
public sealed class VariadicParameter<T>(TfType<T> type) : Parameter<T>(type)
    where T : notnull;

/// <summary>The parameters of a function bound to the fields of a model, one line each, in the order of the arguments.</summary>
/// <typeparam name="TArguments">The model: a class with public <see cref="TfValue{T}"/> fields.</typeparam>
public sealed class Parameters<TArguments> : IEnumerable<FunctionParameter>
    where TArguments : class, new()
{
    private readonly List<Action<TArguments, CtyValue>> _setters = [];
    private readonly List<FunctionParameter> _parameters = [];
    private Action<TArguments, ImmutableArray<CtyValue>>? _setVariadic;

    internal FunctionParameter? Variadic { get; private set; }

    /// <summary>Adds a parameter.</summary>
    public void Add<T>(string name, Field<TArguments, T> field, Parameter<T> parameter)
        where T : notnull
    {
        _parameters.Add(parameter.Untyped(name));
        _setters.Add((model, value) => field(model) = parameter.Type.FromCty(value));
    }

    /// <summary>Adds the parameter that takes every further argument.</summary>
    public void Add<T>(string name, Field<TArguments, ImmutableArray<TfValue<T>>> field, VariadicParameter<T> parameter)
        where T : notnull
    {
        Variadic = parameter.Untyped(name);
        _setVariadic = (model, values) => field(model) = values.Select(parameter.Type.FromCty).ToImmutableArray();
    }

    /// <summary>The parameters without the variadic one.</summary>
    public IEnumerator<FunctionParameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <exception cref="FunctionException">An argument does not fit its .NET type.</exception>
    internal TArguments Read(ImmutableArray<CtyValue> arguments)
    {
        var model = new TArguments();
        for (var i = 0; i < _setters.Count; i++) Set(i, () => _setters[i](model, arguments[i]));
        if (_setVariadic is not null) Set(_setters.Count, () => _setVariadic(model, [.. arguments.Skip(_setters.Count)]));
        return model;
    }

    private static void Set(int index, Action set)
    {
        try
        {
            set();
        }
        catch (TfConversionException exception)
        {
            throw new FunctionException(exception.Path.Steps.IsEmpty ? exception.Message : $"{exception.Path}: {exception.Message}", index);
        }
    }
}
