using System.Text.Json.Serialization;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Apps;

/// <summary>
/// The specification of an app. An update replaces all of it. Only these fields of the API's response are read; anything else that an app may have is
/// skipped. Fields that are only read are never sent, so an update removes them, like the skipped ones.
/// </summary>
public sealed record AppSpec
{
    /// <summary>
    /// The name, unique in the account: 2 to 32 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash.
    /// </summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The slug of the region, such as <c>fra</c>; null lets the API choose the nearest.</summary>
    public string? Region { get; init; }

    /// <summary>The jobs.</summary>
    public IReadOnlyList<AppJob> Jobs { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Environment variables of every component, which only those of a component of the same name override. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppEnv> Envs { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>The services. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> Services { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>What runs without being asked. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> Workers { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Files that are only handed out. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> StaticSites { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Functions. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> Functions { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Databases. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> Databases { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>The images that its parts are started from; a part that is built from source has none.</summary>
    [JsonIgnore]
    public IEnumerable<AppImage> Images => Jobs.Select(job => job.Image)
        .Concat(new[] { Services, Workers, StaticSites, Functions, Databases }.SelectMany(parts => parts).Select(part => part.Image))
        .OfType<AppImage>();

    /// <summary>What must be in no text, such as an error in which the API quotes the request.</summary>
    internal IEnumerable<string> Secrets() => Jobs
        .SelectMany(job => job.Envs.Where(env => env.Type == AppEnvTypes.Secret).Select(env => env.Value).Append(job.Image?.RegistryCredentials))
        .OfType<string>();
}

/// <summary>A part of an app of which only the name and the image are read.</summary>
public sealed record AppPart
{
    /// <summary>The name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>What it is started from; null when it is built from source, or is no container.</summary>
    public AppImage? Image { get; init; }
}

/// <summary>A job of an app: a container that runs and ends.</summary>
public sealed record AppJob
{
    /// <summary>The name, unique in the app; of the same form as an app's.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>When it runs: see <see cref="AppJobKinds"/>; an open set.</summary>
    public string? Kind { get; init; }

    /// <summary>The schedule, of a job whose kind says that it has one.</summary>
    public AppJobSchedule? Schedule { get; init; }

    /// <summary>How long a run may take, such as <c>1h30m</c>; null is the API's default, 30 minutes.</summary>
    public string? Timeout { get; init; }

    /// <summary>What is run; null when it is built from a repository.</summary>
    public AppImage? Image { get; init; }

    /// <summary>What is run in place of the image's own command. Whether it also replaces the image's entry point is not documented.</summary>
    public string? RunCommand { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<AppEnv> Envs { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>The size, such as <c>apps-s-1vcpu-0.5gb</c>; null is the API's default.</summary>
    public string? InstanceSizeSlug { get; init; }

    /// <summary>How many run at once; null is the API's default, 1.</summary>
    public long? InstanceCount { get; init; }

    /// <summary>The e-mail alerts.</summary>
    public IReadOnlyList<AppAlert> Alerts { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Where its log goes besides App Platform's own. Only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyList<AppPart> LogDestinations { get; init => field = value.WhereNotNull(); } = [];
}

/// <summary>When a scheduled job runs.</summary>
public sealed record AppJobSchedule
{
    /// <summary>A cron expression of five fields.</summary>
    public string Cron { get; init => field = value ?? ""; } = "";

    /// <summary>The IANA name of the time zone that the expression is read in.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>An image in a registry.</summary>
public sealed record AppImage
{
    /// <summary>Where it lies: see <see cref="AppRegistryTypes"/>; an open set.</summary>
    public string? RegistryType { get; init; }

    /// <summary>
    /// The part of the name before the repository, such as <c>digitalocean</c>; must not be given for DigitalOcean's own registries.
    /// </summary>
    public string? Registry { get; init; }

    /// <summary>The repository.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag; null with a digest, otherwise <c>latest</c>.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest, in place of a tag.</summary>
    public string? Digest { get; init; }

    /// <summary>Secret: what opens a private registry, as <c>user:token</c>. Sent in the clear once, given back enciphered.</summary>
    public string? RegistryCredentials { get; init; }

    /// <summary>Everything but the credentials.</summary>
    /// <returns>Text fit for a log.</returns>
    public override string ToString() =>
        $"AppImage {{ RegistryType = {RegistryType}, Registry = {Registry}, Repository = {Repository}, Tag = {Tag}, Digest = {Digest} }}";
}

/// <summary>An environment variable.</summary>
public sealed record AppEnv
{
    /// <summary>The name.</summary>
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>
    /// The value. One of the type <see cref="AppEnvTypes.Secret"/> is sent in plain text once; after that the API returns it encrypted
    /// (<c>EV[1:…]</c>), and an update that sends the ciphertext keeps the secret.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>When it is set: see <see cref="AppEnvScopes"/>; an open set.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether it is secret: see <see cref="AppEnvTypes"/>; an open set.</summary>
    public string? Type { get; init; }

    /// <summary>Everything but the value, secret or not.</summary>
    /// <returns>Text fit for a log.</returns>
    public override string ToString() => $"AppEnv {{ Key = {Key}, Scope = {Scope}, Type = {Type} }}";
}

/// <summary>Something to be told about.</summary>
public sealed record AppAlert
{
    /// <summary>The event: see <see cref="AppAlertRules"/>; an open set.</summary>
    public string Rule { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is switched off.</summary>
    public bool? Disabled { get; init; }
}
