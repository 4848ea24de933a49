using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.ListResources;

/// <summary>A list resource, as the server sees it: values without models.</summary>
public abstract class ListResource
{
    private protected ListResource(Resource resource) => Resource = resource;

    /// <summary>The resource whose objects are listed; the list has its type name.</summary>
    public Resource Resource { get; }

    internal string TypeName => Resource.TypeName;

    internal abstract Schema UntypedSchema { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    /// <summary>Runs the work of a list under the time limit that its arguments set, where its schema declares one.</summary>
    internal Task RunAsync(CtyObject config, CallContext call, Func<CancellationToken, Task> work) =>
        TimeoutsAttribute.RunAsync(UntypedSchema, TimedOperation.List, config, call, work);

    /// <summary>Finds the objects. The call has the diagnostics that were raised until an object was found when that object comes.</summary>
    internal abstract IAsyncEnumerable<ListedObject> ListAsync(ListRequest request, CallContext call);
}

/// <summary>What the CLI asks to list.</summary>
internal sealed record ListRequest(CtyObject Config, bool IncludeResource, long Limit);

internal sealed record ListedObject(string DisplayName, CtyObject State);

/// <summary>One object that a list found.</summary>
/// <param name="DisplayName">What people call it.</param>
/// <param name="State">Its state: wholly, when the list was asked to include it, else at least what identifies it.</param>
public sealed record ListItem<TModel>(string DisplayName, TModel State);

/// <summary>What a list has at hand besides its arguments.</summary>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public sealed class ListContext<TData> : OperationContext<TData>
    where TData : class
{
    internal ListContext(CallContext call, ListRequest request)
        : base(call, call.Cancellation) => (IncludeResource, Limit) = (request.IncludeResource, request.Limit);

    /// <summary>Whether whole states are wanted, and not only identities.</summary>
    public bool IncludeResource { get; }

    /// <summary>How many objects are wanted at most; the framework stops there.</summary>
    public long Limit { get; }
}

/// <summary>Finds the objects of a resource that exist (Terraform 1.14, <c>terraform query</c>).</summary>
/// <typeparam name="TConfig">The model of the list's arguments.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public abstract class ListResource<TConfig, TModel, TData>(Resource<TModel, TData> resource) : ListResource(resource)
    where TConfig : class, new()
    where TModel : class, new()
    where TData : class
{
    /// <summary>The arguments. Read on every call, so make it once.</summary>
    protected abstract Schema<TConfig> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>
    /// Finds the objects, as a stream. All arguments are known. The stream is not read beyond the limit, so whatever a single object needs is best
    /// requested along with it.
    /// </summary>
    protected abstract IAsyncEnumerable<ListItem<TModel>> ListAsync(TConfig config, ListContext<TData> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);

    internal sealed override async IAsyncEnumerable<ListedObject> ListAsync(ListRequest request, CallContext call)
    {
        var config = ResourcePlanner.DecodeWithDefaults(Schema, request.Config);
        var count = 0L;
        await foreach (var item in ListAsync(config, new ListContext<TData>(call, request)).WithCancellation(call.Cancellation))
        {
            var state = ResourcePlanner.WithoutWriteOnly(resource.BoundSchema, resource.BoundSchema.Attributes.Encode(item.State));
            yield return new ListedObject(item.DisplayName, request.IncludeResource ? Finish(state, call.Diagnostics) : state);
            if (++count == request.Limit) yield break;
        }
    }

    /// <summary>A whole state has nothing unknown. Paths lead into the arguments here, so that the error has none.</summary>
    private CtyObject Finish(CtyObject state, DiagnosticList diagnostics)
    {
        var refused = new DiagnosticList();
        var known = UnknownValues.Refuse(state, Resource.TypeName, refused);
        diagnostics.AddRange(refused.Select(static error => error with { Path = null }));
        return known;
    }
}
