using Planton.DigitalOcean.Apps;
using Planton.Registry.Runs;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// The one job of the app: the public image of DigitalOcean's client, run on the policy's schedule. It only starts garbage collection
/// and ends; the run goes on by itself.
/// </summary>
internal static class DoctlJob
{
    /// <summary>The name of the job.</summary>
    public const string Name = "garbage-collection";

    /// <summary>Where the client lies in its image: the image's working directory is <c>/app</c> and its entry point <c>./doctl</c>.</summary>
    public const string Program = "/app/doctl";

    /// <summary>The size of the container when none is configured: the smallest.</summary>
    public const string SmallestSize = "apps-s-1vcpu-0.5gb";

    private const string Registry = "digitalocean";
    private const string Repository = "doctl";

    /// <summary>Where the client looks for its token.</summary>
    private const string TokenKey = "DIGITALOCEAN_ACCESS_TOKEN";

    /// <summary>Says in the app itself for which registry it works, so that it is known again.</summary>
    private const string MarkerKey = "PLANTON_DOCR_REGISTRY";

    /// <summary>The whole app.</summary>
    /// <param name="terms">What the policy asks for.</param>
    /// <param name="secret">The token in the clear, or the cipher text that the API gave for it.</param>
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

    /// <summary>Whether an app is the one that collects the garbage of a registry, whatever else has been changed in it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="registry">The registry.</param>
    public static bool Serves(App app, string registry) => JobOf(app) is { } job && job.Envs.Any(env => env.Key == MarkerKey && env.Value == registry);

    /// <summary>The cipher text of the token; null when the job has none.</summary>
    /// <param name="app">The app.</param>
    public static string? SecretOf(App app) =>
        JobOf(app)?.Envs.FirstOrDefault(static env => env is { Key: TokenKey, Type: AppEnvTypes.Secret, Value.Length: > 0 })?.Value;

    /// <summary>The job; null when somebody has removed or renamed it.</summary>
    /// <param name="app">The app.</param>
    public static AppJob? JobOf(App app) => app.Spec.Jobs.FirstOrDefault(static job => job.Name == Name);

    /// <summary>Whether a job runs the client's image.</summary>
    /// <param name="image">The image of the job.</param>
    public static bool IsClient(AppImage? image) =>
        image is { RegistryType: AppRegistryTypes.DockerHub, Registry: Registry, Repository: Repository } && string.IsNullOrEmpty(image.Digest);

    /// <summary>What a run of a command would delete; null when it is not the command of this job.</summary>
    /// <param name="command">The command as it is set.</param>
    /// <param name="terms">What it should be, but for the type.</param>
    public static string? TypeOf(string? command, JobTerms terms)
    {
        var asked = Words(command);
        return RunType.All.FirstOrDefault(type => Words((terms with { Type = type }).Command).SequenceEqual(asked));

        // The order of flags means nothing, that of the other words everything.
        static IEnumerable<string> Words(string? text)
        {
            var words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. words.Where(static word => word[0] != '-'), .. words.Where(static word => word[0] == '-').Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether an environment variable is one that the job is given.</summary>
    /// <param name="key">The name of the variable.</param>
    public static bool IsOwn(string key) => key is TokenKey or MarkerKey;
}
