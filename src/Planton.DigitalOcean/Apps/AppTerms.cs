namespace Planton.DigitalOcean.Apps;

/// <summary>When jobs run; the set is open.</summary>
public static class AppJobKinds
{
    /// <summary>Not told; taken as before each deployment.</summary>
    public const string Unspecified = "UNSPECIFIED";

    /// <summary>Before each deployment.</summary>
    public const string PreDeploy = "PRE_DEPLOY";

    /// <summary>After each deployment that succeeded.</summary>
    public const string PostDeploy = "POST_DEPLOY";

    /// <summary>After each deployment that failed.</summary>
    public const string FailedDeploy = "FAILED_DEPLOY";

    /// <summary>On its schedule. App Platform has it since autumn 2025; the published description of the API does not know it yet.</summary>
    public const string Scheduled = "SCHEDULED";
}

/// <summary>Where images lie; the set is open.</summary>
public static class AppRegistryTypes
{
    /// <summary>Docker Hub.</summary>
    public const string DockerHub = "DOCKER_HUB";

    /// <summary>DigitalOcean's container registry.</summary>
    public const string Docr = "DOCR";

    /// <summary>GitHub's container registry.</summary>
    public const string Ghcr = "GHCR";
}

/// <summary>When environment variables are set; the set is open.</summary>
public static class AppEnvScopes
{
    /// <summary>Not told; taken as both times.</summary>
    public const string Unset = "UNSET";

    /// <summary>While the component runs.</summary>
    public const string RunTime = "RUN_TIME";

    /// <summary>While it is built.</summary>
    public const string BuildTime = "BUILD_TIME";

    /// <summary>Both; the API's default.</summary>
    public const string RunAndBuildTime = "RUN_AND_BUILD_TIME";
}

/// <summary>Kinds of environment variables; the set is open.</summary>
public static class AppEnvTypes
{
    /// <summary>Visible to everyone who can read the app; the API's default.</summary>
    public const string General = "GENERAL";

    /// <summary>Enciphered when it is first sent.</summary>
    public const string Secret = "SECRET";
}

/// <summary>Events that alerts can be about; a selection of an open set.</summary>
public static class AppAlertRules
{
    /// <summary>A deployment failed; for the whole app.</summary>
    public const string DeploymentFailed = "DEPLOYMENT_FAILED";

    /// <summary>A run of a scheduled job failed; for that job.</summary>
    public const string JobInvocationFailed = "JOB_INVOCATION_FAILED";
}
