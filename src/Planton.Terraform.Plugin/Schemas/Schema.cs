using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>The shape of a configuration block and of its state, without the model that it is bound to.</summary>
public abstract class Schema
{
    private protected Schema()
    {
    }

    /// <summary>
    /// The version of the stored shape. Raised when states of the last version no longer fit, together with a state upgrader;
    /// adding or removing an attribute does not need it.
    /// </summary>
    public long Version { get; init; }

    /// <summary>What the block is for, in Markdown.</summary>
    public required string Description { get; init; }

    /// <summary>What to use instead, when the block should no longer be used; else null.</summary>
    public string? DeprecationMessage { get; init; }

    /// <summary>The object type of configuration and state.</summary>
    public CtyObjectType Type => Untyped.Type;

    /// <summary>The attributes without their bindings, for the steps that walk values of any model.</summary>
    internal abstract AttributeSet Untyped { get; }
}

/// <summary>A schema bound to a model.</summary>
/// <typeparam name="TModel">The model: a class with a public <see cref="TfValue{T}"/> field per attribute.</typeparam>
public sealed class Schema<TModel> : Schema
    where TModel : class, new()
{
    /// <summary>The attributes, in the order in which people read about them: required, optional, computed.</summary>
    public AttributeSet<TModel> Attributes { get; } = [];

    internal override AttributeSet Untyped => Attributes;
}
