using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Apps;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// Finds, creates, changes and removes the app of one registry, so that there is never a second one and never an unknown one. Its name is derived
/// from the registry's, and a marker in it says that it is ours, so an app whose creation was not confirmed is found again.
/// </summary>
/// <param name="attribute">The attribute that has the settings of the app.</param>
internal sealed class ScheduledApp(ProviderServices services, OperationContext<ProviderServices> context, string attribute)
{
    private AppsClient Api => services.Client.Apps;

    /// <summary>The app; null if there is none, or if the app with its name is not ours.</summary>
    /// <param name="id">The app in state; null to find it by name.</param>
    public async Task<App?> FindAsync(string registry, string? id)
    {
        if (id is not null) return await Api.FindAsync(id, context.Cancellation);
        return await Api.FindByNameAsync(AppName.For(registry), context.Cancellation) is { } app && DoctlJob.Serves(app, registry) ? app : null;
    }

    /// <summary>Creates or changes the app so that it matches its terms, or leaves it alone if it already does.</summary>
    /// <param name="id">The app in state; null if there is none.</param>
    /// <param name="settings">The configuration of the app, which alone contains the token.</param>
    /// <param name="isNewToken">Whether to send the token although the app has one.</param>
    /// <exception cref="DiagnosticException">The app needs a token and there is none, or another app has the name.</exception>
    public async Task<App> EnsureAsync(JobTerms terms, string? id, AppPlatformModel settings, bool isNewToken)
    {
        using var turn = await services.RegistryLock.EnterAsync(terms.Registry, context.Cancellation);
        var app = id is null ? null : await Api.FindAsync(id, context.Cancellation);
        app ??= await OursAsync(terms.Registry);
        if (app is null) return await CreateAsync(terms, settings);

        var secret = isNewToken ? null : DoctlJob.SecretOf(app);
        if (secret is not null && AppDrift.Of(app, terms).IsNone) return app;
        return await UpdateAsync(app.Id, DoctlJob.Spec(terms, secret ?? RequireToken(settings, terms.Registry)));
    }

    /// <summary>Removes the app, if it still exists.</summary>
    public Task RemoveAsync(string id) => Api.DeleteAsync(id, context.Cancellation);

    /// <summary>The newest runs of the job, newest first.</summary>
    /// <param name="limit">The maximum number of runs.</param>
    public async Task<IReadOnlyList<Invocation>> InvocationsAsync(string id, int limit)
    {
        try
        {
            var found = await Api.ListInvocationsAsync(id, [DoctlJob.Name], limit, context.Cancellation);
            return [.. found.Select(Observed)];
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>
    /// Reports what prevents the schedule from being in force. An app does not list a failed deployment, so the failure is recognized by its absence.
    /// </summary>
    /// <param name="deploymentId">The deployment that was waited for; null when none was.</param>
    public void ReportDeployment(App app, string registry, string? deploymentId = null)
    {
        if (app.PendingDeployment is not null || app.InProgressDeployment is { Phase: not AppDeploymentPhases.Error }) return;
        if (app.ActiveDeployment is { } active && (deploymentId is null || active.Id == deploymentId)) return;

        context.Diagnostics.Warning(
            attribute,
            $"The garbage collection app of \"{registry}\" could not be deployed",
            $"The newest deployment of the app {app.Name} ({app.Id}) failed, so "
            + $"{(app.ActiveDeployment is null ? "no schedule is in force" : "the previous schedule stays in force")}. "
            + $"Look at its log: doctl apps logs {app.Id} --type deploy. The usual causes are a wrong image_tag or an unknown instance_size_slug.");
    }

    private async Task<App> CreateAsync(JobTerms terms, AppPlatformModel settings)
    {
        var spec = DoctlJob.Spec(terms, RequireToken(settings, terms.Registry));
        try
        {
            return await Api.CreateAsync(spec, settings.ProjectId.IsKnown ? settings.ProjectId.Value : null, context.Cancellation);
        }
        catch (ApiException failure) when (failure.MayHaveTakenEffect)
        {
            // The name tells whether the app was created; a second request could only be refused.
            if (await OursAsync(terms.Registry) is { } made) return made;
            throw;
        }
    }

    private async Task<App> UpdateAsync(string id, AppSpec spec)
    {
        try
        {
            return await Api.UpdateAsync(id, spec, context.Cancellation);
        }
        catch (ApiException failure) when (failure.Kind == FailureKind.Malformed)
        {
            // The change was made; only the response cannot be read.
            if (await Api.FindAsync(id, context.Cancellation) is { } app) return app;
            throw;
        }
    }

    /// <summary>The app with the registry's name, if it is ours.</summary>
    /// <exception cref="DiagnosticException">The app is not ours.</exception>
    private async Task<App?> OursAsync(string registry)
    {
        var name = AppName.For(registry);
        var app = await Api.FindByNameAsync(name, context.Cancellation);
        return app is null || DoctlJob.Serves(app, registry)
            ? app
            : throw new DiagnosticException(
                $"The app name \"{name}\" is taken",
                $"The garbage collection of the registry \"{registry}\" needs an app with this name, but the account has an app with this name ({app.Id}) that this "
                + "provider did not create. Rename or delete it, then apply again.",
                attribute);
    }

    private string RequireToken(AppPlatformModel settings, string registry) => settings.TokenWo.TryGet(out var token)
        ? token
        : throw AppToken.Missing(registry, attribute);

    private Invocation Observed(JobInvocation invocation)
    {
        var created = Rfc3339.Parse(invocation.CreatedAt) ?? services.Client.Clock.UtcNow();
        return new(
            invocation.Id, invocation.Phase, JobInvocationPhases.IsTerminal(invocation.Phase), created,
            Rfc3339.Parse(invocation.StartedAt), Rfc3339.Parse(invocation.CompletedAt));
    }
}
