using Planton.Terraform.Plugin.Operations;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>What an operation on one object of a resource has at hand besides its values.</summary>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public sealed class ResourceContext<TModel, TData> : OperationContext<TData>
    where TModel : class
    where TData : class
{
    internal ResourceContext(CallContext call, CancellationToken cancellation, PrivateState privateState)
        : base(call, cancellation) => Private = privateState;

    /// <summary>Facts kept beside the state.</summary>
    public PrivateState Private { get; }

    /// <summary>
    /// The configuration: the only place where write-only values are to be seen, since no plan or state holds them. Null where
    /// there is none: in a read, an import and a delete.
    /// </summary>
    public TModel? Config { get; internal init; }

    internal TModel? Saved { get; private set; }

    /// <summary>
    /// Says what exists so far. If the operation fails from here on, this is what Terraform keeps: an object is never lost
    /// because a later step failed.
    /// </summary>
    /// <param name="model">The state so far. Values that are not known yet may be left unknown; Terraform keeps them as null.</param>
    public void Save(TModel model) => Saved = model;
}
