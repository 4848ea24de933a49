using Planton.DigitalOcean.Apps;
using Planton.Registry.Runs;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// The only job of the app: the public image of DigitalOcean's client, run on the policy's schedule. It starts garbage collection and exits; the run
/// continues by itself.
/// </summary>
internal static class DoctlJob
{
    /// <summary>The name of the job.</summary>
    public const string Name = "garbage-collection";

    /// <summary>The path of the client in its image: the working directory is <c>/app</c> and the entry point <c>./doctl</c>.</summary>
    public const string Program = "/app/doctl";

    /// <summary>The default size of the container: the smallest.</summary>
    public const string SmallestSize = "apps-s-1vcpu-0.5gb";

    private const string Registry = "digitalocean";
    private const string Repository = "doctl";

    /// <summary>The variable in which the client expects its token.</summary>
    private const string TokenKey = "DIGITALOCEAN_ACCESS_TOKEN";

    /// <summary>Marks the app with its registry, so that it is recognized.</summary>
    private const string MarkerKey = "PLANTON_DOCR_REGISTRY";

    /// <summary>The whole app.</summary>
    /// <param name="terms">What the policy asks for.</param>
    /// <param name="secret">The token in plain text, or the ciphertext that the API returned.</param>
    public static AppSpec Spec(JobTerms terms, string secret) => new()
    {
        Name = AppName.For(terms.Registry),
        Region = terms.Region,
        Jobs =
        [
            new AppJob
            {
                Name = Name,
                Kind = AppJobKinds.Scheduled,
                Schedule = new AppJobSchedule { Cron = terms.Cron, TimeZone = terms.TimeZone },
                Image = new AppImage { RegistryType = AppRegistryTypes.DockerHub, Registry = Registry, Repository = Repository, Tag = terms.ImageTag },
                RunCommand = terms.Command,
                Envs =
                [
                    new AppEnv { Key = TokenKey, Value = secret, Scope = AppEnvScopes.RunTime, Type = AppEnvTypes.Secret },
                    new AppEnv { Key = MarkerKey, Value = terms.Registry, Scope = AppEnvScopes.RunTime, Type = AppEnvTypes.General },
                ],
                InstanceSizeSlug = terms.InstanceSizeSlug,
                InstanceCount = 1,
                Alerts = [new AppAlert { Rule = AppAlertRules.JobInvocationFailed }],
            },
        ],
    };

    /// <summary>Whether an app belongs to a registry, whatever else has been changed in it.</summary>
    public static bool Serves(App app, string registry) => JobOf(app) is { } job && job.Envs.Any(env => env.Key == MarkerKey && env.Value == registry);

    /// <summary>The ciphertext of the token; null if the job has none.</summary>
    public static string? SecretOf(App app) =>
        JobOf(app)?.Envs.FirstOrDefault(static env => env is { Key: TokenKey, Type: AppEnvTypes.Secret, Value.Length: > 0 })?.Value;

    /// <summary>The job; null if it was removed or renamed.</summary>
    public static AppJob? JobOf(App app) => app.Spec.Jobs.FirstOrDefault(static job => job.Name == Name);

    /// <summary>Whether a job runs the client's image.</summary>
    /// <param name="image">The image of the job.</param>
    public static bool IsClient(AppImage? image) =>
        image is { RegistryType: AppRegistryTypes.DockerHub, Registry: Registry, Repository: Repository } && string.IsNullOrEmpty(image.Digest);

    /// <summary>What a command would delete; null if it is not the command of this job.</summary>
    /// <param name="command">The command as it is set.</param>
    /// <param name="terms">The expected terms, except for the type.</param>
    public static string? TypeOf(string? command, JobTerms terms)
    {
        var asked = Words(command);
        return RunType.All.FirstOrDefault(type => Words((terms with { Type = type }).Command).SequenceEqual(asked));

        // The order of flags does not matter, but that of the other words does.
        static IEnumerable<string> Words(string? text)
        {
            var words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. words.Where(static word => word[0] != '-'), .. words.Where(static word => word[0] == '-').Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether an environment variable is one of the job's own.</summary>
    /// <param name="key">The name of the variable.</param>
    public static bool IsOwn(string key) => key is TokenKey or MarkerKey;
}
