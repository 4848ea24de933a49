using Planton.DigitalOcean.Apps;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// Additions to the app that can change what runs or send the token elsewhere: an environment variable can redirect the client to another API,
/// another component can do anything, and a log goes to its destination.
/// </summary>
internal static class AppAdditions
{
    /// <summary>Lists the additions, without the values of variables, which may be secret.</summary>
    public static IEnumerable<string> Of(App app, AppJob job)
    {
        var spec = app.Spec;
        return
        [
            .. app.Spec.Jobs.Where(other => !ReferenceEquals(other, job)).Select(static other => $"The app has another job, {other.Name}."),
            .. Parts("a service", spec.Services),
            .. Parts("a worker", spec.Workers),
            .. Parts("a static site", spec.StaticSites),
            .. Parts("functions", spec.Functions),
            .. Parts("a database", spec.Databases),
            .. spec.Envs.Select(static env => $"The app sets the environment variable {env.Key}."),
            .. job.Envs.Where(static env => !DoctlJob.IsOwn(env.Key)).Select(static env => $"The job sets the environment variable {env.Key}."),
            .. job.Envs.Where(static env => DoctlJob.IsOwn(env.Key) && !IsAtRunTime(env)).Select(static env => $"The environment variable {env.Key} has the scope {env.Scope}."),
            .. job.Envs.CountBy(static env => env.Key).Where(static key => key.Value > 1).Select(static key => $"The job sets the environment variable {key.Key} more than once."),
            .. job.LogDestinations.Select(static destination => $"The log of the job also goes to {destination.Name}."),
        ];
    }

    private static IEnumerable<string> Parts(string what, IEnumerable<AppPart> parts) => parts.Select(part => $"The app has {what}, {part.Name}.");

    private static bool IsAtRunTime(AppEnv env) => env.Scope is null or "" or AppEnvScopes.Unset or AppEnvScopes.RunTime;
}
