using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Brings each request to the gRPC method that its path names.</summary>
/// <remarks>Routing would do the same. But its matcher takes as long to build as all else in the first call of a process (design/0028).</remarks>
internal sealed class GrpcApplication(IServiceProvider services, CallsInFlight calls) : IHttpApplication<HttpContext>
{
    private readonly Dictionary<string, RequestDelegate> _methods = Methods(services);
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = _scopes };

    public Task ProcessRequestAsync(HttpContext context) => calls.TrackAsync(context, AnswerAsync);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing of a context outlives its request.
    }

    private Task AnswerAsync(HttpContext call)
    {
        var method = _methods.GetValueOrDefault(call.Request.Path.Value ?? "");
        if (method is not null && HttpMethods.IsPost(call.Request.Method)) return method(call);

        // gRPC's clients take "not found" for UNIMPLEMENTED.
        call.Response.StatusCode = method is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    private static Dictionary<string, RequestDelegate> Methods(IServiceProvider services)
    {
        var endpoints = new Endpoints(services);
        endpoints.MapGrpcService<PluginServices>();
        return endpoints.DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .ToDictionary(static endpoint => endpoint.RoutePattern.RawText!, static endpoint => endpoint.RequestDelegate!, StringComparer.Ordinal);
    }

    /// <summary>What <c>MapGrpcService</c> adds endpoints to.</summary>
    private sealed class Endpoints(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
