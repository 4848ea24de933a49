using System.Net;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Apps;

/// <summary>
/// Apps, and the runs of their jobs. An app has an id, and a name that is unique in the account: if it is not known whether a creation took effect,
/// the app can be found by its name.
/// </summary>
public sealed class AppsClient
{
    private const int ShortestPage = 20;

    private static readonly ApiOperation GetOne = ApiOperation.Get("/v2/apps/{id}", "app:read");
    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/apps", "app:read");
    private static readonly ApiOperation Create = ApiOperation.Post("/v2/apps", "app:create");
    private static readonly ApiOperation Update = ApiOperation.Put("/v2/apps/{id}", "app:update");
    private static readonly ApiOperation Delete = ApiOperation.Delete("/v2/apps/{id}", "app:delete");
    private static readonly ApiOperation GetDeployments = ApiOperation.Get("/v2/apps/{app_id}/deployments", "app:read");
    private static readonly ApiOperation GetInvocations = ApiOperation.Get("/v2/apps/{app_id}/job-invocations", "app:read");
    private static readonly ApiOperation GetInvocation = ApiOperation.Get("/v2/apps/{app_id}/job-invocations/{job_invocation_id}", "app:read");
    private static readonly ApiOperation CancelInvocation =
        ApiOperation.Post("/v2/apps/{app_id}/job-invocations/{job_invocation_id}/cancel", "app:update");

    private readonly ApiTransport _transport;

    internal AppsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Reads an app that may be absent.</summary>
    /// <returns>The app, or null when this account has none of that identity.</returns>
    /// <exception cref="ApiException">The call failed for another reason.</exception>
    public async Task<App?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadOneAsync(GetOne.At(id), cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Looks for an app by its name, page by page until it is found.</summary>
    /// <returns>The app, or null when this account has none of that name.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<App?> FindByNameAsync(string name, CancellationToken cancellationToken = default)
    {
        bool IsWanted(App app) => app.Id.Length > 0 && app.Name == name;
        return (await ReadAllAsync(read => read.Exists(IsWanted), cancellationToken)).Find(IsWanted);
    }

    /// <summary>Reads all apps, 200 with each request.</summary>
    /// <returns>The apps, in the API's order.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<IReadOnlyList<App>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = await ReadAllAsync(isEnough: null, cancellationToken);
        return [.. all.Where(app => app.Id.Length > 0).DistinctBy(app => app.Id)];
    }

    /// <summary>
    /// Creates an app. The request is sent once: if it were repeated after a lost response, the API would refuse the name, which the first request
    /// has taken, and nobody would know the app.
    /// </summary>
    /// <param name="projectId">The project; null for the account's default project.</param>
    /// <param name="cancellationToken">Cancels; the app may still exist.</param>
    /// <returns>The app, whose first deployment has only begun.</returns>
    /// <exception cref="ApiException">The name is taken (409), the specification was refused, or the call failed.</exception>
    public Task<App> CreateAsync(AppSpec spec, string? projectId = null, CancellationToken cancellationToken = default) =>
        SendAsync(spec, Create.At().With(new CreateAppRequest(spec, projectId), WireContext.Default.CreateAppRequest), cancellationToken);

    /// <summary>Replaces the specification of an app, which causes a deployment. What is in service stays so until that one is.</summary>
    /// <param name="cancellationToken">Cancels; the app may still be changed.</param>
    /// <returns>The app.</returns>
    /// <exception cref="ApiException">It does not exist (404), the specification was refused, or the call failed.</exception>
    public Task<App> UpdateAsync(string id, AppSpec spec, CancellationToken cancellationToken = default) =>
        SendAsync(spec, Update.At(id).With(new UpdateAppRequest(spec), WireContext.Default.UpdateAppRequest), cancellationToken);

    /// <summary>Deletes an app; its jobs run no more.</summary>
    /// <param name="cancellationToken">Cancels; the app may still be deleted.</param>
    /// <returns>False when it was absent before.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.SendAsync(Delete.At(id), cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return e.EarlierAttemptMayHaveTakenEffect;
        }
    }

    /// <summary>
    /// Reads the newest deployments of an app that were in service and have been superseded: those that a rollback can go back to. As with runs, the
    /// whole list is read as soon as a page is not newest first.
    /// </summary>
    /// <param name="appId">The app.</param>
    /// <param name="limit">How many are wanted at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The deployments, newest first.</returns>
    /// <exception cref="ApiException">The app does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<AppDeployment>> ListSupersededAsync(string appId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var read = await _transport.ReadAsync<AppDeploymentPage, AppDeployment>(
            GetDeployments.At(appId),
            WireContext.Default.AppDeploymentPage,
            Math.Clamp(2 * limit, ShortestPage, Paging.MaxPage),
            soFar => NewestFirst.Holds(soFar, deployment => deployment.CreatedAt) && soFar.Count(IsSuperseded) >= limit,
            cancellationToken);
        return [.. NewestFirst.Sort(read.Where(IsSuperseded), deployment => deployment.CreatedAt).Take(limit)];

        static bool IsSuperseded(AppDeployment deployment) => deployment.Phase == AppDeploymentPhases.Superseded;
    }

    /// <summary>Reads the newest runs of an app's jobs. The API's order is not documented: if a page is not sorted newest first, the whole list is read.</summary>
    /// <param name="jobNames">The jobs; none for all.</param>
    /// <param name="limit">The maximum number of runs.</param>
    /// <returns>The runs, newest first by <see cref="JobInvocation.CreatedAt"/>.</returns>
    /// <exception cref="ApiException">The app does not exist (404), or the call failed.</exception>
    public async Task<IReadOnlyList<JobInvocation>> ListInvocationsAsync(
        string appId, IReadOnlyCollection<string> jobNames, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var filter = string.Join('&', jobNames.Select(name => $"job_names={Uri.EscapeDataString(name)}"));
        var read = await _transport.ReadAsync<JobInvocationPage, JobInvocation>(
            GetInvocations.At(appId) with { Query = filter },
            WireContext.Default.JobInvocationPage,
            Math.Clamp(limit, ShortestPage, Paging.MaxPage),
            soFar => NewestFirst.Holds(soFar, invocation => invocation.CreatedAt) && Wanted(soFar, jobNames).Count() >= limit,
            cancellationToken);
        return [.. NewestFirst.Sort(Wanted(read, jobNames), invocation => invocation.CreatedAt).Take(limit)];
    }

    /// <summary>Reads a run that may be absent.</summary>
    /// <returns>The run, or null when the app or the run does not exist.</returns>
    /// <exception cref="ApiException">The call failed for another reason.</exception>
    public Task<JobInvocation?> FindInvocationAsync(string appId, string invocationId, CancellationToken cancellationToken = default) =>
        ReadInvocationAsync(GetInvocation.At(appId, invocationId), cancellationToken);

    /// <summary>Asks a run to stop. What its container has done stays done.</summary>
    /// <param name="cancellationToken">Cancels the call; the run may still stop.</param>
    /// <returns>The run, or null when the app or the run does not exist.</returns>
    /// <exception cref="ApiException">The run has ended already (the status is not documented), or the call failed.</exception>
    public Task<JobInvocation?> CancelInvocationAsync(string appId, string invocationId, CancellationToken cancellationToken = default) =>
        ReadInvocationAsync(CancelInvocation.At(appId, invocationId), cancellationToken);

    /// <summary>The filter is the API's to apply; that it understands several names is not proven.</summary>
    private static IEnumerable<JobInvocation> Wanted(IEnumerable<JobInvocation> invocations, IReadOnlyCollection<string> jobNames) => invocations
        .Where(invocation => invocation.Id.Length > 0 && (jobNames.Count == 0 || jobNames.Contains(invocation.JobName)))
        .DistinctBy(invocation => invocation.Id);

    private Task<App> SendAsync(AppSpec spec, ApiRequest request, CancellationToken cancellationToken) =>
        ReadOneAsync(request with { Secrets = [.. spec.Secrets()] }, cancellationToken);

    private Task<List<App>> ReadAllAsync(Func<List<App>, bool>? isEnough, CancellationToken cancellationToken) =>
        _transport.ReadAsync(GetAll.At(), WireContext.Default.AppPage, Paging.MaxPage, isEnough, cancellationToken);

    private async Task<App> ReadOneAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var envelope = await _transport.ReadAsync(request, WireContext.Default.AppEnvelope, cancellationToken);
        return envelope.App is { Id.Length: > 0 } app ? app : throw _transport.Malformed(request, HttpStatusCode.OK, "the response does not contain an app");
    }

    private async Task<JobInvocation?> ReadInvocationAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var invocation = (await _transport.ReadAsync(request, WireContext.Default.JobInvocationEnvelope, cancellationToken)).Either();
            return invocation.Id.Length > 0
                ? invocation
                : throw _transport.Malformed(request, HttpStatusCode.OK, "the response does not contain a job invocation");
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
