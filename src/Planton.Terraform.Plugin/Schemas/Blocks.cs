using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>A block, <c>name { … }</c>, that occurs at most once. <see cref="SchemaAttribute.Required"/> makes it exactly once.</summary>
public sealed class SingleBlock<TModel> : SchemaAttribute<TModel>
    where TModel : class, new()
{
    /// <summary>Declares what is inside the block: attributes and blocks.</summary>
    public SingleBlock(AttributeSet<TModel> attributes)
        : base(TfTypes.Object(attributes)) => (Nested, Optional) = (new(NestingMode.Single, attributes), true);

    internal override BlockLimits? Blocks => Required ? new(1, 1) : new(0, 0);
}

/// <summary>Blocks of one name, <c>name { … }</c>, whose order counts. Without any the model holds an empty list, never null.</summary>
public sealed class ListBlock<TModel> : SchemaAttribute<ImmutableArray<TfValue<TModel>>>
    where TModel : class, new()
{
    /// <summary>Declares what is inside each block: attributes and blocks.</summary>
    public ListBlock(AttributeSet<TModel> attributes)
        : base(TfTypes.Blocks(attributes, CtyCollectionKind.List)) => (Nested, Optional) = (new(NestingMode.List, attributes), true);

    /// <summary>How many blocks there must be.</summary>
    public int MinItems { get; init; }

    /// <summary>How many blocks there may be; zero for any number.</summary>
    public int MaxItems { get; init; }

    internal override BlockLimits? Blocks => new(Required ? Math.Max(MinItems, 1) : MinItems, MaxItems);
}

/// <summary>Blocks of one name, <c>name { … }</c>, whose order does not count. Without any the model holds an empty set, never null.</summary>
public sealed class SetBlock<TModel> : SchemaAttribute<ImmutableArray<TfValue<TModel>>>
    where TModel : class, new()
{
    /// <summary>Declares what is inside each block: attributes and blocks.</summary>
    public SetBlock(AttributeSet<TModel> attributes)
        : base(TfTypes.Blocks(attributes, CtyCollectionKind.Set)) => (Nested, Optional) = (new(NestingMode.Set, attributes), true);

    /// <summary>How many blocks there must be.</summary>
    public int MinItems { get; init; }

    /// <summary>How many blocks there may be; zero for any number.</summary>
    public int MaxItems { get; init; }

    internal override BlockLimits? Blocks => new(Required ? Math.Max(MinItems, 1) : MinItems, MaxItems);
}
