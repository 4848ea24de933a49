using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Apps;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// The app of one registry: found, made, changed and removed so that there is never a second one and never one that nobody knows. Its
/// name follows from the registry's, and a mark in it says that it is ours; so a creation whose answer was lost is found again.
/// </summary>
/// <param name="services">The API and what is shared around it.</param>
/// <param name="context">The surroundings of the operation.</param>
internal sealed class ScheduledApp(ProviderServices services, OperationContext<ProviderServices> context)
{
    private AppsClient Api => services.Client.Apps;

    /// <summary>The app; null when there is none, or when what has its name is not ours.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The app that the state knows; null to look for the name.</param>
    public async Task<App?> FindAsync(string registry, string? id)
    {
        if (id is not null) return await Api.FindAsync(id, context.Cancellation);
        return await Api.FindByNameAsync(AppName.For(registry), context.Cancellation) is { } app && DoctlJob.Serves(app, registry) ? app : null;
    }

    /// <summary>Brings the app to what the policy asks for: makes it, changes it, or leaves it alone when it is right already.</summary>
    /// <param name="terms">What the policy asks for.</param>
    /// <param name="id">The app that the state knows; null for none.</param>
    /// <param name="settings">The configuration of the app: the token is to be seen only there.</param>
    /// <param name="isNewToken">Whether the token is to be sent although the app has one.</param>
    /// <exception cref="DiagnosticException">The app has to be given a token and there is none, or another app has the name.</exception>
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

    /// <summary>Removes the app. That it is gone already is success.</summary>
    /// <param name="id">The app.</param>
    public Task RemoveAsync(string id) => Api.DeleteAsync(id, context.Cancellation);

    /// <summary>The newest runs of the job, newest first.</summary>
    /// <param name="id">The app.</param>
    /// <param name="limit">How many are wanted.</param>
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

    /// <summary>Says what keeps the schedule from being in force. A deployment that failed is in no place of the app: it shows by what is not there.</summary>
    /// <param name="app">The app.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="deploymentId">The deployment that was waited for; null when none was.</param>
    public void ReportDeployment(App app, string registry, string? deploymentId = null)
    {
        if (app.PendingDeployment is not null || app.InProgressDeployment is { Phase: not AppDeploymentPhases.Error }) return;
        if (app.ActiveDeployment is { } active && (deploymentId is null || active.Id == deploymentId)) return;

        context.Diagnostics.Warning(
            "app_platform",
            $"The app that collects the garbage of \"{registry}\" could not be deployed",
            $"The newest deployment of the app {app.Name} ({app.Id}) came to nothing, so "
            + $"{(app.ActiveDeployment is null ? "no schedule is in force" : "the schedule before it stays in force")}. "
            + $"Look at its log: doctl apps logs {app.Id} --type deploy. A wrong image_tag and an unknown instance_size_slug are the usual reasons.");
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
            // Whether the app was made, its name tells; a second request could only be refused.
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
            // Done, only the answer cannot be read.
            if (await Api.FindAsync(id, context.Cancellation) is { } app) return app;
            throw;
        }
    }

    /// <summary>The app of the registry's name, when it is ours.</summary>
    /// <exception cref="DiagnosticException">It is somebody else's.</exception>
    private async Task<App?> OursAsync(string registry)
    {
        var name = AppName.For(registry);
        var app = await Api.FindByNameAsync(name, context.Cancellation);
        return app is null || DoctlJob.Serves(app, registry)
            ? app
            : throw new DiagnosticException(
                $"The app name \"{name}\" is taken",
                $"The policy of the registry \"{registry}\" runs as an app of that name, but the account has another app ({app.Id}) of that name, which was "
                + "not made by this provider. Rename or delete it, then apply again.",
                "app_platform");
    }

    private static string RequireToken(AppPlatformModel settings, string registry) => settings.TokenWo.TryGet(out var token)
        ? token
        : throw MissingToken(registry);

    /// <summary>The error for an app that has to be given a token when none is configured.</summary>
    /// <param name="registry">The registry.</param>
    public static DiagnosticException MissingToken(string registry) => new(
        $"The app that collects the garbage of \"{registry}\" needs a token",
        "Set app_platform.token_wo to an API token with the scopes registry:read and registry:update. It is write-only (Terraform 1.11, OpenTofu 1.11): it is "
        + "in no plan and no state, and App Platform keeps it encrypted.",
        "app_platform");

    private Invocation Observed(JobInvocation invocation)
    {
        var created = Rfc3339.Parse(invocation.CreatedAt) ?? services.Client.Clock.UtcNow();
        return new(
            invocation.Id, invocation.Phase, JobInvocationPhases.IsTerminal(invocation.Phase), created,
            Rfc3339.Parse(invocation.StartedAt), Rfc3339.Parse(invocation.CompletedAt));
    }
}
