using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.ListResources;

/// <summary>A list resource, as the server sees it: values without models.</summary>
public abstract class ListResource
{
    private protected ListResource(Resource resource) => Resource = resource;

    /// <summary>The resource whose objects are listed; the list has its type name.</summary>
    public Resource Resource { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    /// <summary>Finds the objects. What is raised in between stands in the diagnostics when the next object comes.</summary>
    internal abstract IAsyncEnumerable<ListedObject> ListAsync(ListRequest request, CallContext call, DiagnosticList diagnostics);
}

/// <summary>What the CLI asks to list.</summary>
internal sealed record ListRequest(CtyObject Config, bool IncludeResource, long Limit);

/// <summary>One listed object.</summary>
internal sealed record ListedObject(string DisplayName, CtyObject State);

/// <summary>One object that a list found.</summary>
/// <typeparam name="TModel">The model of the resource.</typeparam>
/// <param name="DisplayName">What people call it.</param>
/// <param name="State">Its state: wholly, when the list was asked to include it, else at least what identifies it.</param>
public sealed record ListItem<TModel>(string DisplayName, TModel State);

/// <summary>What a list has at hand besides its arguments.</summary>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
public sealed class ListContext<TApi> : OperationContext<TApi>
    where TApi : class
{
    internal ListContext(CallContext call, ConfiguredApi<TApi> api, DiagnosticList diagnostics, ListRequest request)
        : base(call, api, diagnostics, call.Cancellation) => (IncludeResource, Limit) = (request.IncludeResource, request.Limit);

    /// <summary>Whether whole states are wanted, and not only identities.</summary>
    public bool IncludeResource { get; }

    /// <summary>How many objects are wanted at most; the framework stops there.</summary>
    public long Limit { get; }
}

/// <summary>A list resource of a provider whose configuration makes a <typeparamref name="TApi"/>.</summary>
/// <typeparam name="TApi">What the provider's configuration makes: the way to the service.</typeparam>
public abstract class ApiListResource<TApi> : ListResource, IConfigured<TApi>
    where TApi : class
{
    private protected ApiListResource(Resource resource)
        : base(resource)
    {
    }

    internal ConfiguredApi<TApi> Configured { get; private set; } = new();

    ConfiguredApi<TApi> IConfigured<TApi>.Configured
    {
        get => Configured;
        set => Configured = value;
    }
}

/// <summary>Finds the objects of a resource that exist (Terraform 1.14, <c>terraform query</c>).</summary>
/// <typeparam name="TConfig">The model of the list's arguments.</typeparam>
/// <typeparam name="TModel">The model of the resource.</typeparam>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
/// <param name="resource">The resource.</param>
public abstract class ListResource<TConfig, TModel, TApi>(Resource<TModel, TApi> resource) : ApiListResource<TApi>(resource)
    where TConfig : class, new()
    where TModel : class, new()
    where TApi : class
{
    /// <summary>The arguments. Made once; asked for on every call.</summary>
    protected abstract Schema<TConfig> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>Finds the objects, as a stream. Nobody asks for more of it than the limit, so what only one object needs is best asked for with it.</summary>
    /// <param name="config">The arguments, wholly known.</param>
    /// <param name="context">The surroundings.</param>
    protected abstract IAsyncEnumerable<ListItem<TModel>> ListAsync(TConfig config, ListContext<TApi> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);

    internal sealed override async IAsyncEnumerable<ListedObject> ListAsync(
        ListRequest request, CallContext call, DiagnosticList diagnostics)
    {
        var context = new ListContext<TApi>(call, Configured, diagnostics, request);
        var config = Schema.Attributes.Decode(Planning.ResourcePlanner.WithDefaults(Schema, request.Config));
        var count = 0L;
        await foreach (var item in ListAsync(config, context).WithCancellation(call.Cancellation))
        {
            var state = resource.BoundSchema.Attributes.Encode(item.State);
            yield return new ListedObject(item.DisplayName, request.IncludeResource ? Finish(state, diagnostics) : state);
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
