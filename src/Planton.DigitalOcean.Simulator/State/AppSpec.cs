using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The parts of an app specification that have a meaning here; the whole is kept as it came.</summary>
internal sealed record AppSpec(
    string? Name,
    string? Region,
    IReadOnlyList<JobSpec?>? Jobs,
    IReadOnlyList<EnvSpec?>? Envs,
    IReadOnlyList<ComponentSpec?>? Services,
    IReadOnlyList<ComponentSpec?>? Workers)
{
    /// <summary>The images of all components.</summary>
    public IEnumerable<ImageSpec> Images =>
        new[] { Services?.Select(service => service?.Image), Workers?.Select(worker => worker?.Image), Jobs?.Select(job => job?.Image) }
            .SelectMany(images => images ?? []).OfType<ImageSpec>();

    /// <exception cref="JsonException">A member has another type.</exception>
    public static AppSpec Read(JsonNode node) => node.Deserialize<AppSpec>(SimulatorJson.Api) ?? new AppSpec(null, null, null, null, null, null);
}

/// <summary>The parts of a service or a worker that the simulator reads.</summary>
internal sealed record ComponentSpec(ImageSpec? Image);

internal sealed record JobSpec(
    string? Name,
    string? Kind,
    ScheduleSpec? Schedule,
    string? Timeout,
    ImageSpec? Image,
    string? RunCommand,
    IReadOnlyList<EnvSpec?>? Envs,
    string? InstanceSizeSlug,
    long? InstanceCount,
    IReadOnlyList<AlertSpec?>? Alerts,
    JsonObject? Git,
    JsonObject? Github,
    JsonObject? Gitlab,
    JsonObject? Bitbucket)
{
    public const string Scheduled = "SCHEDULED";

    public bool IsScheduled => Kind == Scheduled;
}

internal sealed record ScheduleSpec(string? Cron, string? TimeZone);

internal sealed record ImageSpec(string? RegistryType, string? Registry, string? Repository, string? Tag, string? Digest, DeployOnPushSpec? DeployOnPush)
{
    /// <summary>Whether a push of these tags deploys the app anew. A component that names no registry follows the repository in each of them.</summary>
    public bool IsDeployedBy(string repository, IEnumerable<string> tags) =>
        RegistryType == "DOCR" && DeployOnPush?.Enabled == true && Repository == repository && string.IsNullOrEmpty(Digest)
        && tags.Contains(string.IsNullOrEmpty(Tag) ? "latest" : Tag);
}

internal sealed record DeployOnPushSpec(bool? Enabled);

internal sealed record EnvSpec(string? Key, string? Value, string? Scope, string? Type)
{
    public const string Secret = "SECRET";

    /// <summary>Whether a running component sees it.</summary>
    public bool IsAtRunTime => Scope is not "BUILD_TIME";
}

internal sealed record AlertSpec(string? Rule);

/// <summary>Spans of time as Go writes them, such as <c>1h30m</c>.</summary>
internal static partial class GoSpan
{
    public static TimeSpan? Parse(string text)
    {
        if (!Form.IsMatch(text)) return null;
        var seconds = Part.Matches(text).Sum(part => double.Parse(part.Groups["number"].Value) * part.Groups["unit"].Value switch
        {
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            _ => 0.001,
        });
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(\d{1,9}(\.\d{1,9})?(h|ms|m|s))+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"(?<number>[\d.]+)(?<unit>h|ms|m|s)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Part { get; }
}
